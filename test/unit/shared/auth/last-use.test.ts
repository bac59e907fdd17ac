import { lastUses } from '../../../../functions/shared/auth/last-use.ts';
import { credentialUseKey } from '../../../../functions/shared/table/keys.ts';
import type { Item, Write } from '../../../../functions/shared/table/transaction.ts';
import { stubTable } from '../../table-stub.ts';

const HOUR_MS = 3_600_000;
const used = { userName: 'key-5f3a', id: '5f3a' };
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

/**
 * A function that notes uses on a table whose commits fail as told: with what stands there, or not
 * at all.
 */
const scene = (fails: (writes: readonly Write[]) => Error | undefined) => {
  let commits = 0;
  const table = stubTable({
    tryCommit: async (writes: readonly Write[]) => {
      commits += 1;
      const error = fails(writes);
      if (error) throw error;
      return undefined;
    },
  });
  return { note: lastUses(table).recordUse, commits: () => commits };
};

/** The error of a use that another function noted. */
const notedAt = (lastUsedAt: string) => (writes: readonly Write[]) =>
  writes.find(({ key }) => key.pk.startsWith('CREDENTIAL-USE#'))?.refusal({ lastUsedAt } as Item);

test.each([
  ['it noted itself', () => undefined, 1],
  ['another function noted within the hour', notedAt(ago(HOUR_MS / 2)), 1],
  ['another function noted, an hour ago by now', notedAt(ago(HOUR_MS)), 2],
  ['the table did not take', () => new Error('slow'), 2],
])('a use that %s is noted again when it is due and not before', async (_, fails, commits) => {
  const { note, commits: counted } = scene(fails);
  await note(used);
  await note(used);
  expect(counted()).toBe(commits);
});

test('a page of credentials has the last use of each that was used', async () => {
  const items: readonly Item[] = ['key-a', 'key-b'].map((userName) => ({ userName, id: userName.at(-1) }));
  const asked: unknown[] = [];
  const { withLastUses } = lastUses(
    stubTable({
      async getAll(keys) {
        asked.push(...keys);
        return keys.slice(1).map((key) => ({ ...key, type: 'credential-use', lastUsedAt: '2026-11-30T10:00:00.000Z' }));
      },
    }),
  );
  expect(await withLastUses({ items, last: 'c' })).toEqual({
    items: [items[0], { ...items[1], lastUsedAt: '2026-11-30T10:00:00.000Z' }],
    last: 'c',
  });
  expect(asked).toEqual([credentialUseKey('key-a'), credentialUseKey('key-b')]);
});

test('the use of one credential says nothing of another, and no more than a thousand are remembered', async () => {
  const { note, commits } = scene(() => undefined);
  const names = Array.from({ length: 1001 }, (_, at) => ({ userName: `key-${at}`, id: String(at) }));
  for (const one of names) await note(one);
  await note(names[1000] as typeof used);
  expect(commits()).toBe(1001);
  await note(names[0] as typeof used);
  expect(commits()).toBe(1002);
});
