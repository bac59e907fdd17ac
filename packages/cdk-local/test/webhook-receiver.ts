import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it arrived; `at` is milliseconds of `performance.now()`. */
export type Received = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly at: number;
};

/** Answers the nth request, counted from 0. */
export type Reply = (response: ServerResponse, index: number, request: Received) => void;

/** A loopback HTTP server that records what it gets. */
export type WebhookReceiver = {
  readonly url: string;
  readonly received: Received[];
  arrival(count: number): Promise<void>;
  stop(): Promise<void>;
};

/** Answers with these statuses in order, then with the last one. */
export const statuses =
  (...codes: readonly number[]): Reply =>
  (response, index) => {
    response.writeHead(codes[Math.min(index, codes.length - 1)] ?? 200).end();
  };

/** Starts a receiver on a free loopback port. */
export const webhookReceiver = async (reply: Reply = statuses(200)): Promise<WebhookReceiver> => {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const entry = { method, path: url, headers, body: await text(request), at: performance.now() };
    received.push(entry);
    reply(response, received.length - 1, entry);
    server.emit('recorded');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async arrival(count) {
      while (received.length < count) await once(server, 'recorded');
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
};
