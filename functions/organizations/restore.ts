import validate from '../generated/restoreOrganization.js';
import { endpoint, type Operation, type Request } from '../shared/endpoint/endpoint.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import { found } from '../shared/http/reply.ts';
import { installationEvents, now } from '../shared/runtime.ts';
import type { RecordEvent } from '../shared/table/events.ts';
import { changeNamed } from '../shared/table/name-taken.ts';
import { reserveSlot } from './capacity.ts';
import { restoreOrganization as contract } from './contract-changes.ts';
import { organizationRestored } from './events.ts';
import { reopenOrganization } from './organization.ts';
import { organizationStore } from './store.ts';
import { organizationSpelling } from './unique.ts';

interface Deps {
  readonly organizations: Pick<ReturnType<typeof organizationStore>, 'getDeleted' | 'nameOf' | 'restore'>;
  readonly record: RecordEvent;
  readonly now: () => string;
}

/**
 * Restores a deleted organization, when its name, its external id and the limits of its reseller
 * allow it.
 */
export const restoreOrganization: Operation<typeof contract, Deps> = (request, deps) =>
  changeNamed(() => attempt(request, deps), organizationSpelling(deps.organizations, request));

const attempt = async ({ params, origin, remember }: Request<typeof contract>, deps: Deps): Promise<Reply> => {
  const { resellerId, id } = params;
  const deleted = await deps.organizations.getDeleted(resellerId, id, deps.now());

  return reserveSlot(resellerId, deleted.allowedUsers, async ({ write, changesAt }) => {
    const at = deps.now();
    const restored = reopenOrganization(deleted, at);
    const reply = found(contract, restored);
    const changes = [organizationRestored(resellerId, deleted, restored), ...changesAt(at)];
    const events = changes.map((change) => deps.record(change, origin));
    const writes = { first: remember(reply), alongside: [write, ...events] };
    return { value: reply, failed: await deps.organizations.restore(resellerId, deleted, restored, writes) };
  });
};

export const handler = endpoint(contract, { validate }, restoreOrganization, ({ setting, table }) => ({
  organizations: organizationStore(table),
  record: installationEvents(setting),
  now,
}));
