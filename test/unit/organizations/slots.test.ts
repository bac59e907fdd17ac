import { releaseSlot, reserveSlots, usersAllowed } from '../../../functions/organizations/capacity.ts';
import { openOrganization, patchRules, putRules, replaceOrganization } from '../../../functions/organizations/organization.ts';
import { countsBetweenThresholds, limitsForOneMore, usersLimit } from '../../../functions/resellers/limits.ts';
import { resellerKey } from '../../../functions/shared/table/keys.ts';
import { memoryTable } from '../memory-table.ts';

const UNLIMITED = -1;
const reseller = (organizationCount: number, allowedOrganizations = 10, allowedUsers = 5) => ({
  ...{ ...resellerKey('r'), organizationCount, allowedOrganizations, allowedUsers },
});

/** Reserves slots of a reseller that was read as `found`, and returns how many are used then. */
const reserve = async (users: readonly number[], found: ReturnType<typeof reseller>, stored: object | undefined = found) => {
  const write = reserveSlots('r', users, found);
  if (write === undefined) return undefined;
  const { table } = memoryTable(stored ? [{ ...stored }] : []);
  const failed = await table.tryCommit([write]);
  expect(write.consumes).toEqual({ limitName: 'allowedOrganizations', by: users.length });
  return failed ? 'assumed in vain' : (await table.get(resellerKey('r')))?.organizationCount;
};

test.each<[string, readonly number[], ReturnType<typeof reseller>, unknown]>([
  ['below the threshold', [1, 5], reseller(3), 5],
  ['up to right before it', [1, 1, 1, 1], reseller(3), 7],
  ['across it', [1, 1, 1, 1, 1], reseller(3), undefined],
  ['between it and the last', [1], reseller(8), 9],
  ['the last', [1], reseller(9), undefined],
  ['more than allowed', [1, 1], reseller(9), undefined],
  ['of unlimited ones', [1, 1], reseller(999, UNLIMITED), 1001],
  ['with as many users as allowed', [5], reseller(3), 4],
  ['one of which has too many users', [1, 6], reseller(3), undefined],
  ['one of which has unlimited users', [1, UNLIMITED], reseller(3), undefined],
  ['with unlimited users, where they are', [1, UNLIMITED], reseller(3, 10, UNLIMITED), 5],
])('several slots %s are one write, or none', async (_, users, found, used) => {
  expect(await reserve(users, found)).toBe(used);
});

test.each([
  ['has reached another side of a threshold', [1, 1], reseller(3), reseller(7), 'assumed in vain'],
  ['has fallen below one', [1], reseller(8), reseller(7), 'assumed in vain'],
  ['has another limit', [1], reseller(3), reseller(3, 11), 'assumed in vain'],
  ['allows fewer users', [5], reseller(3), reseller(3, 10, 4), 'assumed in vain'],
  ['is gone', [1], reseller(3), undefined, 'assumed in vain'],
  ['has another count between the same thresholds', [1], reseller(3), reseller(5), 6],
])('they are written only when the reseller is as it was read, and nothing when it %s', async (_, users, found, stored, used) => {
  const { table } = memoryTable(stored ? [stored] : []);
  const write = reserveSlots('r', users, found);
  const failed = write && (await table.tryCommit([write]));
  expect(failed ? 'assumed in vain' : (await table.get(resellerKey('r')))?.organizationCount).toBe(used);
});

const NOT_FOUND = { code: 'reseller-not-found', message: 'There is no reseller r.' };

test('a slot is given back to a reseller that exists', async () => {
  const { table } = memoryTable([reseller(3)]);
  await table.commit([releaseSlot('r')]);
  expect(await table.get(resellerKey('r'))).toMatchObject({ organizationCount: 2 });
  await expect(memoryTable().table.commit([releaseSlot('r')])).rejects.toMatchObject(NOT_FOUND);
});

const fields = { name: 'Fabrikam', email: 'it@fabrikam.example' };
const organization = (allowedUsers: number) => openOrganization({ ...fields, allowedUsers }, { id: 'o', at: '2026-11-22T14:15:22.000Z' });

test('the limit on users is checked when their number changes', async () => {
  expect(usersAllowed('r', organization(3), organization(3))).toEqual([]);
  const check = (users: number, ...stored: readonly object[]) =>
    memoryTable(stored.map((item) => ({ ...item }))).table.commit(usersAllowed('r', organization(3), organization(users)));
  await check(5, reseller(10));
  await expect(check(6, reseller(10))).rejects.toMatchObject({
    code: 'limit-reached',
    members: { limitName: 'allowedUsers', limit: 5, count: 6 },
  });
  await expect(check(5)).rejects.toMatchObject(NOT_FOUND);
});

test('a limit is refused in words', () => {
  const refusals = [...limitsForOneMore(6), usersLimit(UNLIMITED)].map(({ refusal }) => refusal(reseller(10)).message);
  expect(refusals).toEqual([
    'The reseller may have 10 organizations and has 10.',
    'The reseller may allow an organization 5 users; 6 users were asked for.',
    'The reseller may allow an organization 5 users; unlimited users were asked for.',
  ]);
});

test('no limit is no threshold', () => {
  expect(countsBetweenThresholds(5, UNLIMITED)).toEqual({ least: 0, most: 2 ** 31 });
  expect(countsBetweenThresholds(0, UNLIMITED, 10)).toEqual({ least: 0, most: 7 });
});

const CONFLICT = { in: 'body', pointer: '/resellerId', code: 'conflicting-values', message: 'must equal the reseller id of the path' };

test('the rules of a patch and of a PUT are told in words', () => {
  const params = { resellerId: 'r', id: 'o', externalId: 'crm-1' };
  const patched = (resellerId: unknown) => patchRules({ params, body: { resellerId } } as never);
  expect([patched('r'), patched('other'), patched(7)]).toEqual([[], [CONFLICT], [CONFLICT]]);
  const put = { params, body: { ...fields, allowedUsers: 1, resellerId: 'other', externalId: 'crm-2' } };
  expect(putRules(put as never).map(({ pointer }) => pointer)).toEqual(['/resellerId', '/externalId']);
});

test('a replaced organization keeps what only the server sets', () => {
  const before = { ...organization(3), description: 'old', deletedAt: 'x' };
  expect(replaceOrganization(before, { ...fields, allowedUsers: 4 }, '2026-11-23T09:00:00.000Z')).toEqual({
    ...{ ...organization(4), deletedAt: 'x', version: 2, updatedAt: '2026-11-23T09:00:00.000Z' },
  });
});
