import { Refusal } from '../shared/contract/problems.ts';
import { allOf, anyOf, type Condition, where } from '../shared/table/condition.ts';

/** What of a limit is used; −1 is unlimited. */
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
export const APPROACHING_PERCENT = 80;

const approachesAt = (allowed: number): number => Math.ceil((allowed * APPROACHING_PERCENT) / 100);

/**
 * Returns the counts right before a threshold: one organization more crosses 80 %, or takes the last slot. They are stored with the reseller, so that
 * the condition of a create knows whether there is an event to record.
 */
export const thresholdsOf = (allowed: number) =>
  allowed === UNLIMITED
    ? { beforeApproaching: UNLIMITED, beforeReached: UNLIMITED }
    : { beforeApproaching: approachesAt(allowed) - 1, beforeReached: allowed - 1 };

const hasUnlimitedOrganizations = where('allowedOrganizations', '=', UNLIMITED);
const hasUnlimitedUsers = where('allowedUsers', '=', UNLIMITED);

/** Holds of a reseller that one organization more does not take across a threshold, nor beyond its limit. */
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

/** Returns the counts around the present one at which a change of the limit crosses the same thresholds. */
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

/** A limit of a reseller: what must hold of the reseller, and the refusal where it does not. */
export interface Limit {
  readonly condition: Condition;
  readonly refusal: (reseller: Allowances) => Refusal;
}

/** The limit on organizations, for one organization more. */
const organizationsLimit: Limit = {
  condition: anyOf(hasUnlimitedOrganizations, where('organizationCount', '<', { attribute: 'allowedOrganizations' })),
  refusal: ({ organizationCount: count, allowedOrganizations: limit }) =>
    limitReached(`The reseller may have ${limit} organizations and has ${count}.`, { limitName: 'allowedOrganizations', limit, count }),
};

/** The limit on users, for an organization that is allowed so many. */
export const usersLimit = (users: number): Limit => ({
  condition: users === UNLIMITED ? hasUnlimitedUsers : anyOf(hasUnlimitedUsers, where('allowedUsers', '>=', users)),
  refusal: ({ allowedUsers: limit }) => {
    const asked = users === UNLIMITED ? 'unlimited users' : `${users} users`;
    const detail = `The reseller may allow an organization ${limit} users; ${asked} were asked for.`;
    return limitReached(detail, { limitName: 'allowedUsers', limit, count: users });
  },
});

/** The limits for one organization more that is allowed so many users, in the order in which they refuse it. */
export const limitsForOneMore = (users: number): readonly [Limit, Limit] => [organizationsLimit, usersLimit(users)];

/** Returns the refusal of the first limit that a reseller does not keep, if any. */
export const limitRefusal = (limits: readonly Limit[], reseller: Allowances): Refusal | undefined =>
  limits.find(({ condition }) => !condition.holds({ ...reseller }))?.refusal(reseller);

const limitReached = (detail: string, members: { limitName: string; limit: number; count: number }) =>
  new Refusal('limit-reached', detail, { members });
