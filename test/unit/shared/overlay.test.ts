import { exists, isAbsent, where } from '../../../functions/shared/table/condition.ts';
import { overlayTable } from '../../../functions/shared/table/overlay.ts';
import { StaleReadError } from '../../../functions/shared/table/retry-on-conflict.ts';
import { change, check, put, remove, type Write } from '../../../functions/shared/table/transaction.ts';
import { stubTable } from '../table-stub.ts';

const RESELLER = { pk: 'reseller', sk: 'reseller' };
const NAME = { pk: 'name', sk: 'acme' };
const refused = () => new Error('refused');
const stored = { ...RESELLER, count: 1, note: 'old' };

const open = () => {
  const committed: Write[] = [];
  const table = stubTable({ get: async ({ pk }) => ({ pk, from: 'table' }) });
  const overlay = overlayTable(table, { keys: [RESELLER, NAME], items: [stored] }, (writes) => committed.push(...writes));
  return { overlay, committed };
};

test('a commit meets what was read, and what earlier commits would have written', async () => {
  const { overlay, committed } = open();
  const claim = put(NAME, { ownerId: 1 }, refused);
  const count = change(RESELLER, { set: { name: 'Acme' }, add: { count: 1, made: 1 }, remove: ['note'] }, where('count', '=', 1), refused);
  await overlay.commit([claim, count]);
  expect(await overlay.get(RESELLER)).toEqual({ ...RESELLER, count: 2, made: 1, name: 'Acme' });
  expect(await overlay.get(NAME)).toEqual({ ...NAME, ownerId: 1 });
  await expect(overlay.commit([claim])).rejects.toThrow('refused');
  await overlay.commit([remove(NAME, where('ownerId', '=', 1), refused)]);
  await overlay.commit([claim, check(RESELLER, exists(), refused)]);
  expect(committed.map(({ key }) => key)).toEqual([NAME, RESELLER, NAME, NAME, RESELLER]);
});

test('a commit that is refused keeps nothing, and the first write decides', async () => {
  const { overlay, committed } = open();
  const writes = [
    put(NAME, {}, refused),
    check(RESELLER, isAbsent(), (item) => new Error(`met ${item?.count}`)),
    check(NAME, exists(), refused),
  ];
  await expect(overlay.commit(writes)).rejects.toThrow('met 1');
  expect([await overlay.get(NAME), committed]).toEqual([undefined, []]);
});

test('an assumption that fails is returned with what it met, or thrown as a stale read', async () => {
  const { overlay } = open();
  const assumed = [check(RESELLER, isAbsent(), () => undefined)];
  expect(await overlay.tryCommit(assumed)).toEqual({ existing: stored });
  await expect(overlay.commit(assumed)).rejects.toBeInstanceOf(StaleReadError);
});

test('a key that was not read is free for a write, and is read from the table', async () => {
  const { overlay } = open();
  const drawn = { pk: 'drawn', sk: 'drawn' };
  expect(await overlay.get(drawn)).toEqual({ pk: 'drawn', from: 'table' });
  await overlay.commit([put(drawn, { a: 1 }, refused)]);
  expect(await overlay.get(drawn)).toEqual({ ...drawn, a: 1 });
});
