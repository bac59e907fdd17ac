import type { Problem, RowAnswer } from './batch-answer.ts';
import type { Row, UnreadableRow } from './row.ts';

/** What became of a row: a line of the result file. */
export interface ResultLine {
  readonly line: number;
  /** What the row is known by, also where it has an idempotency key of its own; not there when the line could not be read. */
  readonly key?: string;
  /** 0 when the row was not sent. */
  readonly status: number;
  readonly id?: string;
  readonly replayed?: true;
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: readonly object[];
}

/** The only status that is not tried again by the next run. */
export const DONE = 201;

/** Said of the request or of the row: the service may do it at another time. */
export const isTransient = (status: number): boolean => [429, 500, 502, 503, 504].includes(status);

/** The result of a row that was answered. */
export const answeredLine = ({ line, key }: Row, { status, replayed, body = {} }: RowAnswer): ResultLine =>
  status === DONE
    ? { line, key, status, ...(body.id !== undefined && { id: body.id }), ...(replayed && { replayed: true }) }
    : { line, key, status, ...saidBy(status, body) };

/** The result of a row that could not be sent. */
export const unreadableLine = ({ line, code, detail }: UnreadableRow): ResultLine => ({ line, status: 0, code, detail });

/** Code and sentence of a problem, also of one that is not of the API's own making. */
export const saidBy = (status: number, { code, detail, message, errors }: Problem) => ({
  code: code ?? `http-${status}`,
  detail: detail ?? message ?? '',
  ...(errors && { errors }),
});
