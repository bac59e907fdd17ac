import fc from 'fast-check';
import {
  countsBetweenThresholds,
  describeUsage,
  levelOf,
  levelsReached,
  limitRefusal,
  limitsForOneMore,
  thresholdsOf,
  UNLIMITED,
  type Usage,
  usersLimit,
} from '../../../functions/resellers/limits.ts';

const MOST = 2 ** 31 - 1;
const someLimit = fc.oneof(fc.constant(UNLIMITED), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: MOST }));
const someCount = fc.oneof(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: MOST }));
const usage = fc.record({ used: someCount, allowed: someLimit });

const APPROACHING = 'reseller.limit.approaching';
const REACHED = 'reseller.limit.reached';

// Of each limit, the first count from which on it is approached; it is reached at the limit itself.
test.each([
  [0, 0],
  [1, 1],
  [2, 2],
  [3, 3],
  [4, 4],
  [5, 4],
  [6, 5],
  [10, 8],
  [25, 20],
  [MOST, 1_717_986_918],
])('a limit of %i is approached from %i on, and reached at the limit', (allowed, from) => {
  const at = (used: number) => levelOf({ used, allowed });
  expect(at(from)).toBe(from === allowed ? 2 : 1);
  if (from > 0) expect(at(from - 1)).toBe(0);
  if (from < allowed) expect(at(allowed - 1)).toBe(1);
  expect([at(allowed), at(allowed + 1)]).toEqual([2, 2]);
});

test('no count comes close to what is unlimited', () => {
  fc.assert(fc.property(someCount, (used) => expect(levelOf({ used, allowed: UNLIMITED })).toBe(0)));
});

test.each<[string, Usage, Usage, readonly string[]]>([
  ['one short of 80 %', { used: 18, allowed: 25 }, { used: 19, allowed: 25 }, []],
  ['to 80 %', { used: 19, allowed: 25 }, { used: 20, allowed: 25 }, [APPROACHING]],
  ['beyond 80 %', { used: 20, allowed: 25 }, { used: 21, allowed: 25 }, []],
  ['to the last place', { used: 24, allowed: 25 }, { used: 25, allowed: 25 }, [REACHED]],
  ['from below 80 % to the last place', { used: 3, allowed: 4 }, { used: 4, allowed: 4 }, [APPROACHING, REACHED]],
  ['down', { used: 25, allowed: 25 }, { used: 19, allowed: 25 }, []],
  ['by a limit lowered to 80 %', { used: 8, allowed: 20 }, { used: 8, allowed: 10 }, [APPROACHING]],
  ['by a limit lowered below what is used', { used: 8, allowed: 20 }, { used: 8, allowed: 7 }, [APPROACHING, REACHED]],
  ['by a limit lowered again', { used: 8, allowed: 7 }, { used: 8, allowed: 6 }, []],
  ['by a first limit', { used: 8, allowed: -1 }, { used: 8, allowed: 8 }, [APPROACHING, REACHED]],
  ['by a first limit of none', { used: 0, allowed: -1 }, { used: 0, allowed: 0 }, [APPROACHING, REACHED]],
  ['by a limit that falls away', { used: 8, allowed: 8 }, { used: 8, allowed: -1 }, []],
])('crossing %s tells %j → %j', (_, before, after, events) => {
  expect(levelsReached(before, after)).toEqual(events);
});

test('what is told on a way up is told once, however many steps the way has', () => {
  fc.assert(
    fc.property(usage, usage, usage, (before, between, after) => {
      const [one, two, three] = [levelOf(before), levelOf(between), levelOf(after)];
      fc.pre(one <= two && two <= three);
      expect([...levelsReached(before, between), ...levelsReached(between, after)]).toEqual(levelsReached(before, after));
      expect(levelsReached(after, before)).toEqual([]);
    }),
  );
});

test('the counts before the marks are exactly those at which one more organization is to be told of or is the last', () => {
  fc.assert(
    fc.property(
      usage.filter(({ used, allowed }) => allowed === UNLIMITED || used < allowed),
      ({ used, allowed }) => {
        const { beforeApproaching, beforeReached } = thresholdsOf(allowed);
        const tells = levelsReached({ used, allowed }, { used: used + 1, allowed });
        expect(tells.length > 0).toBe(used === beforeApproaching || used === beforeReached);
      },
    ),
  );
  expect(thresholdsOf(25)).toEqual({ beforeApproaching: 19, beforeReached: 24 });
  expect(thresholdsOf(UNLIMITED)).toEqual({ beforeApproaching: -1, beforeReached: -1 });
});

describe('the steady counts', () => {
  const levels = (used: number, limits: readonly number[]) => limits.map((allowed) => levelOf({ used, allowed }));
  const someLimits = fc.array(someLimit, { minLength: 1, maxLength: 3 });

  test('hold the present one, and all have its levels under all limits', () => {
    fc.assert(
      fc.property(someCount, someLimits, fc.nat(), (used, limits, pick) => {
        const { least, most } = countsBetweenThresholds(used, ...limits);
        expect(least <= used && used <= most).toBe(true);
        const between = least + (pick % (most - least + 1));
        for (const count of [least, between, most]) expect(levels(count, limits)).toEqual(levels(used, limits));
      }),
    );
  });

  test('are all that there are: the next one down or up has another level', () => {
    fc.assert(
      fc.property(someCount, someLimits, (used, limits) => {
        const { least, most } = countsBetweenThresholds(used, ...limits);
        if (least > 0) expect(levels(least - 1, limits)).not.toEqual(levels(used, limits));
        if (most <= MOST) expect(levels(most + 1, limits)).not.toEqual(levels(used, limits));
      }),
    );
  });

  test('are all counts when nothing is limited', () => {
    expect(countsBetweenThresholds(7, UNLIMITED, UNLIMITED)).toEqual({ least: 0, most: MOST + 1 });
  });
});

test.each([
  [0, 25, 25],
  [20, 25, 5],
  [25, 25, 0],
  [30, 25, 0],
  [0, 0, 0],
  [30, -1, -1],
])('of %i used and %i allowed, %i remain', (used, allowed, left) => {
  expect(describeUsage({ used, allowed })).toEqual({ used, allowed, remaining: left });
});

describe('room for one more', () => {
  const reseller = (organizationCount: number, allowedOrganizations: number, allowedUsers = -1) => ({
    ...{ organizationCount, allowedOrganizations, allowedUsers },
  });

  test.each([
    ['below the limit', reseller(24, 25), 5],
    ['without a limit', reseller(MOST, -1), -1],
    ['with just as many users as allowed', reseller(0, 1, 5), 5],
    ['with no users', reseller(0, 1, 0), 0],
  ])('is there %s', (_, state, users) => {
    expect(limitRefusal(limitsForOneMore(users), state)).toBeUndefined();
  });

  test.each([
    ['at the limit', reseller(25, 25), 5, { limitName: 'allowedOrganizations', limit: 25, count: 25 }],
    ['above the limit', reseller(30, 25), 5, { limitName: 'allowedOrganizations', limit: 25, count: 30 }],
    ['under a limit of none', reseller(0, 0), 5, { limitName: 'allowedOrganizations', limit: 0, count: 0 }],
    ['with more users than allowed', reseller(0, 1, 5), 6, { limitName: 'allowedUsers', limit: 5, count: 6 }],
    ['with unlimited users where they are limited', reseller(0, 1, 5), -1, { limitName: 'allowedUsers', limit: 5, count: -1 }],
    ['with both against it, by the number', reseller(1, 1, 5), 6, { limitName: 'allowedOrganizations', limit: 1, count: 1 }],
  ])('is not there %s, and the refusal says why', (_, state, users, members) => {
    expect(limitRefusal(limitsForOneMore(users), state)).toMatchObject({ code: 'limit-reached', members });
  });

  test('users alone are judged without regard to the number of organizations', () => {
    expect(limitRefusal([usersLimit(5)], reseller(9, 1, 5))).toBeUndefined();
    expect(limitRefusal([usersLimit(6)], reseller(9, 1, 5))).toMatchObject({
      code: 'limit-reached',
      members: { limitName: 'allowedUsers', limit: 5, count: 6 },
    });
  });
});
