import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type WebhookReceiver, webhookReceiver } from '@tenantry/cdk-local/test/webhook-receiver';
import { requireWebhookConformance } from '../../testing/conformance.ts';

/** A webhook as it arrived: at which endpoint, and the how-manieth time. */
export interface Arrival {
  readonly endpoint: string;
  readonly id: string;
  readonly event: string;
  readonly tenant: string;
  /** 1 for the first time this event came to this endpoint. */
  readonly attempt: number;
  readonly authorization: string | undefined;
  readonly token: string | undefined;
  readonly signature: string;
  readonly body: { readonly event: string; readonly data: Readonly<Record<string, unknown>>; readonly triggeredAt: string };
}

/** An answer with a header, or after some milliseconds. */
interface SlowAnswer {
  readonly status: number;
  readonly location?: string;
  readonly afterMs?: number;
}

/**
 * What the receiver answers to a webhook: a status, nothing at all, or the end of the connection.
 */
export type Answer = number | SlowAnswer | 'silence' | 'hang up';

export type Respond = (arrival: Arrival) => Answer;

/** The journeys' webhook endpoints, one per path, and the token endpoint of the OAuth one. */
export interface JourneyReceiver {
  readonly url: string;
  readonly arrivals: Arrival[];
  /** What was not as documented; a journey's end fails on it. */
  readonly faults: unknown[];
  stop(): Promise<void>;
}

/** Starts a receiver on a free loopback port that holds every webhook against its documentation. */
export const journeyReceiver = async (respond: Respond): Promise<JourneyReceiver> => {
  const arrivals: Arrival[] = [];
  const faults: unknown[] = [];
  const { url, stop }: WebhookReceiver = await webhookReceiver((response, _, { path, headers, body }) => {
    if (path === '/token') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":"token-of-the-journey","expires_in":3600}');
      return;
    }
    const arrival = read(path, headers, body);
    arrivals.push(arrival);
    void give(response, respond(arrival));
  });

  const read = (path: string, headers: Readonly<Record<string, unknown>>, text: string): Arrival => {
    const body = JSON.parse(text) as Arrival['body'];
    const [endpoint, id] = [path.slice(1), String(headers['webhook-id'])];
    try {
      requireWebhookConformance(headers, body);
    } catch (error) {
      faults.push(error);
    }
    const attempt = arrivals.filter((earlier) => earlier.endpoint === endpoint && earlier.id === id).length + 1;
    const [signature, tenant] = [String(headers['webhook-signature']), String(headers['webhook-tenant'])];
    return { endpoint, id, event: String(headers['webhook-event']), tenant, attempt, ...credentialsOf(headers), signature, body };
  };

  return { url, arrivals, faults, stop };
};

const give = async (response: ServerResponse, answer: Answer): Promise<void> => {
  if (answer === 'silence') return;
  if (answer === 'hang up') return void response.destroy();
  if (typeof answer === 'number') return void response.writeHead(answer).end();
  await delay(answer.afterMs ?? 0);
  response.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location }).end();
};

const credentialsOf = ({ authorization, 'webhook-token': token }: Readonly<Record<string, unknown>>) => ({
  authorization: authorization as string | undefined,
  token: token as string | undefined,
});
