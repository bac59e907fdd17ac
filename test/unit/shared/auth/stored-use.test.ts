import { jest } from '@jest/globals';
import { lastUses, removeUse } from '../../../../functions/shared/auth/last-use.ts';
import { credentialKey, credentialUseKey } from '../../../../functions/shared/table/keys.ts';
import { memoryTable } from '../../memory-table.ts';

const NAME = 'key-0123456789abcdef0123';
const HOUR_MS = 3_600_000;
const START = Date.parse('2026-11-22T14:15:22.000Z');
const clock = jest.spyOn(Date, 'now');

afterAll(() => clock.mockRestore());

test('the use of a credential is stored once an hour, whichever functions it uses', async () => {
  const { table, committed } = memoryTable([{ ...credentialKey(NAME), id: 'k' }]);
  const useAt = async (ms: number, id = 'k') => {
    clock.mockReturnValue(START + ms);
    await lastUses(table).recordUse({ userName: NAME, id });
    return committed.length;
  };
  const counts = [
    await useAt(0),
    await useAt(HOUR_MS),
    await useAt(HOUR_MS + 1),
    await useAt(HOUR_MS + 2),
    await useAt(3 * HOUR_MS, 'revoked'),
  ];
  expect(counts).toEqual([1, 1, 2, 2, 2]);
  expect(await table.get(credentialUseKey(NAME))).toEqual({
    ...{ ...credentialUseKey(NAME), type: 'credential-use', lastUsedAt: '2026-11-22T15:15:22.001Z' },
  });
});

test('one function notes a use again when an hour is over', async () => {
  const { table, committed } = memoryTable([{ ...credentialKey(NAME), id: 'k' }]);
  const { recordUse } = lastUses(table);
  const counts: number[] = [];
  for (const ms of [0, HOUR_MS - 1, HOUR_MS + 1]) {
    clock.mockReturnValue(START + ms);
    await recordUse({ userName: NAME, id: 'k' });
    counts.push(committed.length);
  }
  expect(counts).toEqual([1, 1, 2]);
});

test('the use of a credential that is revoked is removed, recorded or not', async () => {
  const { table } = memoryTable([{ ...credentialUseKey(NAME), lastUsedAt: '2026-11-22T14:15:22.000Z' }]);
  const never = () => new Error('a condition that always holds failed');
  await table.commit([removeUse(NAME, never)]);
  await table.commit([removeUse(NAME, never)]);
  expect(await table.get(credentialUseKey(NAME))).toBeUndefined();
});
