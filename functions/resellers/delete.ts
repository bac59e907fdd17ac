import validate from '../generated/deleteReseller.js';
import { endpoint, type Operation, type Request } from '../shared/endpoint/endpoint.ts';
import { requireVersion } from '../shared/http/entity-tags.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import { done } from '../shared/http/reply.ts';
import { installationEvents, now } from '../shared/runtime.ts';
import type { RecordEvent } from '../shared/table/events.ts';
import { retryOnConflict } from '../shared/table/retry-on-conflict.ts';
import { deleteReseller as contract } from './contract-changes.ts';
import { resellerDeleted } from './events.ts';
import { resellerStore } from './store.ts';

interface Deps {
  readonly resellers: Pick<ReturnType<typeof resellerStore>, 'get' | 'remove'>;
  readonly record: RecordEvent;
  readonly now: () => string;
}

/** Deletes a reseller that has no organizations. */
export const deleteReseller: Operation<typeof contract, Deps> = (request, deps) => retryOnConflict(() => attempt(request, deps));

const attempt = async ({ params, header, origin }: Request<typeof contract>, deps: Deps): Promise<Reply> => {
  const reseller = await deps.resellers.get(params.resellerId);
  requireVersion(reseller, header['if-match']);
  await deps.resellers.remove(reseller, () => [deps.record(resellerDeleted(reseller, deps.now()), origin)]);
  return done;
};

export const handler = endpoint(contract, { validate }, deleteReseller, ({ setting, table }) => ({
  resellers: resellerStore(table),
  record: installationEvents(setting),
  now,
}));
