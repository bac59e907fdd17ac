import { organizationKey, organizationNameKey, resellerKey } from '../shared/keys.ts';
import { Refusal } from '../shared/problems.ts';
import type { Table } from '../shared/table.ts';
import { change, type Item, put, type Write } from '../shared/transaction.ts';
import type { Organization } from './organization.ts';

/** The organizations of resellers. */
export const organizationStore = (table: Table) => ({
  /** Stores a new organization with `alongside`, when its reseller exists and has room and its name is free. */
  insert: (resellerId: string, organization: Organization, alongside: readonly Write[]): Promise<void> =>
    table.commit([
      ...alongside,
      takeRoom(resellerId, organization.allowedUsers),
      put(organizationNameKey(resellerId, organization.name), { type: 'guard', ownerId: organization.id }, () =>
        nameTaken(organization.name),
      ),
      put(organizationKey(resellerId, organization.id), { type: 'organization', resellerId, ...organization }, () =>
        drawnTwice(organization.id),
      ),
    ]),

  get: async (resellerId: string, id: string): Promise<Organization> => {
    const item = await table.get(organizationKey(resellerId, id));
    if (!item) throw new Refusal('organization-not-found', `The reseller has no organization ${id}.`);
    return item as unknown as Organization;
  },
});

/** Counts one organization more, exactly: the limits are conditions of the same write. */
const takeRoom = (resellerId: string, users: number): Write => ({
  ...change(
    resellerKey(resellerId),
    { add: { organizationCount: 1 } },
    {
      condition: `attribute_exists(pk)
        AND (allowedOrganizations = :unlimited OR organizationCount < allowedOrganizations)
        AND (allowedUsers = :unlimited OR (:users <> :unlimited AND :users <= allowedUsers))`,
      values: { ':unlimited': -1, ':users': users },
    },
    (reseller) => noRoom(resellerId, reseller, users),
  ),
  consumes: { limitName: 'allowedOrganizations', by: 1 },
});

const noRoom = (resellerId: string, reseller: Item | undefined, users: number): Refusal => {
  if (!reseller) return new Refusal('reseller-not-found', `There is no reseller ${resellerId}.`);
  const { organizationCount: count, allowedOrganizations, allowedUsers } = reseller as Record<string, number>;
  if (allowedOrganizations !== -1 && Number(count) >= Number(allowedOrganizations)) {
    return limitReached(`The reseller may have ${allowedOrganizations} organizations and has ${count}.`, {
      limitName: 'allowedOrganizations',
      limit: Number(allowedOrganizations),
      count: Number(count),
    });
  }
  const asked = users === -1 ? 'unlimited users' : `${users} users`;
  return limitReached(`The reseller may allow an organization ${allowedUsers} users; ${asked} were asked for.`, {
    limitName: 'allowedUsers',
    limit: Number(allowedUsers),
    count: users,
  });
};

const limitReached = (detail: string, members: { limitName: string; limit: number; count: number }) =>
  new Refusal('limit-reached', detail, { members });

const nameTaken = (name: string): Refusal =>
  new Refusal('name-taken', `The reseller has an organization named ${name}.`, { members: { name } });

const drawnTwice = (id: string): Error => new Error(`the organization id ${id} was drawn twice`);
