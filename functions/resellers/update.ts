import validate from '../generated/updateReseller.js';
import { endpoint, type Operation, type Request } from '../shared/endpoint/endpoint.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import { readBack } from '../shared/http/read-back.ts';
import { found } from '../shared/http/reply.ts';
import { installationEvents, now } from '../shared/runtime.ts';
import type { RecordEvent } from '../shared/table/events.ts';
import { retryOnConflict } from '../shared/table/retry-on-conflict.ts';
import { updateReseller as contract } from './contract-changes.ts';
import { resellerChanged } from './events.ts';
import { patchReseller, requireOperatorsKept } from './reseller.ts';
import { resellerStore } from './store.ts';

interface Deps {
  readonly resellers: Pick<ReturnType<typeof resellerStore>, 'get' | 'change'>;
  readonly record: RecordEvent;
  readonly now: () => string;
}

/** Changes a reseller by a merge patch; writes nothing when nothing differs. */
export const updateReseller: Operation<typeof contract, Deps> = (request, deps) => retryOnConflict(() => attempt(request, deps));

const attempt = async (request: Request<typeof contract>, deps: Deps): Promise<Reply> => {
  const { params, caller, origin } = request;
  const before = await deps.resellers.get(params.resellerId);
  const after = patchReseller(before, readBack(contract, before, request), deps.now());
  if (after === before) return found(contract, before);
  requireOperatorsKept(before, after, caller);

  await deps.resellers.change(before, after, () => resellerChanged(before, after).map((change) => deps.record(change, origin)));

  return found(contract, after);
};

export const handler = endpoint(contract, { validate }, updateReseller, ({ setting, table }) => ({
  resellers: resellerStore(table),
  record: installationEvents(setting),
  now,
}));
