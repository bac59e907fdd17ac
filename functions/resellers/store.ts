import { pickBySchema } from '../shared/contract/pick-by-schema.ts';
import { Refusal } from '../shared/contract/problems.ts';
import { attributeChange } from '../shared/table/attributes.ts';
import type { AttributeChange } from '../shared/table/change-expression.ts';
import { allOf, type Condition, exists, where } from '../shared/table/condition.ts';
import { type DirectoryPageRequest, ownersAt, ownersOf } from '../shared/table/directory.ts';
import { resellerExternalIdKey } from '../shared/table/external-id-keys.ts';
import { mayMove, NameNotHeldError, retryInHeldForm } from '../shared/table/held-names.ts';
import { type Normalise, normalise } from '../shared/table/key-encoding.ts';
import { entryKey, resellerEmails, resellerKey, resellerNames, resellerPlaceKey, resellers } from '../shared/table/keys.ts';
import { type Filters, findPage, type Listing, readOwners } from '../shared/table/listing.ts';
import { StaleReadError } from '../shared/table/retry-on-conflict.ts';
import type { Table } from '../shared/table/table.ts';
import { change, type Item, put, type RefusalOf, remove, type Write } from '../shared/table/transaction.ts';
import { moveExternalId } from './external-ids.ts';
import { countsBetweenThresholds, levelsReached, thresholdsOf } from './limits.ts';
import { type CountedReseller, type Reseller, usageOf } from './reseller.ts';
import { resellerSchema } from './schemas.ts';

/** Stores the resellers of the installation. */
export const resellerStore = (table: Table) => ({
  /**
   * Stores a new reseller, which has no organizations yet, with `alongside`, when its external id
   * is free.
   */
  insert: (reseller: Reseller, alongside: readonly Write[]): Promise<void> =>
    table.commit([
      ...alongside,
      ...moveExternalId(undefined, reseller),
      put(
        resellerKey(reseller.id),
        { type: 'reseller', ...reseller, organizationCount: 0, ...thresholdsOf(reseller.allowedOrganizations) },
        drawnTwice(reseller.id),
      ),
      ...[resellerPlaceKey(reseller.id), ...entriesOf(reseller)].map((key) =>
        put(key, { type: 'entry', ownerId: reseller.id }, drawnTwice(reseller.id)),
      ),
    ]),

  get: async (id: string): Promise<CountedReseller> => {
    const item = await table.get(resellerKey(id));
    if (!item) throw notFound(id);
    return pickBySchema(COUNTED, item) as CountedReseller;
  },

  /** Finds a reseller by its external id. */
  findByExternalId: async (externalId: string): Promise<CountedReseller | undefined> => {
    const guard = await table.get(resellerExternalIdKey(externalId));
    const item = guard && (await table.get(resellerKey(String(guard.ownerId))));
    // Between the two reads it may have been deleted, or have been given another external id.
    if (guard && item?.externalId !== externalId) throw new StaleReadError();
    return item && (pickBySchema(COUNTED, item) as CountedReseller);
  },

  /** Reads a page of the resellers that match the filters, in creation order or newest first. */
  find: (filters: Filters, asked: DirectoryPageRequest) => findPage(table, listing(table), filters, asked),

  /**
   * Stores the changed fields, when the reseller has not changed since it was read and its count is
   * still between the same thresholds. Calls `alongside` for each commit.
   */
  change: (before: CountedReseller, after: CountedReseller, alongside: () => readonly Write[]): Promise<void> =>
    retryInHeldForm(before.name, (form) =>
      table.commit([
        change(resellerKey(after.id), changesOf(before, after), unchanged(before, after), refuseStale(after.id)),
        ...moveEntries(before, after, form),
        ...moveExternalId(before, after),
        ...alongside(),
      ]),
    ),

  /**
   * Deletes a reseller that has not changed since it was read and has no organizations; calls
   * `alongside` for each commit.
   */
  remove: (reseller: Reseller, alongside: () => readonly Write[]): Promise<void> =>
    retryInHeldForm(reseller.name, (form) =>
      table.commit([
        remove(
          resellerKey(reseller.id),
          allOf(where('version', '=', reseller.version), where('organizationCount', '=', 0)),
          notEmpty(reseller.id),
        ),
        ...[resellerPlaceKey(reseller.id), ...entriesOf(reseller, form)].map((key) => remove(key, exists(), () => new NameNotHeldError())),
        ...moveExternalId(reseller, undefined),
        ...alongside(),
      ]),
    ),
});

const COUNTED = { properties: { ...resellerSchema.properties, organizationCount: {} } };

const listing = (table: Table): Listing => ({
  keyOf: resellerKey,
  all: async (asked) => {
    const { items, ...rest } = await table.range({ range: resellers, ...asked });
    return readOwners(table, resellerKey, { ids: items.map(({ ownerId }) => String(ownerId)), ...rest });
  },
  // Read one by one, and their places.
  unitsEach: 1,
  lookUp: ({ name, externalId }, asked) => {
    if (externalId !== undefined) return ownersAt(table, [resellerExternalIdKey(externalId)]);
    return name === undefined ? undefined : ownersOf(table, resellerNames, name, asked);
  },
  names: resellerNames,
  emails: resellerEmails,
});

const entriesOf = ({ id, name, email }: Reseller, form: Normalise = normalise) => [
  entryKey(resellerNames, name, id, form),
  entryKey(resellerEmails, email, id),
];

/** Returns the writes that move the entries of a reseller from its old values to its new ones. */
const moveEntries = (before: Reseller, after: Reseller, held: Normalise): readonly Write[] => {
  const [from, to] = [entriesOf(before, held), entriesOf(after, before.name === after.name ? held : normalise)];
  const entry = { type: 'entry', ownerId: after.id };
  return from.flatMap((key, index) => {
    const target = to[index];
    if (target && target.sk !== key.sk)
      return [remove(key, exists(), () => new NameNotHeldError()), put(target, entry, () => new StaleReadError())];
    return mayMove(before.name, after.name) ? [put(key, entry, () => new NameNotHeldError(), exists())] : [];
  });
};

/** Returns a change in place, because the count may change at the same time. */
const changesOf = (before: CountedReseller, after: CountedReseller): AttributeChange => {
  const { set, ...removed } = attributeChange(before, after);
  return { set: { ...set, ...thresholdsOf(after.allowedOrganizations) }, ...removed };
};

const unchanged = (before: CountedReseller, after: CountedReseller): Condition => {
  const version = where('version', '=', before.version);
  if (before.allowedOrganizations === after.allowedOrganizations) return version;
  const hasEvents = levelsReached(usageOf(before), usageOf(after)).length > 0;
  // Events state the count. Without events, any count will do that causes none.
  const { least, most } = hasEvents
    ? { least: before.organizationCount, most: before.organizationCount }
    : countsBetweenThresholds(before.organizationCount, before.allowedOrganizations, after.allowedOrganizations);
  return allOf(version, where('organizationCount', '>=', least), where('organizationCount', '<=', most));
};

const refuseStale =
  (id: string): RefusalOf =>
  (existing) =>
    existing ? new StaleReadError() : notFound(id);

const notEmpty =
  (id: string): RefusalOf =>
  (existing: Item | undefined) => {
    if (!existing) return notFound(id);
    const count = Number((existing as Item).organizationCount);
    if (count === 0) return new StaleReadError();
    const detail = `The reseller still has ${count} ${count === 1 ? 'organization' : 'organizations'}; delete them first.`;
    return new Refusal('reseller-not-empty', detail, { members: { count } });
  };

const notFound = (id: string): Refusal => new Refusal('reseller-not-found', `There is no reseller ${id}.`);

const drawnTwice = (id: string) => (): Error => new Error(`the reseller id ${id} was drawn twice`);
