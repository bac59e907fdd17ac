import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { directedEntry, type PutEvents } from '../events/directed.ts';
import { awsClient } from '../shared/base/aws-client.ts';
import type { Bus } from '../shared/bus.ts';
import { Refusal } from '../shared/contract/problems.ts';

/**
 * Puts an event (JSON of its `detail`) on the bus for one endpoint.
 * @throws {Refusal} 503 when the bus does not accept it
 */
export type Send = (endpoint: string, detail: string) => Promise<void>;

/**
 * Creates a sender for one bus. It checks the result of each entry, because PutEvents succeeds even
 * when it accepts none.
 */
export const createSender =
  (bus: Bus, putEvents: PutEvents): Send =>
  async (endpoint, detail) => {
    const [result] = await refuseOutage(() => putEvents([directedEntry(bus, endpoint, detail)]));
    if (!result || result.ErrorCode) throw unavailable(new Error(`PutEvents: ${result?.ErrorCode ?? 'no result'}`));
  };

/** Creates the sender for the installation's bus. */
export const openBus = (bus: Bus): Send => {
  const client = awsClient(EventBridgeClient, { maxAttempts: 2, requestTimeout: 2000 });
  return createSender(bus, async (entries) => (await client.send(new PutEventsCommand({ Entries: [...entries] }))).Entries ?? []);
};

const refuseOutage = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (cause) {
    throw unavailable(cause);
  }
};

const unavailable = (cause: unknown): Refusal =>
  new Refusal('dependency-unavailable', 'The event bus is unavailable; try again.', { headers: { 'retry-after': '1' }, cause });
