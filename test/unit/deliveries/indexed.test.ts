import { indexedPage } from '../../../functions/deliveries/indexed.ts';
import type { SpanRequest } from '../../../functions/shared/table/queries.ts';

const FIRST = '00000000-0000-7000-8000-000000000000';
const LAST = 'ffffffff-ffff-7fff-bfff-ffffffffffff';
const placeOf = (index: number): string => `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;

/** An index of deliveries, of which only some are the reader's, and the queries that it got. */
const indexOf = (count: number, isMine: (index: number) => boolean) => {
  const all = Array.from({ length: count }, (_, index) => ({ pk: `DELIVERY#${index}`, place: placeOf(index), isMine: isMine(index) }));
  const queries: SpanRequest[] = [];
  const table = {
    span: async (request: SpanRequest) => {
      queries.push(request);
      const inside = all.filter(({ place }) => place >= request.from && place <= request.to);
      const ordered = request.newestFirst ? inside.toReversed() : inside;
      return ordered.slice(0, request.limit).map(({ pk, place }) => ({ pk, sk: 'DELIVERY', gsi2sk: place }));
    },
    getAll: async (keys: readonly { readonly pk: string }[]) => all.filter(({ pk }) => keys.some((key) => key.pk === pk)),
  };
  const read = { partition: { index: 'gsi2', pk: 'x', prefix: '' }, from: FIRST, to: LAST, isWhole: false } as const;
  const page = (
    limit: number,
    { after, newestFirst = false, isMixed = true }: { after?: string; newestFirst?: boolean; isMixed?: boolean } = {},
  ) => indexedPage(table, { ...read, isMixed, matches: (item) => item.isMine === true }, { limit, after, newestFirst });
  return { page, queries };
};

test.each([false, true])(
  'what matches is read page by page, each once, with any number of others between (newest first: %s)',
  async (newestFirst) => {
    const { page } = indexOf(450, (index) => index % 150 === 7);
    const readOn = async (after?: string): Promise<readonly unknown[]> => {
      const { items, last } = await page(1, { ...(after !== undefined && { after }), newestFirst });
      const seen = items.map(({ place }) => place);
      return last === undefined ? seen : [...seen, ...(await readOn(last))];
    };
    const seen = await readOn();
    const places = [7, 157, 307].map(placeOf);
    expect(seen).toEqual(newestFirst ? places.toReversed() : places);
  },
);

test('the end of a page does not reveal that there are those of others', async () => {
  expect(await indexOf(300, () => false).page(5)).toEqual({ items: [] });
  expect(await indexOf(300, (index) => index < 5).page(5)).toMatchObject({ items: { length: 5 } });
  expect(await indexOf(300, (index) => index < 5).page(5)).not.toHaveProperty('last');
  // After a thousand it gives up, as if there were none.
  const { page, queries } = indexOf(1500, () => false);
  expect([await page(5), queries.length]).toEqual([{ items: [] }, 10]);
});

test('a reader who may know of all is told where to go on', async () => {
  expect(await indexOf(1500, () => false).page(5, { isMixed: false })).toEqual({ items: [], last: placeOf(999) });
});
