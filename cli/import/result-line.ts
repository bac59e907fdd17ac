import type { Problem, RowAnswer } from './batch-answer.ts';
import type { Row, UnreadableRow } from './row.ts';

/** The outcome of a row: a line of the result file. */
export interface ResultLine {
  readonly line: number;
  /**
   * The row's key, also where it has its own idempotency key; absent when the line could not be
   * read.
   */
  readonly key?: string;
  /** 0 when the row was not sent. */
  readonly status: number;
  readonly id?: string;
  readonly replayed?: true;
  /** Of an update that changed nothing. */
  readonly unchanged?: true;
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: readonly object[];
}

/** The status of a row that was created, which the next run does not send again. */
export const DONE = 201;

/** The status of a row that was updated, or was so already. */
const UPDATED = 200;

/** Checks whether a row is as its file has it. */
export const isDone = ({ status }: Pick<ResultLine, 'status'>): boolean => status === DONE || status === UPDATED;

/** Returns the result of a row that was answered. */
export const toResultLine = ({ line, key }: Row, { status, replayed, unchanged, body = {} }: RowAnswer): ResultLine =>
  isDone({ status })
    ? {
        ...{ line, key, status },
        ...(body.id !== undefined && { id: body.id }),
        ...(replayed && { replayed: true }),
        ...(unchanged && { unchanged: true }),
      }
    : { line, key, status, ...describeProblem(status, body) };

/** Returns the result of a row that could not be sent. */
export const toUnreadableLine = ({ line, code, detail, errors }: UnreadableRow): ResultLine => ({
  ...{ line, status: 0, code, detail },
  ...(errors && { errors }),
});

/** Returns code and sentence of a problem, also of one that the API itself did not make. */
export const describeProblem = (status: number, { code, detail, message, errors }: Problem) => ({
  code: code ?? `http-${status}`,
  detail: detail ?? message ?? '',
  ...(errors && { errors }),
});
