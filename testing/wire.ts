import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request as plain } from 'node:http';
import { Agent as SecureAgent, request as secure } from 'node:https';
import { text } from 'node:stream/consumers';

/** Request headers; the lines of one that is sent more than once are an array. */
export type WireHeaders = Readonly<Record<string, string | readonly string[]>>;

/**
 * A request as it goes over the wire: `path` is sent as written, an array of chunks goes without a
 * length.
 */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: WireHeaders;
  readonly payload?: string | Uint8Array | readonly Uint8Array[];
}

/**
 * An answer; header names are lower-case, `json` what the body says, `body` the object that is or
 * empty, `items` the array that is or empty.
 */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Partial<Record<string, string>>>;
  readonly text: string;
  readonly json: unknown;
  readonly body: Readonly<Record<string, unknown>>;
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

/** The errors of a connection that its other end has closed, as one reads or writes. */
const CLOSED = ['ECONNRESET', 'EPIPE'];

/**
 * Sends requests to one origin over kept-alive connections, without the corrections that `fetch`
 * makes.
 */
export const wire = (origin: string) => {
  const { protocol } = new URL(origin);
  const agent = protocol === 'https:' ? new SecureAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  const open = protocol === 'https:' ? secure : plain;
  const base = origin.replace(/\/$/, '');
  const { hostname, port, pathname } = new URL(base);

  const send = async (request: WireRequest): Promise<WireAnswer> => {
    const { method, path, headers = {}, payload } = request;
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const prefix = pathname === '/' ? '' : pathname;
    const outgoing = open({ agent, hostname, port, method, path: prefix + path, headers: headers as OutgoingHttpHeaders });
    outgoing.on('response', resolve).on('error', reject);
    for (const chunk of Array.isArray(payload) ? payload : []) outgoing.write(chunk);
    outgoing.end(Array.isArray(payload) ? undefined : payload);
    const incoming = await promise.catch((error: NodeJS.ErrnoException) => {
      // The server closed the kept connection while the request was on its way: it has not read it.
      if (outgoing.reusedSocket && CLOSED.includes(error.code ?? '')) return undefined;
      throw error;
    });
    return incoming ? answerOf(incoming) : send(request);
  };

  return {
    send,
    stop: () => agent.destroy(),
  };
};

const answerOf = async (incoming: IncomingMessage): Promise<WireAnswer> => {
  const body = await text(incoming);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return { status: incoming.statusCode ?? 0, headers: Object.fromEntries(headers), text: body, ...parsed(isPage(incoming) ? '' : body) };
};

const isPage = ({ headers }: IncomingMessage): boolean => headers['content-type']?.startsWith('text/html') ?? false;

const parsed = (text: string): Pick<WireAnswer, 'json' | 'body' | 'items'> => {
  const json: unknown = text === '' ? {} : JSON.parse(text);
  if (Array.isArray(json)) return { json, body: {}, items: json };
  if (typeof json !== 'object' || json === null) throw new Error(`The answer is neither a JSON object nor an array: ${text}`);
  return { json, body: json as WireAnswer['body'], items: [] };
};
