import { limitsCrossed } from '../resellers/events.ts';
import {
  type Allowances,
  countsBetweenThresholds,
  isFarFromThresholds,
  type Limit,
  limitRefusal,
  limitsForOneMore,
  UNLIMITED,
  usersLimit,
} from '../resellers/limits.ts';
import { usageOf } from '../resellers/reseller.ts';
import { Refusal } from '../shared/contract/problems.ts';
import { allOf, type Condition, exists, where } from '../shared/table/condition.ts';
import type { Change } from '../shared/table/events.ts';
import { resellerKey } from '../shared/table/keys.ts';
import { StaleReadError } from '../shared/table/retry-on-conflict.ts';
import { type Consumption, change, check, type FailedAssumption, type Item, type Write } from '../shared/table/transaction.ts';
import type { Organization } from './organization.ts';

/** The count and the limits of a reseller, as a failed commit found them. */
interface FoundReseller extends Allowances {
  readonly version: number;
}

/**
 * A slot for one organization of a reseller: the write that counts it, and the events of the
 * thresholds that it crosses.
 */
export interface Slot {
  readonly write: Write;
  /** Returns the events, at the time of the change of the organization. */
  readonly changesAt: (at: string) => readonly Change<string>[];
}

/** The outcome of storing an organization with its slot. */
export interface Stored<T> {
  readonly value: T;
  readonly failed: FailedAssumption | undefined;
}

/**
 * Stores an organization with `users` allowed users in a slot of its reseller. The limits are
 * conditions of the commit, and so exact. It takes one round trip, except when the slot crosses a
 * threshold: then `store` is called again, to make the organization anew with the events of it.
 * @throws {Refusal} `limit-reached`, `reseller-not-found`, or whatever else refuses the commit
 * @throws {StaleReadError} when the count has changed between the two
 */
export const reserveSlot = async <T>(resellerId: string, users: number, store: (slot: Slot) => Promise<Stored<T>>): Promise<T> => {
  const first = await store(slotFarFromThresholds(resellerId, users));
  if (!first.failed) return first.value;
  const second = await store(slotAtThreshold(resellerId, users, first.failed.existing as unknown as FoundReseller));
  if (second.failed) throw new StaleReadError();
  return second.value;
};

const slotFarFromThresholds = (resellerId: string, users: number): Slot => ({
  write: countOne(resellerId, users, isFarFromThresholds),
  changesAt: () => [],
});

/** At a threshold the count is a condition, because the events state it. */
const slotAtThreshold = (resellerId: string, users: number, found: FoundReseller): Slot => {
  const before = usageOf(found);
  const after = { ...before, used: before.used + 1 };
  const isAsFound = allOf(where('organizationCount', '=', before.used), where('allowedOrganizations', '=', before.allowed));
  return {
    write: countOne(resellerId, users, isAsFound, { limit: after.allowed, count: after.used }),
    changesAt: (at) => limitsCrossed(resellerId, before, after, found.version, at),
  };
};

/**
 * Returns the write that counts one more organization; it refuses nothing when only `assumption`
 * fails.
 */
const countOne = (resellerId: string, users: number, assumption: Condition, used: Partial<Consumption> = {}): Write => {
  const limits = limitsForOneMore(users);
  const condition = allOf(exists(), ...limits.map((limit) => limit.condition), assumption);
  const write = change(resellerKey(resellerId), { add: { organizationCount: 1 } }, condition, refusalOf(resellerId, limits));
  return { ...write, consumes: { limitName: 'allowedOrganizations', by: 1, ...used } };
};

/**
 * Returns the write that counts several more organizations, of a reseller as it was just read. It
 * is an assumption: there is none when one of them would exceed a limit or cross a threshold.
 */
export const reserveSlots = (resellerId: string, users: readonly number[], found: Allowances): Write | undefined => {
  const { organizationCount: used, allowedOrganizations: allowed } = found;
  const isUnlimited = allowed === UNLIMITED;
  const { least, most } = countsBetweenThresholds(used, allowed);
  const last = (isUnlimited ? most : Math.min(most, allowed)) - users.length;
  const limit = usersLimit(users.includes(UNLIMITED) ? UNLIMITED : Math.max(...users));
  if (used > last || !limit.condition.holds({ ...found })) return undefined;
  const between = [where('organizationCount', '>=', least), where('organizationCount', '<=', last)];
  const condition = allOf(exists(), limit.condition, where('allowedOrganizations', '=', allowed), ...(isUnlimited ? [] : between));
  const write = change(resellerKey(resellerId), { add: { organizationCount: users.length } }, condition, () => undefined);
  return { ...write, consumes: { limitName: 'allowedOrganizations', by: users.length } };
};

const refusalOf = (resellerId: string, limits: readonly Limit[]) => (reseller: Item | undefined) =>
  reseller ? limitRefusal(limits, reseller as unknown as Allowances) : resellerNotFound(resellerId);

/** Returns the write that releases the slot of an organization. */
export const releaseSlot = (resellerId: string): Write =>
  change(resellerKey(resellerId), { add: { organizationCount: -1 } }, exists(), () => resellerNotFound(resellerId));

/**
 * Returns the writes that check the limit on users, when a change of an organization changes their
 * number.
 */
export const usersAllowed = (resellerId: string, before: Organization, { allowedUsers }: Organization): readonly Write[] => {
  if (before.allowedUsers === allowedUsers) return [];
  const limit = usersLimit(allowedUsers);
  return [check(resellerKey(resellerId), limit.condition, refusalOf(resellerId, [limit]))];
};

const resellerNotFound = (resellerId: string): Refusal => new Refusal('reseller-not-found', `There is no reseller ${resellerId}.`);
