import type { RequestOptions } from 'node:https';

// A static import of `node:http` evaluates every export of it, and with them undici: 60 ms of a
// cold start instead of 5. Nothing in the bundles may import it so, or call `fetch`.
const http = process.getBuiltinModule('node:http');
const https = process.getBuiltinModule('node:https');

/** Headers by their names in small letters. */
export type Headers = Readonly<Record<string, string>>;

/** A signed request. */
export interface HttpRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

/** An answer; its body is yet to be read. */
export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Partial<Headers>;
  readonly body: AsyncIterable<Uint8Array>;
}

/** The connections of a protocol. */
export interface AgentOptions {
  /** Whether they stay open for the next request; they do unless this is false. */
  readonly keepAlive?: boolean;
}

/** The time limits of one attempt in milliseconds, without one there is no limit; connections. */
export interface TransportOptions {
  readonly httpAgent?: AgentOptions;
  readonly httpsAgent?: AgentOptions;
  /** Until there is a connection. */
  readonly connectionTimeout?: number;
  /** Until the headers of the answer are there. */
  readonly requestTimeout?: number;
}

export interface HandlerOptions {
  readonly abortSignal?: AbortSignal;
}

/** Sends requests, one attempt each; the property may be replaced to wrap it. */
export interface RequestHandler {
  handle: (request: HttpRequest, options?: HandlerOptions) => Promise<{ readonly response: HttpResponse }>;
  readonly destroy?: () => void;
}

/** The errors of a connection that the SDK names `TimeoutError`. */
const TIMEOUT_CODES = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

// As many connections as the SDK keeps.
const AGENT = { maxSockets: 50 };

/** Creates the handler of a client, with connections of its own. */
export const httpHandler = ({ connectionTimeout, requestTimeout, httpAgent, httpsAgent }: TransportOptions = {}): RequestHandler => {
  const agentOf = ({ keepAlive = true }: AgentOptions = {}) => ({ ...AGENT, keepAlive });
  const agents = { 'http:': new http.Agent(agentOf(httpAgent)), 'https:': new https.Agent(agentOf(httpsAgent)) };
  return {
    handle: ({ protocol, hostname, port, method, path, headers, body }, { abortSignal } = {}) =>
      new Promise((resolve, reject) => {
        const [{ request }, agent] = protocol === 'http:' ? [http, agents['http:']] : [https, agents['https:']];
        const timers: (NodeJS.Timeout | undefined)[] = [];
        const end = () => timers.forEach(clearTimeout);
        const options: RequestOptions = { host: hostname.replace(/^\[(.*)\]$/, '$1'), method, path, headers, agent };
        if (port !== undefined) options.port = port;
        if (abortSignal) options.signal = abortSignal;
        const sent = request(options, (answer) => {
          end();
          resolve({ response: { statusCode: answer.statusCode ?? -1, headers: answer.headers as Partial<Headers>, body: answer } });
        });
        sent.on('error', (error: Error & { code?: string }) => {
          end();
          reject(TIMEOUT_CODES.has(error.code ?? '') ? Object.assign(error, { name: 'TimeoutError' }) : error);
        });
        // Without a listener Node ends the connection, and says nothing.
        sent.on('upgrade', (_, socket) => {
          socket.destroy();
          sent.emit('error', Object.assign(new Error('the answer is of another protocol'), { code: 'ECONNRESET' }));
        });
        timers.push(
          after(requestTimeout, () => sent.destroy(timeoutError(`no answer within ${requestTimeout} ms`, { code: 'ETIMEDOUT' }))),
        );
        const connecting = after(connectionTimeout, () => sent.destroy(timeoutError(`no connection within ${connectionTimeout} ms`)));
        timers.push(connecting);
        const connected = () => clearTimeout(connecting);
        sent.on('socket', (socket) => (socket.connecting ? socket.once('connect', connected) : connected()));
        sent.end(body);
      }),
    destroy: () => Object.values(agents).forEach((agent) => void agent.destroy()),
  };
};

const after = (ms: number | undefined, run: () => void): NodeJS.Timeout | undefined => (ms ? setTimeout(run, ms) : undefined);

const timeoutError = (message: string, more: object = {}): Error => Object.assign(new Error(message), { name: 'TimeoutError', ...more });
