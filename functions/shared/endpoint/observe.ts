import { Logger } from '@aws-lambda-powertools/logger';
import type { Exchange, Middleware } from './exchange.ts';

/** The function's log: one JSON object a line. */
export const logger = new Logger({ serviceName: 'tenantry' });

/** Marks every answer with `X-Request-Id`, and as not to be stored unless it says otherwise; logs one line per request: no body, no query, no credentials. */
export const observe = (operation: string): Middleware => {
  const finish: NonNullable<Middleware['after']> = ({ event, response }) => {
    if (!response) return;
    response.headers = { 'cache-control': 'no-store', ...response.headers, 'x-request-id': event.requestContext.requestId };
    logger.info('request', { operation, status: response.statusCode, ms: Date.now() - event.requestContext.timeEpoch, ...facts(event) });
  };
  return { after: finish, onError: finish };
};

const facts = ({ requestContext, caller, headers }: Exchange) => ({
  requestId: requestContext.requestId,
  ...(caller && { actor: caller.actor }),
  ...(traceparent(headers) && { traceparent: traceparent(headers) }),
});

/** The request's W3C trace context (version 00), when it has a valid one. */
export const traceparent = (headers: Exchange['headers']): string | undefined =>
  /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.exec(headers.traceparent ?? '')?.[0];
