import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

const LONGEST_ANSWER = 1024 * 1024;

/** A request as it goes on the wire; the client adds only Host, Connection and Content-Length. */
export type HttpRequest = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** The result of a request; `body` is cut at 1 MiB. */
export type Exchange =
  | { readonly kind: 'answered'; readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unreachable'; readonly reason: string };

type Limits = { readonly timeoutMs: number; readonly signal: AbortSignal };

const read = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > LONGEST_ANSWER) break;
  }
  return Buffer.concat(chunks).toString();
};

const send = (request: HttpRequest, signal: AbortSignal): Promise<IncomingMessage> => {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const start = request.url.protocol === 'https:' ? httpsRequest : httpRequest;
  // A connection of its own each time, as API destinations send `Connection: close`.
  const outgoing = start(request.url, { method: request.method, headers: request.headers, agent: false, signal });
  outgoing.on('response', resolve).on('error', reject).end(request.body);
  return promise;
};

const reasonOf = (error: unknown): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return code || String(error);
};

/**
 * Sends one request and reads the whole answer within the time limit, following no redirect; never
 * throws.
 */
export const exchange = async (request: HttpRequest, { timeoutMs, signal }: Limits): Promise<Exchange> => {
  // `AbortSignal.timeout` would go off, and hold the request until then, long after an answer:
  // thousands of them under load.
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  try {
    const response = await send(request, AbortSignal.any([signal, timeout.signal]));
    return { kind: 'answered', status: response.statusCode ?? 0, headers: response.headers, body: await read(response) };
  } catch (error) {
    return timeout.signal.aborted ? { kind: 'timeout' } : { kind: 'unreachable', reason: reasonOf(error) };
  } finally {
    clearTimeout(timer);
  }
};
