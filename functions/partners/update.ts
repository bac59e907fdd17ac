import validate from '../generated/updatePartner.js';
import { endpoint, type Operation, type Request } from '../shared/endpoint/endpoint.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import { readBack } from '../shared/http/read-back.ts';
import { found } from '../shared/http/reply.ts';
import { installationEvents, now } from '../shared/runtime.ts';
import { changeNamed } from '../shared/table/name-taken.ts';
import { type ChangeDeps, changePartner } from './change.ts';
import { contactStore } from './contacts/store.ts';
import { welcomeLimitsOf } from './contacts/welcome-limits.ts';
import { updatePartner as contract } from './contract-changes.ts';
import { writeWithPause } from './pause.ts';
import { partnerStore } from './store.ts';
import { findVisiblePartner, partnerSpelling } from './visible.ts';

/** Changes a partner by a merge patch. */
export const updatePartner: Operation<typeof contract, ChangeDeps> = (request, deps) =>
  writeWithPause(
    request,
    () => findVisiblePartner(deps.partners, request.params.id, request.caller),
    deps,
    () => changeNamed(() => attempt(request, deps), partnerSpelling(deps.partners, request.caller)),
  );

const attempt = async (request: Request<typeof contract>, deps: ChangeDeps): Promise<Reply> => {
  const before = await findVisiblePartner(deps.partners, request.params.id, request.caller);
  return found(contract, await changePartner(before, readBack(contract, before, request), request, deps));
};

export const handler = endpoint(contract, { validate }, updatePartner, ({ setting, table }) => ({
  partners: partnerStore(table),
  contacts: contactStore(table),
  record: installationEvents(setting),
  welcomes: welcomeLimitsOf(setting),
  now,
}));
