import fc from 'fast-check';
import { organizationStore } from '../../../functions/organizations/store.ts';
import type { DirectoryPageRequest } from '../../../functions/shared/table/directory.ts';
import { idOf, modelledTable, RESELLER } from './modelled-table.ts';

const MILLION = 1_000_000;
const first = { limit: 4, after: undefined, newestFirst: false };

/** Returns a page of a search, or of the whole list, with what it cost. */
const pageOf = async (
  { table, count }: ReturnType<typeof modelledTable>,
  request: DirectoryPageRequest,
  filters: object = { search: 'acme' },
) => {
  Object.assign(count, { calls: 0, units: 0 });
  const { items, last } = await organizationStore(table).find(RESELLER, filters, request);
  return { ids: items.map(({ id }) => String(id)), last, ...count };
};

const everyNth = (nth: number) => (number: number) => number % nth === 0;
const nearlyAll = (number: number): boolean => number > 5;
const idsFrom = (from: number, count: number, step = 1): readonly string[] =>
  Array.from({ length: count }, (_, index) => idOf(from + index * step));

describe('a search that nearly every name meets', () => {
  test.each<[string, (size: number) => Partial<DirectoryPageRequest>, (size: number) => readonly string[]]>([
    ['the first page', () => ({}), () => idsFrom(6, 4)],
    ['a page from the middle', (size) => ({ after: idOf(size / 2) }), (size) => idsFrom(size / 2 + 1, 4)],
    ['the newest', () => ({ newestFirst: true }), (size) => idsFrom(size, 4, -1)],
  ])('costs at most twelve read units for %s of four, as many of a million as of a thousand', async (_, request, ids) => {
    const costs = [];
    for (const size of [1000, 10_000, MILLION]) {
      const { last, ...page } = await pageOf(modelledTable(size, nearlyAll), { ...first, ...request(size) });
      expect({ ids: page.ids, last }).toEqual({ ids: ids(size), last: ids(size).at(-1) });
      costs.push({ calls: page.calls, units: page.units });
    }
    expect(costs[0]?.units).toBeLessThanOrEqual(12);
    expect(costs).toEqual(Array(3).fill(costs[0]));
  });

  test.each([1, 4, 25, 100])('costs at most three read units more than a page of %d of the list', async (limit) => {
    const model = modelledTable(MILLION, () => true);
    const list = await pageOf(model, { ...first, limit }, {});
    const search = await pageOf(model, { ...first, limit });
    expect(search.ids).toEqual(list.ids);
    expect(search.units).toBeLessThanOrEqual(list.units + 3);
  });
});

test.each([
  [2, 4, 5],
  [2, 25, 10],
  [10, 4, 10],
  [10, 25, 45],
])('with one name in %d a page of %d costs at most %d read units, of a million as of a thousand', async (nth, limit, most) => {
  for (const size of [1000, MILLION]) {
    const { ids, units } = await pageOf(modelledTable(size, everyNth(nth)), { ...first, limit });
    expect(ids).toEqual(idsFrom(nth, limit, nth));
    expect(units).toBeLessThanOrEqual(most);
  }
});

test('a search that few names meet reads their entries and a page of them, and nothing of the list', async () => {
  const { ids, calls, units } = await pageOf(modelledTable(MILLION, everyNth(MILLION / 20)), first);
  expect({ ids, calls, units }).toEqual({ ids: idsFrom(50_000, 4, 50_000), calls: 2, units: 5 });
});

test('a search that some hundred names of a million meet fills its page from them', async () => {
  const { ids, units } = await pageOf(modelledTable(MILLION, everyNth(2000)), { ...first, after: idOf(400_000) });
  expect(ids).toEqual(idsFrom(402_000, 4, 2000));
  expect(units).toBeLessThanOrEqual(60);
});

describe('a search that more than a thousand names meet, far apart', () => {
  test('ends a page that costs much, without having found what it looked for', async () => {
    const { ids, last, units, calls } = await pageOf(
      modelledTable(MILLION, (number) => number > MILLION - 2000),
      first,
    );
    expect(ids).toEqual([]);
    expect(Number(last)).toBeGreaterThan(800);
    expect(Number(last)).toBeLessThanOrEqual(1000);
    expect(calls).toBeLessThanOrEqual(10);
    expect(units).toBeLessThanOrEqual(150);
  });

  test('also where organizations are large', async () => {
    const large = modelledTable(MILLION, (number) => number > MILLION - 2000, 'x'.repeat(30_000));
    const { ids, units } = await pageOf(large, first);
    expect(ids).toEqual([]);
    expect(units).toBeLessThanOrEqual(100 + 256 + 50);
  });
});

test('pages of bounded cost lead to each match once, in order, wherever they are, whatever the limit, both ways', async () => {
  const runs = fc.array(fc.record({ length: fc.integer({ min: 1, max: 900 }), nth: fc.constantFrom(0, 1, 1, 3, 40) }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(runs, fc.integer({ min: 1, max: 100 }), fc.boolean(), async (parts, limit, newestFirst) => {
      const pattern = parts.flatMap(({ length, nth }) => Array.from({ length }, (_, index) => nth > 0 && index % nth === 0));
      const model = modelledTable(pattern.length, (number) => pattern[number - 1] === true);
      const found: string[] = [];
      for (let after: string | undefined; ; ) {
        const page = await pageOf(model, { limit, after, newestFirst });
        expect(page.ids.length).toBeLessThanOrEqual(limit);
        expect(page.calls).toBeLessThanOrEqual(14);
        expect(page.units).toBeLessThanOrEqual(155 + limit);
        found.push(...page.ids);
        after = page.last;
        if (after === undefined) break;
      }
      const expected = pattern.flatMap((isMatch, index) => (isMatch ? [idOf(index + 1)] : []));
      expect(found).toEqual(newestFirst ? expected.reverse() : expected);
    }),
    { numRuns: 25 },
  );
});
