import { randomBytes } from 'node:crypto';
import { CURSOR_SECRET_BYTES, cursorsOf } from '../../../functions/shared/table/cursor.ts';
import { cursorsFor, type ReadCursors } from '../../../functions/shared/table/cursor-secret.ts';
import type { Table } from '../../../functions/shared/table/table.ts';
import type { Item, Write } from '../../../functions/shared/table/transaction.ts';

const installationCursors = (table: Pick<Table, 'get' | 'tryCommit'>): ReadCursors => cursorsFor({ operationId: 'listThings' }, table);

/** A table of one item, which is found absent by all who read before anyone has written. */
const tableOf = () => {
  let item: Item | undefined;
  const reads = { count: 0 };
  return {
    reads,
    stored: () => item,
    get: async () => {
      reads.count += 1;
      return item;
    },
    tryCommit: async ([write]: readonly Write[]) => {
      if (item) return { existing: item };
      if (write && typeof write.action === 'object' && 'put' in write.action) item = write.action.put;
      return undefined;
    },
  };
};

const POSITION = { after: 'place', shown: new Set<string>() };

test('functions that find no secret at the same time agree on one', async () => {
  const table = tableOf();
  const [one, other] = await Promise.all([installationCursors(table)(), installationCursors(table)()]);
  expect(other.open('q', one.seal('q', POSITION))).toEqual(POSITION);
});

test('a function that starts later opens what was sealed before', async () => {
  const table = tableOf();
  const cursor = (await installationCursors(table)()).seal('q', POSITION);
  expect((await installationCursors(table)()).open('q', cursor)).toEqual(POSITION);
});

test('the secret is read once, and again when the table did not answer', async () => {
  const table = tableOf();
  const answers = [() => Promise.reject(new Error('down'))];
  const cursors = installationCursors({ ...table, get: () => (answers.shift() ?? table.get)() });
  await expect(cursors()).rejects.toThrow('down');
  await cursors();
  await cursors();
  expect(table.reads.count).toBe(1);
});

test('what goes wrong when it is made goes on', async () => {
  const tryCommit = () => Promise.reject(new Error('down'));
  await expect(installationCursors({ ...tableOf(), tryCommit })()).rejects.toThrow('down');
});

test('the cursors are those of the bytes that the item has in base64', async () => {
  const bytes = randomBytes(CURSOR_SECRET_BYTES);
  const cursors = await installationCursors({ ...tableOf(), get: async () => ({ secret: bytes.toString('base64') }) })();
  expect(cursors.seal('q', POSITION)).toBe(cursorsOf(bytes).seal('q', POSITION));
});

test('the item that is made has 64 random bytes', async () => {
  const [one, other] = [tableOf(), tableOf()];
  await installationCursors(one)();
  await installationCursors(other)();
  expect(one.stored()).toEqual({ type: 'cursor-secret', secret: expect.stringMatching(/^[\w+/]{86}==$/) });
  expect(one.stored()).not.toEqual(other.stored());
});
