import validate from '../generated/updateOrganization.js';
import { endpoint, type Operation, type Request } from '../shared/endpoint/endpoint.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import { readBack } from '../shared/http/read-back.ts';
import { found } from '../shared/http/reply.ts';
import { installationEvents, now } from '../shared/runtime.ts';
import type { RecordEvent } from '../shared/table/events.ts';
import { changeNamed } from '../shared/table/name-taken.ts';
import { usersAllowed } from './capacity.ts';
import { updateOrganization as contract } from './contract-changes.ts';
import { organizationUpdated } from './events.ts';
import { patchOrganization, patchRules } from './organization.ts';
import { organizationStore } from './store.ts';
import { organizationSpelling } from './unique.ts';

interface Deps {
  readonly organizations: Pick<ReturnType<typeof organizationStore>, 'get' | 'nameOf' | 'replace'>;
  readonly record: RecordEvent;
  readonly now: () => string;
}

/** Changes an organization by a merge patch; writes nothing when nothing differs. */
export const updateOrganization: Operation<typeof contract, Deps> = (request, deps) =>
  changeNamed(() => attempt(request, deps), organizationSpelling(deps.organizations, request));

const attempt = async (request: Request<typeof contract>, deps: Deps): Promise<Reply> => {
  const { resellerId, id } = request.params;
  const at = deps.now();
  const before = await deps.organizations.get(resellerId, id, at);
  const after = patchOrganization(before, readBack(contract, before, request), at);
  if (after === before) return found(contract, before);

  await deps.organizations.replace(resellerId, before, after, () => [
    ...usersAllowed(resellerId, before, after),
    deps.record(organizationUpdated(resellerId, before, after), request.origin),
  ]);

  return found(contract, after);
};

export const handler = endpoint(contract, { validate, rules: patchRules }, updateOrganization, ({ setting, table }) => ({
  organizations: organizationStore(table),
  record: installationEvents(setting),
  now,
}));
