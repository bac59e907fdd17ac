import type { Operation, Request } from '../shared/endpoint/endpoint.ts';
import { requireVersion } from '../shared/http/entity-tags.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import { done } from '../shared/http/reply.ts';
import type { RecordEvent } from '../shared/table/events.ts';
import { retryOnConflict } from '../shared/table/retry-on-conflict.ts';
import type { deleteOrganization as contract } from './contract-changes.ts';
import { organizationDeleted } from './events.ts';
import { closeOrganization } from './organization.ts';
import type { organizationStore } from './store.ts';

export interface DeleteDeps {
  readonly organizations: Pick<ReturnType<typeof organizationStore>, 'get' | 'remove'>;
  readonly record: RecordEvent;
  readonly now: () => string;
  /** The days in which it can be restored. */
  readonly restoreDays: number;
}

/** Deletes an organization, to be restored for a time. */
export const deleteOrganization: Operation<typeof contract, DeleteDeps> = (request, deps) => retryOnConflict(() => attempt(request, deps));

const attempt = async ({ params, header, origin }: Request<typeof contract>, deps: DeleteDeps): Promise<Reply> => {
  const { resellerId, id } = params;
  const at = deps.now();
  const before = await deps.organizations.get(resellerId, id, at);
  requireVersion(before, header['if-match']);
  const deleted = closeOrganization(before, at, deps.restoreDays);

  await deps.organizations.remove(resellerId, before, deleted, () => [
    deps.record(organizationDeleted(resellerId, before, deleted), origin),
  ]);

  return done;
};
