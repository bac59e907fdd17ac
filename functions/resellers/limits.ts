import { Refusal } from '../shared/contract/problems.ts';

/** What of a limit is used; −1 is unlimited. */
export interface Usage {
  readonly used: number;
  readonly allowed: number;
}

/** What a reseller holds of its limits: the stored item, as far as they go. */
export interface Allowances {
  readonly organizationCount: number;
  readonly allowedOrganizations: number;
  readonly allowedUsers: number;
}

export const UNLIMITED = -1;

/** Of its organizations a reseller is warned when it has this share. */
export const APPROACHING_PERCENT = 80;

const approachesAt = (allowed: number): number => Math.ceil((allowed * APPROACHING_PERCENT) / 100);

/**
 * The counts that stand right before a mark: the next organization crosses 80 %, or takes the last place. They are stored with the reseller, so that
 * a create knows from its condition alone that it has nothing to tell.
 */
export const thresholdsOf = (allowed: number) =>
  allowed === UNLIMITED
    ? { beforeApproaching: UNLIMITED, beforeReached: UNLIMITED }
    : { beforeApproaching: approachesAt(allowed) - 1, beforeReached: allowed - 1 };

type LimitEvent = 'reseller.limit.approaching' | 'reseller.limit.reached';
const LEVELS: readonly LimitEvent[] = ['reseller.limit.approaching', 'reseller.limit.reached'];

/** How far a limit is used: 0 below 80 %, 1 from there on, 2 when nothing remains. */
export const levelOf = ({ used, allowed }: Usage): number => {
  if (allowed === UNLIMITED) return 0;
  if (used >= allowed) return 2;
  return used >= approachesAt(allowed) ? 1 : 0;
};

/** The events of a change of usage or limit: one for each level it rises to. */
export const levelsReached = (before: Usage, after: Usage): readonly LimitEvent[] => LEVELS.slice(levelOf(before), levelOf(after));

/** The counts around the present one at which a change of the limit crosses what it crosses now. */
export const countsBetweenThresholds = (used: number, ...limits: readonly number[]): { readonly least: number; readonly most: number } => {
  const marks = limits.filter((allowed) => allowed !== UNLIMITED).flatMap((allowed) => [approachesAt(allowed), allowed]);
  return {
    least: Math.max(0, ...marks.filter((mark) => mark <= used)),
    most: Math.min(2 ** 31, ...marks.filter((mark) => mark > used).map((mark) => mark - 1)),
  };
};

/** What is used, allowed and left of a limit. */
export const describeUsage = ({ used, allowed }: Usage) => ({
  used,
  allowed,
  remaining: allowed === UNLIMITED ? UNLIMITED : Math.max(0, allowed - used),
});

/** Why a reseller has no room for an organization with so many users, if it has none. */
export const capacityRefusal = (
  { organizationCount, allowedOrganizations, allowedUsers }: Allowances,
  users: number,
): Refusal | undefined => {
  if (allowedOrganizations !== UNLIMITED && organizationCount >= allowedOrganizations) {
    return limitReached(`The reseller may have ${allowedOrganizations} organizations and has ${organizationCount}.`, {
      limitName: 'allowedOrganizations',
      limit: allowedOrganizations,
      count: organizationCount,
    });
  }
  return usersRefusal(allowedUsers, users);
};

/** Why a reseller may not allow an organization so many users, if it may not. */
export const usersRefusal = (allowedUsers: number, users: number): Refusal | undefined => {
  if (allowedUsers === UNLIMITED || (users !== UNLIMITED && users <= allowedUsers)) return undefined;
  const asked = users === UNLIMITED ? 'unlimited users' : `${users} users`;
  return limitReached(`The reseller may allow an organization ${allowedUsers} users; ${asked} were asked for.`, {
    limitName: 'allowedUsers',
    limit: allowedUsers,
    count: users,
  });
};

const limitReached = (detail: string, members: { limitName: string; limit: number; count: number }) =>
  new Refusal('limit-reached', detail, { members });
