import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** The content of a request line. */
export interface RequestLine {
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  readonly requestId: string;
}

/** The content of a delivery line: one attempt to reach an endpoint. */
export interface DeliveryLine {
  readonly endpointName: string;
  readonly url: string;
  readonly eventId: string;
  readonly detailType: string;
  readonly attempt: number;
  readonly status?: number | undefined;
  readonly error?: string | undefined;
  readonly latencyMs: number;
  readonly outcome: 'delivered' | 'retrying' | 'dead-letter' | 'dropped';
  readonly nextInMs?: number | undefined;
}

/** One line per request: when, what, how it ended, how long it took. */
export const requestLine = ({ method, path, status, ms, requestId }: RequestLine): string =>
  line(
    'request',
    `${method.padEnd(6)} ${path}`,
    styleText(statusStyle(status), String(status)),
    `${Math.round(ms)} ms`,
    styleText('dim', requestId),
  );

/** One line per event that the bus took. */
export const eventLine = (detailType: string, tenant: string, eventId: string): string =>
  line('event', detailType, tenant, styleText('dim', eventId));

const OUTCOMES: Readonly<Record<DeliveryLine['outcome'], Style>> = {
  delivered: 'green',
  retrying: 'yellow',
  'dead-letter': 'red',
  dropped: 'red',
};

/** One line per delivery attempt with its outcome. */
export const deliveryLine = (attempt: DeliveryLine): string => {
  const answer = attempt.status === undefined ? (attempt.error ?? 'no answer') : String(attempt.status);
  const next = attempt.nextInMs === undefined ? '' : `again in ${seconds(attempt.nextInMs)}`;
  const tried = attempt.attempt > 1 ? `attempt ${attempt.attempt}` : '';
  return line(
    'webhook',
    `${attempt.detailType} → ${attempt.url}`,
    styleText(OUTCOMES[attempt.outcome], attempt.outcome),
    answer,
    `${Math.round(attempt.latencyMs)} ms`,
    tried,
    next,
    styleText('dim', attempt.eventId),
  );
};

/** The content of an e-mail line. */
export interface EmailLine {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text?: string | undefined;
  readonly html?: string | undefined;
}

/** One line per e-mail: to whom, about what, and the first link in it. */
export const emailLine = ({ to, subject, text, html }: EmailLine): string => {
  const [link = ''] = /https?:\/\/[^\s"'<>]+/.exec(text ?? html ?? '') ?? [];
  return line('email', `→ ${to.join(', ')}`, subject, styleText('cyan', link));
};

/** The content of the line of a custom resource. */
interface ResourceLine {
  readonly path: string;
  readonly type: string;
  readonly outcome: 'created' | 'updated' | 'deleted' | 'unchanged' | 'retained' | 'failed' | 'waiting';
  readonly id?: string;
  readonly reason?: string;
}

/** One line per custom resource at a start: its end, and why it failed. */
export const resourceLine = ({ path, type, outcome, id = '', reason = '' }: ResourceLine): string =>
  line('resource', `${type} ${path}`, styleText(RESOURCES[outcome] ?? 'green', outcome), id, reason.replaceAll('\n', ' '));

const RESOURCES: Partial<Readonly<Record<ResourceLine['outcome'], Style>>> = {
  ...{ failed: 'red', waiting: 'yellow', unchanged: 'dim', retained: 'dim' },
};

/** A line of the runtime's own, such as a warning. */
export const noteLine = (kind: string, text: string, style: Style = 'yellow'): string => line(kind, styleText(style, text));

const line = (kind: string, ...parts: readonly string[]): string =>
  [styleText('dim', new Date().toISOString().slice(11, 23)), styleText('cyan', kind.padEnd(8)), ...parts.filter(Boolean)].join('  ');

const statusStyle = (status: number): Style => (status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'green');

const seconds = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);
