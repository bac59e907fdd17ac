import validate from '../generated/getEventLog.js';
import { Refusal } from '../shared/contract/problems.ts';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { shown } from '../shared/http/reply.ts';
import { getEventLog as contract } from './contract.ts';
import { entryOf, type StoredEvent } from './entry.ts';
import { eventLogStore } from './store.ts';
import { isOwnEvent } from './visible.ts';

interface Deps {
  readonly logs: Pick<ReturnType<typeof eventLogStore>, 'find'>;
}

/** Returns one event of the caller's tenant; to others it does not exist (404). */
export const getEventLog: Operation<typeof contract, Deps> = async ({ params: { id }, caller }, { logs }) => {
  const event = (await logs.find(id)) as StoredEvent | undefined;
  if (!event || !isOwnEvent(caller, event)) throw new Refusal('event-not-found', `There is no event ${id}.`);
  return shown(contract, entryOf(event));
};

export const handler = endpoint(contract, { validate }, getEventLog, ({ table }) => ({ logs: eventLogStore(table) }));
