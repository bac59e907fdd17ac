import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from './client.ts';

/** The token of every endpoint. */
export const TOKEN = 'a-token-of-the-proof-of-upgrades';

const HEALTHY_MS = 60_000;

/** Waits until endpoints take events. @throws {Error} when one does not within a minute */
export const untilHealthy = async (client: Client, ...ids: readonly string[]): Promise<void> => {
  const end = performance.now() + HEALTHY_MS;
  for (const id of ids)
    for (;;) {
      const { body } = await client.get(`/v3/webhooks/${id}`);
      if (body.status === 'healthy') break;
      if (performance.now() > end) throw new Error(`the endpoint ${body.name} is not set up: ${JSON.stringify(body)}`);
      await delay(100);
    }
};

/** Makes an endpoint for all events of tenants at a path of a receiver. */
export const newEndpoint = async (client: Client, receiver: string, name: string): Promise<string> => {
  const body = { name, url: `${receiver}/${name}`, token: TOKEN, events: ['reseller.*', 'partner.*'] };
  const { id } = await client.post('/v3/webhooks', body);
  return String(id);
};
