import type { MiddlewareObj } from '@middy/core';
import type { Contract } from '../contract/contract.ts';
import { logger, meter } from '../observability/installation.ts';
import type { Exchange, Middleware } from './exchange.ts';
import { describeCaller, subjectOf } from './log-names.ts';

export { logger };

type Facts = Readonly<Record<string, unknown>>;

/**
 * Writes a log line with the metrics since the last such line, so that they cost no line of their
 * own. The members of `ids` are also on the lines of metrics for which it has no space.
 */
export const logMetrics = (message: string, facts: Facts, ids: Facts = {}): void => {
  const [measured, ...more] = meter.take();
  logger.info(message, { ...ids, ...facts, ...measured });
  writeMetrics(more, ids);
};

const writeMetrics = (documents: readonly Facts[], ids: Facts = {}): void => {
  for (const measured of documents) logger.info('measured', { ...ids, ...measured });
};

/**
 * Writes the metrics of an invocation, also when it fails; for functions whose end is not logged.
 */
export const publishMetrics: MiddlewareObj = { after: () => writeMetrics(meter.take()), onError: () => writeMetrics(meter.take()) };

/** The operation of a function; the fallback function has no route. */
export type ObservedOperation = Pick<Contract, 'operationId'> & Partial<Pick<Contract, 'method' | 'path'>>;

/** Returns the members that every log line of a request has, so that one query finds them all. */
export const requestIds = ({ operationId, method, path }: ObservedOperation, requestId: string): Facts => ({
  operation: operationId,
  ...(path && { route: `${method} ${path}` }),
  requestId,
});

// No answer is anything else than its content type (WHATWG Fetch, "X-Content-Type-Options"), and
// the API only exists over https. A browser obeys the latter over https alone (RFC 6797, 8.1). A
// domain below the installation's may belong to somebody else: it is not included.
const SECURITY_HEADERS = { 'x-content-type-options': 'nosniff', 'strict-transport-security': 'max-age=31536000' } as const;

/**
 * Adds `X-Request-Id` and the headers that protect browsers to every answer, and `no-store` unless
 * it has another cache control. HEAD is answered as GET is, without content (RFC 9110, 9.3.2). Logs
 * one line per request, with its metrics and ids, but no body, no query, no credentials and no
 * name.
 */
export const observe = (operation: ObservedOperation): Middleware => {
  const finish: NonNullable<Middleware['after']> = ({ event, response }) => {
    if (!response) return;
    if (event.requestContext.http.method === 'HEAD') delete response.body;
    const always = { ...SECURITY_HEADERS, 'x-request-id': event.requestContext.requestId };
    response.headers = { 'cache-control': 'no-store', ...response.headers, ...always };
    const ms = Date.now() - event.requestContext.timeEpoch;
    logMetrics(
      'request',
      { status: response.statusCode, ms, ...facts(event, operation) },
      requestIds(operation, event.requestContext.requestId),
    );
  };
  return { after: finish, onError: finish };
};

const facts = ({ caller, headers, refused, pathParameters }: Exchange, { path }: ObservedOperation) => {
  const [tenant, trace] = [subjectOf(path, pathParameters, caller), traceparent(headers)];
  return {
    ...(refused && { code: refused }),
    ...(tenant && { tenant }),
    ...(caller && { actor: describeCaller(caller) }),
    ...(trace && { traceparent: trace }),
  };
};

/** Returns the request's W3C trace context (version 00), when it is valid. */
export const traceparent = (headers: Exchange['headers']): string | undefined =>
  /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.exec(headers.traceparent ?? '')?.[0];
