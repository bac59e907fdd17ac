import fc from 'fast-check';
import { filterPage, ownersOf, searchDirectory } from '../../../functions/shared/table/directory.ts';
import { entriesFrom, entryKey } from '../../../functions/shared/table/keys.ts';
import type { RangeRequest } from '../../../functions/shared/table/queries.ts';
import type { Item } from '../../../functions/shared/table/transaction.ts';

/** Reads ranges of these items as a table does, and notes what was asked. */
const tableOf = (items: readonly Item[]) => {
  const requests: RangeRequest[] = [];
  const range = async (request: RangeRequest) => {
    requests.push(request);
    const {
      range: { pk, prefix },
      limit,
      after,
      newestFirst = false,
    } = request;
    const there = items
      .filter((item) => item.pk === pk && String(item.sk).startsWith(prefix))
      .map((item) => ({ item, place: String(item.sk).slice(prefix.length) }))
      .toSorted((one, other) => (one.place < other.place ? -1 : 1));
    const ordered = newestFirst ? there.reverse() : there;
    const rest = ordered.filter(({ place }) => after === undefined || (newestFirst ? place < after : place > after));
    const last = rest.length > limit ? rest[limit - 1]?.place : undefined;
    return { items: rest.slice(0, limit).map(({ item }) => item), ...(last !== undefined && { last }) };
  };
  return { range, requests };
};

const DIRECTORY = 'NAMES';
const entry = (value: string, id: string): Item => ({ ...entryKey(DIRECTORY, value, id), ownerId: id });
const idOf = (index: number): string => String(index).padStart(6, '0');
const MOST = 1000;
const first = { limit: 2, after: undefined, newestFirst: false };

test('owners of a value are found in the order of their ids, a page after another, both ways, and nobody else', async () => {
  const table = tableOf([entry('a', '3'), entry('A ', '1'), entry('a', '2'), entry('ab', '0'), entry('', '9')]);
  expect(await ownersOf(table, DIRECTORY, ' A', first)).toEqual({ ids: ['1', '2'], last: '2' });
  expect(await ownersOf(table, DIRECTORY, 'a', { ...first, after: '2' })).toEqual({ ids: ['3'] });
  expect(await ownersOf(table, DIRECTORY, 'a', { ...first, newestFirst: true })).toEqual({ ids: ['3', '2'], last: '2' });
  expect(await ownersOf(table, DIRECTORY, 'a', { ...first, newestFirst: true, after: '2' })).toEqual({ ids: ['1'] });
  expect(await ownersOf(table, DIRECTORY, 'b', first)).toEqual({ ids: [] });
});

test('a search finds all whose values begin with the text, in the order of their ids and not of their values', async () => {
  const table = tableOf([entry('acme z', '1'), entry('acme a', '3'), entry('ACME', '2'), entry('ac', '0')]);
  expect(await searchDirectory(table, DIRECTORY, 'acme', first, MOST)).toEqual({ ids: ['1', '2'], last: '2' });
  expect(await searchDirectory(table, DIRECTORY, 'acme', { ...first, after: '2' }, MOST)).toEqual({ ids: ['3'] });
  expect(await searchDirectory(table, DIRECTORY, 'acme', { ...first, newestFirst: true }, MOST)).toEqual({ ids: ['3', '2'], last: '2' });
  expect(table.requests).toEqual(Array(3).fill({ range: entriesFrom(DIRECTORY, 'acme'), limit: MOST, after: undefined }));
});

test('as many as asked are put in order, one more is too many', async () => {
  const entries = Array.from({ length: MOST + 1 }, (_, index) => entry(`acme ${MOST - index}`, idOf(index)));
  const { ids = [], last } = (await searchDirectory(tableOf(entries.slice(1)), DIRECTORY, 'acme', { ...first, limit: 100 }, MOST)) ?? {};
  expect({ count: ids.length, from: ids[0], last }).toEqual({ count: 100, from: idOf(1), last: idOf(100) });
  expect(await searchDirectory(tableOf(entries), DIRECTORY, 'acme', first, MOST)).toBeUndefined();
});

test('pages of a search lead to each once, in order, whatever their size and direction', async () => {
  const ids = fc.uniqueArray(fc.nat(999).map(idOf), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(ids, fc.integer({ min: 1, max: 8 }), fc.boolean(), async (there, limit, newestFirst) => {
      const table = tableOf(there.map((id, index) => entry(`acme ${index % 7}`, id)));
      const found: string[] = [];
      for (let after: string | undefined; ; ) {
        const page = await searchDirectory(table, DIRECTORY, 'acme', { limit, after, newestFirst }, MOST);
        found.push(...(page?.ids ?? []));
        after = page?.last;
        if (after === undefined) break;
      }
      const ordered = there.toSorted((one, other) => (one < other ? -1 : 1));
      expect(found).toEqual(newestFirst ? ordered.reverse() : ordered);
    }),
  );
});

describe('filtering a page', () => {
  const items = [1, 2, 3, 4, 5].map((number) => ({ id: idOf(number), number }));
  const odd = ({ number }: Item) => Number(number) % 2 === 1;

  test('keeps what matches, and ends the page with the last it holds when more match', () => {
    for (const read of [{ items }, { items, last: 'x' }]) {
      expect(filterPage(read, 2, odd)).toEqual({ items: [items[0], items[2]], last: idOf(3) });
    }
  });

  test('goes on where the reading ended when not more match, even when nothing did', () => {
    expect(filterPage({ items, last: 'x' }, 3, odd)).toEqual({ items: [items[0], items[2], items[4]], last: 'x' });
    expect(filterPage({ items, last: 'x' }, 3, () => false)).toEqual({ items: [], last: 'x' });
  });

  test('is at the end when the reading was', () => {
    expect(filterPage({ items }, 3, odd)).toEqual({ items: [items[0], items[2], items[4]] });
    expect(filterPage({ items: [] }, 3, odd)).toEqual({ items: [] });
  });
});
