import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { directed, type PutEvents } from '../events/directed.ts';
import { awsClient } from '../shared/base/aws-client.ts';
import type { Bus } from '../shared/bus.ts';
import { Refusal } from '../shared/contract/problems.ts';

/** Puts an event (JSON of its `detail`) on its way to one endpoint. @throws {Refusal} 503 when the bus does not take it */
export type Send = (endpoint: string, detail: string) => Promise<void>;

/** Sends to one endpoint over a bus; the result of each entry is checked, since PutEvents succeeds even when it takes none. */
export const sender =
  (bus: Bus, putEvents: PutEvents): Send =>
  async (endpoint, detail) => {
    const [result] = await reached(() => putEvents([directed(bus, endpoint, detail)]));
    if (!result || result.ErrorCode) throw unavailable(new Error(`PutEvents: ${result?.ErrorCode ?? 'no result'}`));
  };

/** Opens the installation's bus. */
export const openBus = (bus: Bus): Send => {
  const client = awsClient(EventBridgeClient, { maxAttempts: 2, requestTimeout: 2000 });
  return sender(bus, async (entries) => (await client.send(new PutEventsCommand({ Entries: [...entries] }))).Entries ?? []);
};

const reached = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (cause) {
    throw unavailable(cause);
  }
};

const unavailable = (cause: unknown): Refusal =>
  new Refusal('dependency-unavailable', 'The event bus is unavailable; try again.', { headers: { 'retry-after': '1' }, cause });
