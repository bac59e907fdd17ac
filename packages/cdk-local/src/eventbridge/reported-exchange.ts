import type { AttemptExchange } from './attempt-report.ts';
import type { Exchange, HttpRequest } from './http-exchange.ts';
import type { Connection } from './resources.ts';

/** The text that stands for a value that a connection added. */
export const MASKED = '•••';

/** The most characters of a body that a report has. */
const LONGEST_BODY = 16_384;

type Sent = {
  readonly request: HttpRequest;
  readonly result: Exchange;
  readonly connection: Connection;
  /** The names of the headers that authorise the request. */
  readonly authorization: readonly string[];
};

/**
 * Returns the part of a request and its answer that may be shown: everything that a connection adds
 * may be a secret.
 */
export const reportedExchange = ({ request, result, connection, authorization }: Sent): AttemptExchange => {
  const { HeaderParameters: headers = [], BodyParameters: members = [] } = connection.parameters.InvocationHttpParameters ?? {};
  const hidden = new Set([...authorization, ...headers.map(({ Key = '' }) => Key)].map((name) => name.toLowerCase()));
  return {
    method: request.method,
    url: request.url.origin + request.url.pathname,
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, hidden.has(name) ? MASKED : value])),
    body: members.length > 0 ? MASKED : (request.body ?? '').slice(0, LONGEST_BODY),
    ...(result.kind === 'answered' && { answer: { headers: result.headers, body: result.body.slice(0, LONGEST_BODY) } }),
  };
};
