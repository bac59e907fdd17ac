import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readAsset } from './assets.ts';
import type { EventStream } from './event-stream.ts';
import { type Guard, type GuardRefusal, openGuard } from './guard.ts';
import { readJson } from './read-json.ts';

/** Thrown by an action for a body that it does not take. */
export class BadAction extends Error {}

/** An action of the page: its body in, its answer out. */
export type Action = (body: Readonly<Record<string, unknown>>) => unknown;

interface ServerOptions {
  /** The port on 127.0.0.1; another one when it is taken, any with 0. */
  readonly port: number;
  /** The first answer that the page needs. */
  readonly state: () => unknown;
  /** The steps of the timeline; none for a deployment. */
  readonly events?: EventStream;
  /** The actions of the page, by name. */
  readonly actions: Readonly<Record<string, Action>>;
}

/** A console that runs. */
export interface ConsoleServer {
  /** The link of the page, with its key. */
  readonly link: string;
  /** The address of the page, without the key. */
  readonly url: string;
  stop(): Promise<void>;
}

const PATH = '/_console';

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** Serves the console on loopback, to those who have its link. */
export const startConsole = async (options: ServerOptions): Promise<ConsoleServer> => {
  const key = randomBytes(24).toString('base64url');
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    answer(request, response, { ...options, guard }).catch((error: unknown) => sendError(response, error));
  });
  await listen(server, options.port);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const guard = openGuard({ origin, key });
  return {
    url: `${origin}${PATH}`,
    link: `${origin}${PATH}?key=${key}`,
    async stop() {
      options.events?.stop();
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
};

const listen = async (server: ReturnType<typeof createServer>, port: number): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE' && port !== 0) server.once('error', reject).listen(0, '127.0.0.1', resolve);
    else reject(error);
  });
  server.listen(port, '127.0.0.1', resolve);
  await promise;
};

type Context = Pick<ServerOptions, 'state' | 'events' | 'actions'> & { readonly guard: Guard };

const answer = async (request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> => {
  const { guard } = context;
  const url = new URL(request.url ?? '/', 'http://console');
  const refusal = guard.checkHost(request);
  if (refusal) return refuse(response, refusal);
  const key = url.searchParams.get('key');
  if (url.pathname === PATH && key !== null && guard.isKey(key)) return signIn(response, guard);
  const stranger = guard.checkSession(request);
  if (stranger) return refuse(response, stranger);
  if (request.method === 'GET' || request.method === 'HEAD') return read(url, request, response, context);
  if (request.method !== 'POST') return send(response, 405, { error: 'The console takes GET and POST.' });
  const foreign = guard.checkChange(request);
  return foreign ? refuse(response, foreign) : act(url, request, response, context);
};

const signIn = (response: ServerResponse, { cookie }: Guard): void => {
  response.writeHead(303, { location: PATH, 'set-cookie': cookie }).end();
};

const read = async ({ pathname }: URL, request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> => {
  if (pathname === `${PATH}/state`) return send(response, 200, context.state());
  if (pathname === `${PATH}/events` && context.events && request.method === 'GET')
    return context.events.send(response, Number(request.headers['last-event-id'] ?? 0) || 0);
  const asset = await readAsset(pathname === PATH ? 'index.html' : pathname.replace(`${PATH}/`, ''));
  if (!asset) return send(response, 404, { error: `There is no ${pathname}.` });
  response.writeHead(200, { 'content-type': asset.type }).end(request.method === 'HEAD' ? undefined : asset.body);
};

const act = async ({ pathname }: URL, request: IncomingMessage, response: ServerResponse, { actions }: Context): Promise<void> => {
  const name = pathname.replace(`${PATH}/`, '');
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action) return send(response, 404, { error: `There is no action ${name}.` });
  const body = await readJson(request);
  if (!body) return send(response, 400, { error: 'The body is no JSON object of at most 256 kB.' });
  send(response, 200, (await action(body)) ?? {});
};

const refuse = (response: ServerResponse, { status, reason }: GuardRefusal): void => {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }).end(`${reason}\n`);
};

const send = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

const sendError = (response: ServerResponse, error: unknown): void => {
  if (response.headersSent) response.destroy();
  else send(response, error instanceof BadAction ? 400 : 502, { error: error instanceof Error ? error.message : String(error) });
};
