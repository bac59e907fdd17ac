import type { IncomingMessage, Server } from 'node:http';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';

/** Answers one request. */
export type RequestHandler = (incoming: IncomingMessage) => Promise<Response>;

/**
 * An HTTP server that listens before it knows what to answer: requests wait until `serve` gives it
 * a handler.
 */
export interface Listener {
  readonly url: string;
  serve(handler: RequestHandler): void;
  /**
   * Refuses new connections, lets running requests end for up to a second and closes idle
   * connections at once.
   */
  stop(): Promise<void>;
}

const drainMs = 1_000;

/**
 * Listens on 127.0.0.1 (port 0: any free one); when the port is taken, throws an error that names
 * it.
 */
export const listen = async (port: number): Promise<Listener> => {
  const handler = Promise.withResolvers<RequestHandler>();
  const fetch = async (_: Request, { incoming }: HttpBindings) => (await handler.promise)(incoming);
  // Node's own limit must lie above the gateway's, so that the gateway's answer is the one given.
  const server = createAdaptorServer({
    fetch: fetch as (request: Request, bindings: unknown) => Promise<Response>,
    hostname: '127.0.0.1',
    serverOptions: { maxHeaderSize: 65_536 },
  }) as Server;
  await bind(server, port);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The HTTP API has no TCP address');
  return { url: `http://127.0.0.1:${address.port}`, serve: handler.resolve, stop: () => stop(server) };
};

const bind = async (server: Server, port: number): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  try {
    await promise;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(`Port ${port} is already in use: stop what listens there, or choose another one`, { cause: error });
  }
};

const stop = (server: Server): Promise<void> =>
  new Promise((done) => {
    const force = setTimeout(() => server.closeAllConnections(), drainMs);
    server.close(() => {
      clearTimeout(force);
      done();
    });
    server.closeIdleConnections();
  });
