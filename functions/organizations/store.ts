import { pickBySchema } from '../shared/contract/pick-by-schema.ts';
import { Refusal } from '../shared/contract/problems.ts';
import { timeOf } from '../shared/contract/time.ts';
import { attributeChange } from '../shared/table/attributes.ts';
import { type Condition, where } from '../shared/table/condition.ts';
import { type DirectoryPageRequest, filterPage } from '../shared/table/directory.ts';
import { organizationExternalIdKey } from '../shared/table/external-id-keys.ts';
import { retryInHeldForm } from '../shared/table/held-names.ts';
import { deletedOrganizationKey, deletedOrganizations, organizationKey, resellerKey } from '../shared/table/keys.ts';
import { type Filters, findPage, matches } from '../shared/table/listing.ts';
import type { Page } from '../shared/table/queries.ts';
import { StaleReadError } from '../shared/table/retry-on-conflict.ts';
import { scanPage } from '../shared/table/scan.ts';
import type { Table } from '../shared/table/table.ts';
import { change, type FailedAssumption, type Item, put, remove, type Write } from '../shared/table/transaction.ts';
import { releaseSlot } from './capacity.ts';
import { listing, UNITS_EACH } from './listing.ts';
import { type DeletedOrganization, isRestorable, type Organization } from './organization.ts';
import { listedOrganizationSchema, organizationSchema } from './schemas.ts';
import { claims } from './unique.ts';

/** Stores the organizations of resellers. */
export const organizationStore = (table: Table) => ({
  /**
   * Stores a new organization with `alongside`, when its name and external id are free. Returns the
   * assumption of `alongside` that failed, if one did.
   */
  insert: (resellerId: string, organization: Organization, alongside: readonly Write[]): Promise<FailedAssumption | undefined> =>
    table.tryCommit([...alongside, ...insertion(resellerId, organization)]),

  /**
   * Reads an organization.
   * @throws {Refusal} `organization-deleted` (410) while it can be restored
   */
  get: async (resellerId: string, id: string, at: string): Promise<Organization> => {
    const item = await table.get(organizationKey(resellerId, id));
    if (item) return organizationOf(item);
    const deleted = deletedOf(await table.get(deletedOrganizationKey(resellerId, id)));
    // Between the two reads it may have been restored.
    const restored = deleted ? undefined : await table.get(organizationKey(resellerId, id));
    if (restored) return organizationOf(restored);
    if (!deleted || !isRestorable(deleted, at)) throw notFound(id);
    // A deleted organization may outlast its reseller, and cannot be restored then.
    throw (await table.get(resellerKey(resellerId))) ? deletedUntil(deleted) : notFound(id);
  },

  /** Reads the name of an organization. */
  nameOf: async (resellerId: string, id: string): Promise<string | undefined> => {
    const item = await table.get(organizationKey(resellerId, id));
    return item && organizationOf(item).name;
  },

  /**
   * Reads a deleted organization.
   * @throws {Refusal} `organization-not-deleted` (409) when it is not deleted
   */
  getDeleted: async (resellerId: string, id: string, at: string): Promise<DeletedOrganization> => {
    const read = async () => deletedOf(await table.get(deletedOrganizationKey(resellerId, id)));
    const deleted = await read();
    if (deleted && isRestorable(deleted, at)) return deleted;
    if (await table.get(organizationKey(resellerId, id))) throw notDeleted(id);
    // Between the two reads it may have been deleted.
    const since = deleted ? undefined : await read();
    if (!since || !isRestorable(since, at)) throw notFound(id);
    return since;
  },

  /** Finds an organization by its external id. */
  findByExternalId: async (resellerId: string, externalId: string): Promise<Organization | undefined> => {
    const guard = await table.get(organizationExternalIdKey(resellerId, externalId));
    const item = guard && (await table.get(organizationKey(resellerId, String(guard.ownerId))));
    // Between the two reads it may have been deleted, or have been given another external id.
    if (guard && item?.externalId !== externalId) throw new StaleReadError();
    return item && organizationOf(item);
  },

  /**
   * Reads a page of the organizations that match the filters, in creation order or newest first.
   */
  find: (resellerId: string, filters: Filters, asked: DirectoryPageRequest): Promise<Page> =>
    findPage(table, listing(table, resellerId), filters, asked),

  /**
   * Reads a page of the deleted organizations that match the filters and can be restored. It may be
   * shorter than its limit and still have a next one.
   */
  findDeleted: async (resellerId: string, filters: Filters, asked: DirectoryPageRequest, at: string): Promise<Page> => {
    const read = (request: DirectoryPageRequest) => table.range({ range: deletedOrganizations(resellerId), ...request });
    const isListed = (item: Item): boolean => isRestorable(item as unknown as DeletedOrganization, at) && matches(item, filters);
    const isFiltered = Object.keys(filters).length > 0;
    return isFiltered
      ? scanPage({ read, matches: isListed, unitsEach: UNITS_EACH }, asked)
      : filterPage(await read(asked), asked.limit, isListed);
  },

  /**
   * Replaces an organization that has not changed since it was read; calls `alongside` for each
   * commit.
   */
  replace: (resellerId: string, before: Organization, after: Organization, alongside: () => readonly Write[]): Promise<void> =>
    retryInHeldForm(before.name, (form) =>
      table.commit([
        // In place: another release may have stored attributes that this one does not know.
        change(organizationKey(resellerId, after.id), attributeChange(before, after), unchanged(before), () => new StaleReadError()),
        ...claims(resellerId, before, after, form),
        ...alongside(),
      ]),
    ),

  /**
   * Deletes an organization: releases its slot, its name and its external id, and keeps it as long
   * as it can be restored. Calls `alongside` for each commit.
   */
  remove: (resellerId: string, before: Organization, deleted: DeletedOrganization, alongside: () => readonly Write[]): Promise<void> =>
    retryInHeldForm(before.name, (form) =>
      table.commit([
        remove(organizationKey(resellerId, before.id), unchanged(before), () => new StaleReadError()),
        ...claims(resellerId, before, undefined, form),
        releaseSlot(resellerId),
        put(
          deletedOrganizationKey(resellerId, before.id),
          { ...itemOf(resellerId, deleted), type: 'deleted-organization', expiresAt: Math.ceil(timeOf(deleted.purgeAt) / 1000) },
          () => new StaleReadError(),
        ),
        ...alongside(),
      ]),
    ),

  /**
   * Restores a deleted organization, when its name and external id are still free. Returns the
   * assumption of `alongside` that failed, if one did.
   */
  restore: (
    resellerId: string,
    deleted: DeletedOrganization,
    restored: Organization,
    { first, alongside }: { readonly first: readonly Write[]; readonly alongside: readonly Write[] },
  ): Promise<FailedAssumption | undefined> =>
    table.tryCommit([
      ...first,
      // First: an organization that is restored already must not be refused for the limit.
      remove(deletedOrganizationKey(resellerId, deleted.id), unchanged(deleted), () => new StaleReadError()),
      ...alongside,
      ...insertion(resellerId, restored),
    ]),
});

/** Returns the writes of a new organization, which refuse a name or external id that is taken. */
export const insertion = (resellerId: string, organization: Organization): readonly Write[] => {
  const { id } = organization;
  const refusal = () => new Error(`the organization id ${id} was drawn twice`);
  return [...claims(resellerId, undefined, organization), put(organizationKey(resellerId, id), itemOf(resellerId, organization), refusal)];
};

const itemOf = (resellerId: string, organization: Organization): Item => ({ type: 'organization', resellerId, ...organization });

// Without the attributes of the table, because it is written back with its next version.
const organizationOf = (item: Item): Organization => pickBySchema(organizationSchema, item) as Organization;

const deletedOf = (item: Item | undefined): DeletedOrganization | undefined =>
  item && (pickBySchema(listedOrganizationSchema, item) as DeletedOrganization);

const unchanged = ({ version }: Organization): Condition => where('version', '=', version);

const deletedUntil = ({ id, deletedAt, purgeAt }: DeletedOrganization): Refusal =>
  new Refusal('organization-deleted', `The organization ${id} was deleted; it can be restored until ${purgeAt}.`, {
    members: { deletedAt, purgeAt },
  });

const notFound = (id: string): Refusal => new Refusal('organization-not-found', `The reseller has no organization ${id}.`);

const notDeleted = (id: string): Refusal => new Refusal('organization-not-deleted', `The organization ${id} is not deleted.`);
