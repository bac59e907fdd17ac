import { Logger } from '@aws-lambda-powertools/logger';
import type { MiddlewareObj } from '@middy/core';
import type { Contract } from '../contract/contract.ts';
import { installation, meter } from '../observability/installation.ts';
import type { Exchange, Middleware } from './exchange.ts';
import { describeCaller, subjectOf } from './log-names.ts';

/** The function's log: one JSON object a line. */
export const logger = new Logger({ serviceName: 'tenantry', persistentKeys: { installation } });

type Facts = Readonly<Record<string, unknown>>;

/** Writes a line that carries what was measured since the last such line, so that it costs no line of its own. */
export const logMetrics = (message: string, facts: Facts): void => {
  const [measured, ...more] = meter.take();
  logger.info(message, { ...facts, ...measured });
  tell(more);
};

const tell = (documents: readonly Facts[]): void => {
  for (const measured of documents) logger.info('measured', measured);
};

/** Writes what an invocation measured, also when it fails; for functions that end with no line of their own. */
export const publishMetrics: MiddlewareObj = { after: () => tell(meter.take()), onError: () => tell(meter.take()) };

/** The operation that a function answers with; the one without a route answers what no route takes. */
type Observed = Pick<Contract, 'operationId'> & Partial<Pick<Contract, 'method' | 'path'>>;

// No answer is anything else than its content type says (WHATWG Fetch, "X-Content-Type-Options"), and the API is only there over https. A
// browser heeds the latter over https alone (RFC 6797, 8.1). A domain below that of the installation may be another's: it is not included.
const SECURITY_HEADERS = { 'x-content-type-options': 'nosniff', 'strict-transport-security': 'max-age=31536000' } as const;

/**
 * Marks every answer with `X-Request-Id` and the headers that protect browsers, and as not to be stored unless it says otherwise. Logs
 * one line per request, with what it measured: ids, but no body, no query, no credentials and no name.
 */
export const observe = (operation: Observed): Middleware => {
  const finish: NonNullable<Middleware['after']> = ({ event, response }) => {
    if (!response) return;
    const always = { ...SECURITY_HEADERS, 'x-request-id': event.requestContext.requestId };
    response.headers = { 'cache-control': 'no-store', ...response.headers, ...always };
    const ms = Date.now() - event.requestContext.timeEpoch;
    logMetrics('request', { ...factsOf(operation), status: response.statusCode, ms, ...facts(event, operation) });
  };
  return { after: finish, onError: finish };
};

const factsOf = ({ operationId, method, path }: Observed) => ({ operation: operationId, ...(path && { route: `${method} ${path}` }) });

const facts = ({ requestContext, caller, headers, refused, pathParameters }: Exchange, { path }: Observed) => {
  const [tenant, trace] = [subjectOf(path, pathParameters, caller), traceparent(headers)];
  return {
    ...(refused && { code: refused }),
    requestId: requestContext.requestId,
    ...(tenant && { tenant }),
    ...(caller && { actor: describeCaller(caller) }),
    ...(trace && { traceparent: trace }),
  };
};

/** The request's W3C trace context (version 00), when it has a valid one. */
export const traceparent = (headers: Exchange['headers']): string | undefined =>
  /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.exec(headers.traceparent ?? '')?.[0];
