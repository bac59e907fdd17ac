import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenOnLoopback } from '../../emulator/loopback.ts';
import type { Random } from '../shared/random.ts';

/** The ways in which a receiver treats webhooks. */
export const RECEIVER_MODES = ['takes', 'fails', 'is slow', 'closes', 'redirects', 'asks to wait', 'is torn'] as const;

export type ReceiverMode = (typeof RECEIVER_MODES)[number];

/** A webhook that arrived. */
export interface Arrival {
  readonly endpoint: string;
  readonly id: string;
  readonly event: string;
  readonly tenant: string;
  readonly at: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** It was answered 2xx, so that it counts as delivered. */
  readonly isTaken: boolean;
}

/** Receivers of webhooks, one a path, that can be down in all ways. */
export interface Receiver {
  readonly url: string;
  readonly arrivals: readonly Arrival[];
  /** All paths behave so from now on. */
  behave(mode: ReceiverMode): void;
  stop(): Promise<void>;
}

const SLOW_MS = 1_500;

/** Starts receivers on a free port of loopback; `random` decides what half-broken ones do. */
export const openReceiver = async (random: Random): Promise<Receiver> => {
  const arrivals: Arrival[] = [];
  let mode: ReceiverMode = 'takes';
  const server = createServer(async (request, response) => {
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return;
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const arrived = { endpoint: request.url ?? '', at: Date.now(), body, headers };
    const said = { id: headers['webhook-id'] ?? '', event: headers['webhook-event'] ?? '', tenant: headers['webhook-tenant'] ?? '' };
    arrivals.push({ ...arrived, ...said, isTaken: answer(response, mode, random) });
  });
  const { port, stop } = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${port}`,
    arrivals,
    behave: (next) => {
      mode = next;
    },
    stop,
  };
};

const answer = (response: ServerResponse, mode: ReceiverMode, random: Random): boolean => {
  switch (mode) {
    case 'takes':
      response.writeHead(200).end();
      return true;
    case 'fails':
      response.writeHead(random.pick([500, 502, 503, 504])).end('no');
      return false;
    case 'is slow':
      setTimeout(() => response.writeHead(200).end(), random.below(SLOW_MS)).unref();
      return false;
    case 'closes':
      response.destroy();
      return false;
    case 'redirects':
      response.writeHead(302, { location: '/elsewhere' }).end();
      return false;
    case 'asks to wait':
      response.writeHead(429, { 'retry-after': '1' }).end();
      return false;
    case 'is torn': {
      const isTaken = random.chance(0.5);
      if (isTaken) response.writeHead(200).end();
      else response.destroy();
      return isTaken;
    }
  }
};
