import fc from 'fast-check';
import { batchesOf, bodyOf } from '../../cli/import/batches.ts';
import { type Row, rowKey, rowOf, type UnreadableRow } from '../../cli/import/row.ts';
import { collect } from './collect.ts';

const SCOPE = { reseller: 'r-1', name: 'organizations.csv' };

const row = (line: number, content: object): Row => rowOf(SCOPE, { line, end: line * 10 }, content, JSON.stringify(content)) as Row;
const broken = (line: number): UnreadableRow => ({ line, end: line * 10, code: 'unreadable-line', detail: 'It is broken.' });

async function* streamed<T>(items: readonly T[], error?: Error) {
  yield* items;
  if (error) throw error;
}

test('batches keep the order, and each is one that the API takes', async () => {
  const sizes = fc.array(fc.oneof(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 200_000 }), fc.constant(-1)), {
    maxLength: 400,
  });
  await fc.assert(
    fc.asyncProperty(sizes, async (all) => {
      const rows = all.map((size, at) => (size < 0 ? broken(at) : row(at, { name: 'é'.repeat(size / 2) })));
      const { items: batches } = await collect(batchesOf(streamed(rows)));
      const lines = batches.map((batch) => [...batch.rows, ...batch.unreadable].map(({ line }) => line).sort((a, b) => a - b));
      expect(lines.flat()).toEqual(rows.map(({ line }) => line));
      for (const batch of batches) {
        expect(batch.rows.length + batch.unreadable.length).toBeLessThanOrEqual(100);
        expect(Buffer.byteLength(bodyOf(batch.rows))).toBeLessThanOrEqual(240 * 1024);
        expect((JSON.parse(bodyOf(batch.rows)) as { organizations: unknown[] }).organizations).toHaveLength(batch.rows.length);
      }
    }),
    { numRuns: 40 },
  );
});

test('what was read before a failure comes before it', async () => {
  const failure = new Error('The CSV is broken.');
  const { items, error } = await collect(batchesOf(streamed([row(2, { name: 'A' }), broken(3)], failure)));
  expect(items).toMatchObject([{ rows: [{ line: 2 }], unreadable: [{ line: 3 }] }]);
  expect(error).toBe(failure);
});

test('no more is read than a batch and the row that did not fit into it', async () => {
  let read = 0;
  async function* counted() {
    for (;;) {
      read += 1;
      yield row(read, { name: 'A' });
    }
  }
  const batches = batchesOf(counted());
  await batches.next();
  expect(read).toBe(101);
});

test('a key is of the row, wherever it stands and however it is spelled', () => {
  const key = rowKey(SCOPE, { name: 'A', metadata: { a: '1', b: '2' } });
  expect(key).toMatch(/^import-[\w-]{43}$/);
  expect(rowKey(SCOPE, { metadata: { b: '2', a: '1' }, name: 'A' })).toBe(key);
});

test('another row, another file and another reseller have other keys', () => {
  const content = { name: 'A', list: [1, 2] };
  const keys = [
    rowKey(SCOPE, content),
    rowKey(SCOPE, { ...content, list: [2, 1] }),
    rowKey({ ...SCOPE, name: 'other.csv' }, content),
    rowKey({ ...SCOPE, reseller: 'r-2' }, content),
  ];
  expect(new Set(keys).size).toBe(4);
});
