import { withActiveTenant } from '../../../../functions/shared/auth/active-tenant.ts';
import type { Access } from '../../../../functions/shared/contract/access.ts';
import type { Caller } from '../../../../functions/shared/contract/caller.ts';
import { where } from '../../../../functions/shared/table/condition.ts';
import { partnerKey, resellerKey } from '../../../../functions/shared/table/keys.ts';
import { StaleReadError } from '../../../../functions/shared/table/retry-on-conflict.ts';
import type { Table } from '../../../../functions/shared/table/table.ts';
import { change, type Item, put } from '../../../../functions/shared/table/transaction.ts';
import { memoryTable } from '../../memory-table.ts';

const token: Caller = { actor: 'token:a', permissions: new Set() };
const user: Caller = { ...token, actor: 'user:ada', role: 'Partner User', partnerId: 3, ancestors: [1, 2] };
const access = (tenant: Exclude<Access, 'public'>['tenant']): Access => ({ permission: 'partner:update', schemes: ['bearer'], tenant });
const ENTITY = { pk: 'entity', sk: 'entity' };
const write = put(ENTITY, {}, () => new Error('taken'));
const writeOne = (table: Table) => table.commit([write]);

const partner = (id: number, ancestors: readonly number[], more: Item = {}): Item => ({
  ...{ ...partnerKey(id), ancestors, isActive: true, ...more },
});
/** The partner 3 below 2, which is below 1. */
const branch = (...changes: readonly Item[]) => [
  ...[partner(1, [], changes[0]), partner(2, [1], changes[1]), partner(3, [1, 2], changes[2])],
];

/** The items that a commit of the operation names, the written one last. */
const writeFor = async (caller: Caller | undefined, given: Access, items: readonly Item[]) => {
  const { table, committed } = memoryTable(items);
  await withActiveTenant(given, caller, table, writeOne);
  return committed.map((writes) => writes.map(({ key }) => key));
};

const PATH = [partnerKey(3), partnerKey(1), partnerKey(2)];

test('a partner writes while it and all above it are active', async () => {
  expect(await writeFor({ ...token, partnerId: 3 }, access('partner'), branch())).toEqual([[...PATH, ENTITY]]);
  expect(await writeFor({ ...token, partnerId: 3 }, access('any'), branch())).toEqual([[...PATH, ENTITY]]);
  expect(await writeFor(user, access('partner'), branch())).toEqual([[...PATH, ENTITY]]);
  expect(await writeFor({ ...token, partnerId: 1 }, access('partner'), branch())).toEqual([[partnerKey(1), ENTITY]]);
});

const OFF = { isActive: false };

test.each([
  ['it is inactive', branch({}, {}, OFF)],
  ['the one above it is', branch({}, OFF)],
  ['the root is', branch(OFF)],
  ['it does not exist', branch().slice(0, 2)],
])('a partner writes nothing when %s, and a user is refused as at its next sign-in', async (_, items) => {
  await expect(writeFor({ ...token, partnerId: 3 }, access('partner'), items)).rejects.toMatchObject({
    code: 'foreign-tenant',
    message: 'The partner 3 does not exist, or it or one above it is inactive: it writes nothing.',
  });
  await expect(writeFor(user, access('partner'), items)).rejects.toMatchObject({ code: 'credentials-invalid' });
});

const HOUR_MS = 3_600_000;

test.each([
  ['itself', (heldUntil: number) => branch({}, {}, { heldUntil })],
  ['its root', (heldUntil: number) => branch({ heldUntil })],
])('while %s is about to be deactivated, a partner may try again later', async (_, items) => {
  const caller = { ...token, partnerId: 3 };
  await expect(writeFor(caller, access('partner'), items(Date.now() + HOUR_MS))).rejects.toMatchObject({ code: 'contention' });
  expect(await writeFor(caller, access('partner'), items(Date.now() - 1))).toHaveLength(1);
});

test('a partner that is about to be deactivated is refused at once, for retries would keep it active', async () => {
  let runs = 0;
  const { table } = memoryTable(branch({}, {}, { heldUntil: Date.now() + HOUR_MS }));
  const run = async (given: Table) => {
    runs += 1;
    await writeOne(given);
  };
  await expect(withActiveTenant(access('partner'), user, table, run)).rejects.toMatchObject({ code: 'contention' });
  expect(runs).toBe(1);
});

test('an operation of a partner that was moved meanwhile runs again below its new ancestors', async () => {
  const { table, committed } = memoryTable(branch());
  const moved = partner(3, [1]);
  let runs = 0;
  await withActiveTenant(access('partner'), user, table, async (given) => {
    runs += 1;
    if (runs === 1) await table.commit([put(partnerKey(3), moved, () => new Error('taken'), where('isActive', '=', true))]);
    await given.commit([write]);
  });
  expect(runs).toBe(2);
  expect(committed.at(-1)?.map(({ key }) => key)).toEqual([partnerKey(3), partnerKey(1), ENTITY]);
});

test('an operation that read something old runs again as well, and any other error is the answer', async () => {
  const { table } = memoryTable(branch());
  let runs = 0;
  const answer = await withActiveTenant(access('partner'), user, table, async () => {
    runs += 1;
    if (runs === 1) throw new StaleReadError();
    return 'done';
  });
  expect([answer, runs]).toEqual(['done', 2]);
  const fail = () => Promise.reject(new Error('a defect'));
  await expect(withActiveTenant(access('partner'), user, table, fail)).rejects.toThrow('a defect');
});

test('a write of the partner itself joins both conditions, and names the item once', async () => {
  const rename = (name: string) => (table: Table) =>
    table.commit([change(partnerKey(3), { set: { name: 'b' } }, where('name', '=', name), () => new Error('its name is another'))]);
  const { table, committed } = memoryTable(branch({}, {}, { name: 'a' }));
  await expect(withActiveTenant(access('partner'), user, table, rename('other'))).rejects.toThrow('its name is another');
  await withActiveTenant(access('partner'), user, table, rename('a'));
  expect(committed.map((writes) => writes.map(({ key }) => key))).toEqual([[partnerKey(1), partnerKey(2), partnerKey(3)]]);
  const closed = memoryTable(branch({}, {}, { name: 'a', ...OFF }));
  await expect(withActiveTenant(access('partner'), user, closed.table, rename('a'))).rejects.toMatchObject({ code: 'credentials-invalid' });
});

test('only a write of the partner itself takes the place of its check', async () => {
  const taken = () => new Error('taken');
  const rename = change(partnerKey(3), { set: { name: 'b' } }, where('isActive', '=', true), taken);
  const beside = put({ ...partnerKey(3), sk: 'OTHER' }, {}, taken);
  const { table, committed } = memoryTable(branch());
  await withActiveTenant(access('partner'), user, table, (given) => given.commit([write, rename, beside]));
  expect(committed[0]?.map(({ key }) => key)).toEqual([partnerKey(1), partnerKey(2), ENTITY, partnerKey(3), beside.key]);
  const alone = memoryTable(branch());
  await withActiveTenant(access('partner'), user, alone.table, (given) => given.commit([beside]));
  expect(alone.committed[0]?.map(({ key }) => key)).toEqual([...PATH, beside.key]);
});

test('a reseller writes to what is not under its path only while it exists', async () => {
  const caller = { ...token, resellerId: 'r' };
  expect(await writeFor(caller, access('any'), [resellerKey('r')])).toEqual([[resellerKey('r'), ENTITY]]);
  await expect(writeFor(caller, access('any'), [])).rejects.toMatchObject({
    code: 'foreign-tenant',
    message: 'The reseller r does not exist: it writes nothing.',
  });
});

test.each<[string, Caller | undefined, Access]>([
  ['the operator', token, access('any')],
  ['the operator, of a partner', token, access('partner')],
  ['a public operation', undefined, 'public'],
  ['a public operation with a caller', user, 'public'],
  ['an operation without a caller', undefined, access('any')],
  ['an operation under the path of a reseller', { ...token, resellerId: 'r' }, access('reseller')],
  ['a reseller, of a partner', { ...token, resellerId: 'r' }, access('partner')],
])('nothing more is required of %s', async (_, caller, given) => {
  expect(await writeFor(caller, given, [])).toEqual([[ENTITY]]);
});
