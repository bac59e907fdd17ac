import { Refusal } from '../shared/contract/problems.ts';
import { allOf, anyOf, type Condition, where } from '../shared/table/condition.ts';

/** The use of a limit; −1 is unlimited. */
export interface Usage {
  readonly used: number;
  readonly allowed: number;
}

/** The limits of a reseller and how many organizations it has: a part of its stored item. */
export interface Allowances {
  readonly organizationCount: number;
  readonly allowedOrganizations: number;
  readonly allowedUsers: number;
}

export const UNLIMITED = -1;

/** The share of its organizations at which a reseller approaches its limit, in percent. */
const APPROACHING_PERCENT = 80;

const approachesAt = (allowed: number): number => Math.ceil((allowed * APPROACHING_PERCENT) / 100);

/**
 * Returns the counts at which one more organization crosses a threshold: reaches 80 %, or takes the
 * last slot. They are stored with the reseller, for the condition of a create.
 */
export const thresholdsOf = (allowed: number) =>
  allowed === UNLIMITED
    ? { beforeApproaching: UNLIMITED, beforeReached: UNLIMITED }
    : { beforeApproaching: approachesAt(allowed) - 1, beforeReached: allowed - 1 };

const hasUnlimitedOrganizations = where('allowedOrganizations', '=', UNLIMITED);
const hasUnlimitedUsers = where('allowedUsers', '=', UNLIMITED);

/**
 * Holds of a reseller for which one more organization neither crosses a threshold nor exceeds the
 * limit.
 */
export const isFarFromThresholds = anyOf(
  hasUnlimitedOrganizations,
  allOf(
    where('organizationCount', '<', { attribute: 'beforeReached' }),
    where('organizationCount', '<>', { attribute: 'beforeApproaching' }),
  ),
);

type LimitEvent = 'reseller.limit.approaching' | 'reseller.limit.reached';
const LEVELS: readonly LimitEvent[] = ['reseller.limit.approaching', 'reseller.limit.reached'];

/** Returns how far a limit is used: 0 below 80 %, 1 from there on, 2 when nothing remains. */
export const levelOf = ({ used, allowed }: Usage): number => {
  if (allowed === UNLIMITED) return 0;
  if (used >= allowed) return 2;
  return used >= approachesAt(allowed) ? 1 : 0;
};

/** Returns the events of a change of usage or limit: one for each level it rises to. */
export const levelsReached = (before: Usage, after: Usage): readonly LimitEvent[] => LEVELS.slice(levelOf(before), levelOf(after));

/**
 * Returns the counts around the present one at which a change of the limit crosses the same
 * thresholds.
 */
export const countsBetweenThresholds = (used: number, ...limits: readonly number[]): { readonly least: number; readonly most: number } => {
  const thresholds = limits.filter((allowed) => allowed !== UNLIMITED).flatMap((allowed) => [approachesAt(allowed), allowed]);
  return {
    least: Math.max(0, ...thresholds.filter((threshold) => threshold <= used)),
    most: Math.min(2 ** 31, ...thresholds.filter((threshold) => threshold > used).map((threshold) => threshold - 1)),
  };
};

/** Returns what is used, allowed and left of a limit. */
export const describeUsage = ({ used, allowed }: Usage) => ({
  used,
  allowed,
  remaining: allowed === UNLIMITED ? UNLIMITED : Math.max(0, allowed - used),
});

/**
 * A limit of a reseller: the condition that the reseller must meet, and the refusal if it does not.
 */
export interface Limit {
  readonly condition: Condition;
  readonly refusal: (reseller: Allowances) => Refusal;
}

/** The limit on organizations, for one more organization. */
const organizationsLimit: Limit = {
  condition: anyOf(hasUnlimitedOrganizations, where('organizationCount', '<', { attribute: 'allowedOrganizations' })),
  refusal: ({ organizationCount: count, allowedOrganizations: limit }) =>
    limitReached(`The reseller may have ${limit} organizations and has ${count}.`, { limitName: 'allowedOrganizations', limit, count }),
};

/** Returns the limit on users, for an organization that is allowed `users`. */
export const usersLimit = (users: number): Limit => ({
  condition: users === UNLIMITED ? hasUnlimitedUsers : anyOf(hasUnlimitedUsers, where('allowedUsers', '>=', users)),
  refusal: ({ allowedUsers: limit }) => {
    const asked = users === UNLIMITED ? 'unlimited users' : `${users} users`;
    const detail = `The reseller may allow an organization ${limit} users; ${asked} were asked for.`;
    return limitReached(detail, { limitName: 'allowedUsers', limit, count: users });
  },
});

/**
 * Returns the limits for one more organization that is allowed `users`, in the order in which they
 * refuse.
 */
export const limitsForOneMore = (users: number): readonly [Limit, Limit] => [organizationsLimit, usersLimit(users)];

/** Returns the refusal of the first limit that a reseller does not meet, if any. */
export const limitRefusal = (limits: readonly Limit[], reseller: Allowances): Refusal | undefined =>
  limits.find(({ condition }) => !condition.holds({ ...reseller }))?.refusal(reseller);

const limitReached = (detail: string, members: { limitName: string; limit: number; count: number }) =>
  new Refusal('limit-reached', detail, { members });
