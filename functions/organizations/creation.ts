import type { Request } from '../shared/endpoint/endpoint.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import { created } from '../shared/http/reply.ts';
import type { RecordEvent } from '../shared/table/events.ts';
import { changeNamed } from '../shared/table/name-taken.ts';
import { reserveSlot } from './capacity.ts';
import { createOrganization as contract } from './contract.ts';
import { organizationCreated } from './events.ts';
import { openOrganization } from './organization.ts';
import type { organizationStore } from './store.ts';
import { organizationSpelling } from './unique.ts';

export interface CreateDeps {
  readonly organizations: Pick<ReturnType<typeof organizationStore>, 'insert' | 'nameOf'>;
  readonly record: RecordEvent;
  readonly newId: () => string;
  readonly now: () => string;
}

export type CreateRequest = Request<typeof contract>;

/** Creates an organization in a slot of its reseller. */
export const createOrganization = (request: CreateRequest, deps: CreateDeps): Promise<Reply> =>
  changeNamed(() => tryToCreate(request, deps), organizationSpelling(deps.organizations, request));

/** Tries once. @throws {StaleReadError} when what the decision rests on has changed */
export const tryToCreate = async (request: CreateRequest, deps: CreateDeps): Promise<Reply> => {
  const { body, params, origin, remember } = request;
  const { resellerId } = params;

  return reserveSlot(resellerId, body.allowedUsers, async ({ write, changesAt }) => {
    const { organization, reply, event } = openCreation(request, deps);
    const others = changesAt(organization.createdAt).map((change) => deps.record(change, origin));
    const failed = await deps.organizations.insert(resellerId, organization, [...remember(reply), write, event, ...others]);
    return { value: reply, failed };
  });
};

/**
 * Opens an organization, with the answer and the event of its creation. Each commit has an id of
 * its own, because lists are in the order of ids.
 */
export const openCreation = ({ body, params: { resellerId }, origin }: CreateRequest, deps: Omit<CreateDeps, 'organizations'>) => {
  const organization = openOrganization(body, { id: deps.newId(), at: deps.now() });
  const reply = created(contract, organization, `/v3/resellers/${resellerId}/organizations/${organization.id}`);
  return { organization, reply, event: deps.record(organizationCreated(resellerId, organization), origin) };
};
