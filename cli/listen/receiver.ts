import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { fetchKeys, verifyWebhook } from '../../receiver/verify-webhook.ts';
import type { ListenOptions } from './options.ts';
import type { Received } from './print.ts';

/** A receiver on a port of this machine. */
export interface Receiver {
  readonly url: string;
  /** Gives the token that webhooks must carry, once it is known. */
  expect(token: string): void;
  stop(): Promise<void>;
}

/**
 * Starts a receiver that verifies every webhook with the keys of the local runtime, tells
 * `onWebhook` of it, and answers as asked.
 */
export const startReceiver = async (options: ListenOptions, onWebhook: (received: Received) => void): Promise<Receiver> => {
  const keys = fetchKeys(`${options.url}/.well-known/webhook-keys.json`);
  const attempts = new Map<string, number>();
  let token: string | undefined;

  const take = async (request: IncomingMessage): Promise<void> => {
    const body = await text(request);
    const id = String(request.headers['webhook-id']);
    const attempt = (attempts.get(id) ?? 0) + 1;
    attempts.set(id, attempt);
    const fault = await verifyWebhook(request.headers, body, keys, { token: token ?? null }).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const event = String(request.headers['webhook-event']);
    onWebhook({ at: new Date(), id, event, attempt, answer: options.answer, fault, body: parseBody(body) });
  };

  const server = createServer((request, response) => {
    take(request)
      // A pause that nobody waits for any more keeps nothing from ending.
      .then(() => delay(options.delayMs, undefined, { ref: false }))
      .then(
        () => response.writeHead(options.answer).end(),
        () => response.destroy(),
      );
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(options.port, '127.0.0.1', resolve);
  await promise;

  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    expect: (value) => {
      token = value;
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};

const parseBody = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
};
