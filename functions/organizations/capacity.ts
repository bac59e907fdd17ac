import { type Allowances, capacityRefusal, UNLIMITED, usersRefusal } from '../resellers/limits.ts';
import { limitsCrossed, usageOf } from '../resellers/reseller.ts';
import { Refusal } from '../shared/contract/problems.ts';
import type { Change } from '../shared/table/events.ts';
import { resellerKey } from '../shared/table/keys.ts';
import { StaleReadError } from '../shared/table/retry-on-conflict.ts';
import { type Condition, change, check, type Item, type Write } from '../shared/table/transaction.ts';
import type { Organization } from './organization.ts';

/** A reseller as a refused write found it. */
export interface Found extends Allowances {
  readonly version: number;
}

/** Thrown when one more organization crosses what its reseller must be told of: the write is to be done knowing the count. */
class AtThreshold extends Error {
  readonly found: Found;

  constructor(found: Found) {
    super('the count stands before a mark');
    this.found = found;
  }
}

/** A place taken of a reseller: its write, and what is to be told of it. */
export interface Slot {
  readonly write: Write;
  /** At the time that the organization is given. */
  readonly changesAt: (at: string) => readonly Change[];
}

/**
 * Takes a place of a reseller for an organization with so many users, exactly: the limits are conditions of the write. One
 * round trip, unless the place is the one that crosses 80 % or the last: then `store` is called again, to make the organization
 * anew, with the events that belong to it.
 * @throws {StaleReadError} when the count has changed between the two
 */
export const reserveSlot = async <T>(resellerId: string, users: number, store: (place: Slot) => Promise<T>): Promise<T> => {
  try {
    return await store({ write: slotWrite(resellerId, users), changesAt: () => [] });
  } catch (error) {
    if (!(error instanceof AtThreshold)) throw error;
    return store(slotAtThreshold(resellerId, users, error.found));
  }
};

const MAY_ALLOW = '(allowedUsers = :unlimited OR (:users <> :unlimited AND :users <= allowedUsers))';

/** Far from any mark: whatever the count is, there is room and nothing to tell. */
const slotWrite = (resellerId: string, users: number): Write => ({
  ...change(
    resellerKey(resellerId),
    { add: { organizationCount: 1 } },
    {
      condition: `attribute_exists(pk) AND ${MAY_ALLOW}
        AND (allowedOrganizations = :unlimited OR (organizationCount < beforeReached AND organizationCount <> beforeApproaching))`,
      values: { ':unlimited': UNLIMITED, ':users': users },
    },
    (reseller) => refusal(resellerId, reseller, users) ?? new AtThreshold(reseller as unknown as Found),
  ),
  consumes: { limitName: 'allowedOrganizations', by: 1 },
});

/** At a mark: with the count as it was found, and the events of what is crossed. */
const slotAtThreshold = (resellerId: string, users: number, found: Found): Slot => {
  const before = usageOf(found);
  const after = { ...before, used: before.used + 1 };
  const write = change(
    resellerKey(resellerId),
    { add: { organizationCount: 1 } },
    {
      condition: `${MAY_ALLOW} AND organizationCount = :count AND allowedOrganizations = :allowed`,
      values: { ':unlimited': UNLIMITED, ':users': users, ':count': before.used, ':allowed': before.allowed },
    },
    (reseller) => refusal(resellerId, reseller, users) ?? new StaleReadError(),
  );
  return {
    write: { ...write, consumes: { limitName: 'allowedOrganizations', by: 1, limit: after.allowed, count: after.used } },
    changesAt: (at) => limitsCrossed(resellerId, before, after, found.version, at),
  };
};

const refusal = (resellerId: string, reseller: Item | undefined, users: number): Refusal | undefined =>
  reseller ? capacityRefusal(reseller as unknown as Allowances, users) : resellerNotFound(resellerId);

/** The write that gives the place of an organization back. */
export const releaseSlot = (resellerId: string): Write =>
  change(resellerKey(resellerId), { add: { organizationCount: -1 } }, EXISTS, () => resellerNotFound(resellerId));

const EXISTS: Condition = { condition: 'attribute_exists(pk)' };

/** The write that requires of the reseller that it may allow the users an organization has more; what it has was allowed once. */
export const usersAllowed = (resellerId: string, before: Organization, { allowedUsers }: Organization): readonly Write[] =>
  before.allowedUsers === allowedUsers ? [] : [mayAllow(resellerId, allowedUsers)];

const mayAllow = (resellerId: string, users: number): Write =>
  check(
    resellerKey(resellerId),
    { condition: MAY_ALLOW, values: { ':unlimited': UNLIMITED, ':users': users } },
    (reseller) => (reseller && usersRefusal(Number(reseller.allowedUsers), users)) ?? resellerNotFound(resellerId),
  );

export const resellerNotFound = (resellerId: string): Refusal => new Refusal('reseller-not-found', `There is no reseller ${resellerId}.`);
