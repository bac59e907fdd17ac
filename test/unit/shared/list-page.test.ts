import fc from 'fast-check';
import type { Position } from '../../../functions/shared/table/cursor.ts';
import { MAX_SHOWN, type Places, readListPage } from '../../../functions/shared/table/list-page.ts';
import type { Page } from '../../../functions/shared/table/queries.ts';
import type { Item } from '../../../functions/shared/table/transaction.ts';

const SETTLES_MS = 7000;

const PLACES: Places = { of: ({ id }) => String(id), timeOf: (place) => Number(place.slice(0, 12)), settlesAfterMs: SETTLES_MS };

/**
 * An item whose place is drawn at one time and that is there from another on, until it is deleted.
 */
interface Drawn {
  readonly at: number;
  readonly late: number;
  readonly until: number;
  readonly matches: boolean;
}

/**
 * A list that fills as a clock goes on: `read` answers as the stores do, one page of what is there,
 * filtered when it was read.
 */
const listOf = (drawn: readonly Drawn[]) => {
  const all = drawn
    .map(({ at, ...rest }, index) => ({ id: `${String(at).padStart(12, '0')}#${String(index).padStart(4, '0')}`, at, ...rest }))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const clock = { now: 0, reads: 0 };
  const isThere = ({ at, late, until }: Drawn) => at + late <= clock.now && clock.now < until;
  const read = async ({ after = '', limit }: { readonly after: string | undefined; readonly limit: number }): Promise<Page> => {
    clock.reads += 1;
    const there = all.filter((item) => isThere(item) && item.id > after);
    const page = there.slice(0, limit);
    const items: readonly Item[] = page.filter(({ matches }) => matches).map(({ id }) => ({ id }));
    const last = there.length > limit ? page.at(-1)?.id : undefined;
    return { items, ...(last !== undefined && { last }) };
  };
  return { all, clock, read };
};

interface Step {
  readonly limit: number;
  readonly pause: number;
}

/**
 * Follows the list to its end and on, with pauses, then until nothing can come any more; gives what
 * it was shown, in turn.
 */
const follow = async ({ clock, read }: ReturnType<typeof listOf>, steps: readonly Step[], end: number) => {
  const shown: string[] = [];
  let position: Position = { shown: new Set() };
  const turn = async (limit: number) => {
    const part = await readListPage(position, limit, PLACES, read, clock.now);
    shown.push(...part.items.map(({ id }) => String(id)));
    expect(part.items.length).toBeLessThanOrEqual(limit);
    position = part.next ?? part.endList ?? position;
    expect(position.shown.size).toBeLessThanOrEqual(MAX_SHOWN);
    return part;
  };
  for (const { limit, pause } of steps) {
    await turn(limit);
    clock.now += pause;
  }
  clock.now = Math.max(clock.now, end);
  while ((await turn(10)).endList === undefined);
  return { shown, position };
};

const FOREVER = Number.MAX_SAFE_INTEGER;

const drawn = (most: number): fc.Arbitrary<Drawn[]> =>
  fc.array(
    fc.record({
      at: fc.integer({ min: 1, max: 30_000 }),
      late: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5000 })),
      until: fc.oneof({ weight: 5, arbitrary: fc.constant(FOREVER) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 60_000 }) }),
      matches: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.boolean() }),
    }),
    { maxLength: most },
  );

const steps = fc.array(fc.record({ limit: fc.integer({ min: 1, max: 20 }), pause: fc.integer({ min: 0, max: 4000 }) }), { maxLength: 60 });

test('whoever follows the pages and goes on from the end is shown every item once, whatever is committed meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(drawn(80), steps, async (items, steps) => {
      const list = listOf(items);
      const { shown, position } = await follow(list, steps, 60_000);
      expect(new Set(shown).size).toBe(shown.length);
      const lasting = list.all.filter(({ until, matches }) => until === FOREVER && matches);
      expect(shown).toEqual(expect.arrayContaining(lasting.map(({ id }) => id)));
      // Nothing is carried on when everything has settled.
      expect(position.shown.size).toBe(0);
    }),
    { numRuns: 300 },
  );
});

test('a list of which most is left out ends, although others go on writing', async () => {
  // Ten a second for a minute, of which one in fifty is the reader's.
  const list = listOf(Array.from({ length: 600 }, (_, index) => ({ at: index * 100, late: 0, until: FOREVER, matches: index % 50 === 0 })));
  list.clock.now = 20_000;
  let position: Position = { shown: new Set() };
  let pages = 0;
  for (let part: Awaited<ReturnType<typeof readListPage>> = { items: [] }; part.endList === undefined; pages += 1) {
    part = await readListPage(position, 25, PLACES, list.read, list.clock.now);
    position = part.next ?? position;
    list.clock.now += 50;
  }
  expect(pages).toBeLessThan(12);
});

test('more young items than a position can hold are all shown once, when they have settled', async () => {
  const list = listOf(Array.from({ length: 1300 }, (_, index) => ({ at: index, late: (index * 7) % 900, until: FOREVER, matches: true })));
  list.clock.now = 1300;
  const { shown } = await follow(
    list,
    Array.from({ length: 20 }, () => ({ limit: 100, pause: 10 })),
    60_000,
  );
  expect(shown).toHaveLength(list.all.length);
  expect(new Set(shown)).toEqual(new Set(list.all.map(({ id }) => id)));
});

test('what is young is shown at once, in its order', async () => {
  const list = listOf([10, 20, 30].map((at) => ({ at, late: 0, until: FOREVER, matches: true })));
  list.clock.now = 31;
  const part = await readListPage({ shown: new Set() }, 10, PLACES, list.read, list.clock.now);
  expect(part.items).toEqual(list.all.map(({ id }) => ({ id })));
  expect(part.next).toBeUndefined();
});

test('a page is one query; the last one is another when young items were shown before it', async () => {
  const settled = listOf(Array.from({ length: 25 }, (_, at) => ({ at, late: 0, until: FOREVER, matches: true })));
  await follow(settled, [], 60_000);
  expect(settled.clock.reads).toBe(3);
  const young = listOf(Array.from({ length: 25 }, (_, at) => ({ at, late: 0, until: FOREVER, matches: true })));
  await follow(young, [], 100);
  expect(young.clock.reads).toBe(4);
});
