import validate from '../generated/createReseller.js';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { created } from '../shared/http/reply.ts';
import { installationEvents, newId, now } from '../shared/runtime.ts';
import type { RecordEvent } from '../shared/table/events.ts';
import { createReseller as contract } from './contract.ts';
import { resellerCreated } from './events.ts';
import { openReseller } from './reseller.ts';
import { resellerStore } from './store.ts';

interface Deps {
  readonly resellers: Pick<ReturnType<typeof resellerStore>, 'insert'>;
  readonly record: RecordEvent;
  readonly newId: () => string;
  readonly now: () => string;
}

/** Creates a reseller, under which organizations can be created. */
export const createReseller: Operation<typeof contract, Deps> = async ({ body, origin, remember }, deps) => {
  const reseller = openReseller(body, { id: deps.newId(), at: deps.now() });
  const reply = created(contract, reseller, `/v3/resellers/${reseller.id}`);
  const event = deps.record(resellerCreated(reseller), origin);

  await deps.resellers.insert(reseller, [...remember(reply), event]);

  return reply;
};

export const handler = endpoint(contract, { validate }, createReseller, ({ setting, table }) => ({
  resellers: resellerStore(table),
  record: installationEvents(setting),
  newId,
  now,
}));
