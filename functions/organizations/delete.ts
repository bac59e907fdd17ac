import validate from '../generated/deleteOrganization.js';
import { decide } from '../shared/decide-again.ts';
import { endpoint, type Operation, type Request } from '../shared/endpoint/endpoint.ts';
import type { RecordEvent } from '../shared/events.ts';
import type { Reply } from '../shared/idempotency.ts';
import { done, requireVersion } from '../shared/reply.ts';
import { installationEvents, now } from '../shared/runtime.ts';
import { deleteOrganization as contract } from './contract-changes.ts';
import { organizationDeleted } from './events.ts';
import { closeOrganization } from './organization.ts';
import { organizationStore } from './store.ts';

interface Deps {
  readonly organizations: Pick<ReturnType<typeof organizationStore>, 'get' | 'remove'>;
  readonly record: RecordEvent;
  readonly now: () => string;
  /** For how many days it can be restored. */
  readonly restoreDays: number;
}

/** Deletes an organization, to be restored for a time. */
export const deleteOrganization: Operation<typeof contract, Deps> = (request, deps) => decide(() => attempt(request, deps));

const attempt = async ({ params, header, origin }: Request<typeof contract>, deps: Deps): Promise<Reply> => {
  const { resellerId, id } = params;
  const at = deps.now();
  const before = await deps.organizations.get(resellerId, id, at);
  requireVersion(before, header['if-match']);
  const deleted = closeOrganization(before, at, deps.restoreDays);

  await deps.organizations.remove(resellerId, before, deleted, [deps.record(organizationDeleted(resellerId, before, deleted), origin)]);

  return done;
};

export const handler = endpoint(contract, { validate }, deleteOrganization, ({ setting, table }) => ({
  organizations: organizationStore(table),
  record: installationEvents(setting),
  now,
  restoreDays: Number(setting('RESTORE_DAYS')),
}));
