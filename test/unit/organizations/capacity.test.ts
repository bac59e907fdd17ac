import { reserveSlot, type Slot } from '../../../functions/organizations/capacity.ts';
import { thresholdsOf } from '../../../functions/resellers/limits.ts';
import { resellerKey } from '../../../functions/shared/table/keys.ts';
import { overlayTable } from '../../../functions/shared/table/overlay.ts';
import { StaleReadError } from '../../../functions/shared/table/retry-on-conflict.ts';
import { stubTable } from '../table-stub.ts';

const AT = '2026-11-22T14:15:22.000Z';
const limits = (organizationCount: number, allowedOrganizations = 10) => ({
  ...{ ...resellerKey('r'), organizationCount, allowedOrganizations, allowedUsers: 5, version: 3 },
  ...thresholdsOf(allowedOrganizations),
});

/**
 * Reserves a slot of a reseller in memory: its events, how often it was stored, and what the write
 * consumes.
 */
const reserve = async (reseller: object | undefined, users = 5, between: () => object | undefined = () => undefined) => {
  const items = reseller ? [{ ...reseller }] : [];
  const table = overlayTable(stubTable({}), { keys: [resellerKey('r')], items }, () => undefined);
  const slots: Slot[] = [];
  const value = await reserveSlot('r', users, async (slot) => {
    Object.assign(items[0] ?? {}, slots.length === 1 && between());
    slots.push(slot);
    return { value: 'stored', failed: await table.tryCommit([slot.write]) };
  });
  const last = slots.at(-1);
  const count = (await table.get(resellerKey('r')))?.organizationCount;
  return { value, count, tries: slots.length, events: last?.changesAt(AT).map(({ name }) => name), consumes: last?.write.consumes };
};

test.each([
  ['far from both', limits(3), 1, []],
  ['with unlimited organizations', limits(99, -1), 1, []],
  ['that reaches 80 %', limits(7), 2, ['reseller.limit.approaching']],
  ['right behind that', limits(8), 1, []],
  ['that is the last', limits(9), 2, ['reseller.limit.reached']],
  ['that is the only one', limits(0, 1), 2, ['reseller.limit.approaching', 'reseller.limit.reached']],
])('a slot %s is stored with its events', async (_, reseller, tries, events) => {
  const { value, count, ...done } = await reserve(reseller);
  expect([value, count, done]).toEqual([
    'stored',
    reseller.organizationCount + 1,
    { tries, events, consumes: expect.objectContaining({ limitName: 'allowedOrganizations', by: 1 }) },
  ]);
});

test('a slot that crosses a threshold knows how much is used then', async () => {
  expect((await reserve(limits(7))).consumes).toEqual({ limitName: 'allowedOrganizations', by: 1, limit: 10, count: 8 });
});

test.each([
  ['no reseller', undefined, 5, { code: 'reseller-not-found' }],
  ['no slot', limits(10), 5, { code: 'limit-reached', members: { limitName: 'allowedOrganizations', limit: 10, count: 10 } }],
  ['too many users', limits(3), 6, { code: 'limit-reached', members: { limitName: 'allowedUsers', limit: 5, count: 6 } }],
  ['too many users at a threshold', limits(7), 6, { code: 'limit-reached', members: { limitName: 'allowedUsers', limit: 5, count: 6 } }],
])('where there is %s it is refused', async (_, reseller, users, refusal) => {
  await expect(reserve(reseller, users)).rejects.toMatchObject(refusal);
});

test('a count that changes between the two tries is a stale read', async () => {
  await expect(reserve(limits(7), 5, () => ({ organizationCount: 8 }))).rejects.toBeInstanceOf(StaleReadError);
});
