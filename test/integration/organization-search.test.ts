import { type Api, startApi } from './api.ts';
import { plantOrganizations } from './many-organizations.ts';
import { at, deleteOrganization, idsOf, makeOrganization, readPages } from './organization-samples.ts';
import { makeReseller } from './samples.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

/** Names that begin alike and whose order is not that of their numbers. */
const named = (count: number, beginning = 'Acme', from = 0): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${beginning} ${((index * 7919) % 10_007) + 10_000} ${from + index}`);

/** The pages of a search, and their sizes; the last may be empty. */
const searched = async (resellerId: string, query: string) => {
  const pages = await readPages(api, at(resellerId), query);
  return { ids: idsOf(pages.flat()), sizes: pages.map(({ length }) => length) };
};

const reversed = (ids: readonly unknown[]): readonly unknown[] => [...ids].reverse();

describe('of a thousand names that begin alike', () => {
  let reseller: string;
  let ids: readonly unknown[];

  beforeAll(async () => {
    reseller = await makeReseller(api);
    const names = [...named(500), ...named(100, 'Other'), ...named(500, 'ACME', 500)];
    ids = idsOf((await plantOrganizations(api, reseller, names)).filter(({ name }) => !name.startsWith('Other')));
  }, 20_000);

  test('every page is full, in the order of creation, and each is found once, both ways', async () => {
    const up = await searched(reseller, 'search=acme&limit=100');
    expect(up).toEqual({ ids, sizes: Array(10).fill(100) });
    expect(await searched(reseller, 'search=acme&limit=100&sort=-createdAt')).toEqual({ ...up, ids: reversed(ids) });
  }, 20_000);

  test('a longer text finds fewer, in the same order', async () => {
    const { ids: found } = await searched(reseller, 'search=acme%2010&limit=20');
    const { items } = await api.get(at(reseller), { query: 'search=acme%2010&limit=100' });
    expect(found.length).toBeGreaterThan(20);
    expect(idsOf(items)).toEqual(found.slice(0, 100));
    expect(found).toEqual(ids.filter((id) => found.includes(id)));
  });

  test('one that becomes the thousand and first while pages are read is found too', async () => {
    let added: unknown;
    const add = async () => {
      added ??= (await makeOrganization(api, reseller, { name: 'Acme the last' })).id;
    };
    const pages = await readPages(api, at(reseller), 'search=acme&limit=100', add);
    expect(idsOf(pages.flat())).toEqual([...ids, added]);
    await deleteOrganization(api, reseller, added);
  }, 20_000);
});

describe('of more than a thousand names that begin alike, with more than a thousand others between them', () => {
  let reseller: string;
  let ids: readonly unknown[];

  beforeAll(async () => {
    reseller = await makeReseller(api);
    const names = [...named(530), ...named(1100, 'Other'), ...named(530, 'aCME', 530)];
    ids = idsOf((await plantOrganizations(api, reseller, names)).filter(({ name }) => !name.startsWith('Other')));
  }, 30_000);

  test('pages may be short, but lead to each once, both ways', async () => {
    const up = await searched(reseller, 'search=acme&limit=100');
    expect(up.ids).toEqual(ids);
    expect(Math.max(...up.sizes)).toBe(100);
    // Where a thousand others stand between, a page has nothing, or little, to show.
    expect(up.sizes.slice(0, -1).some((size) => size < 100)).toBe(true);
    expect((await searched(reseller, 'search=acme&limit=100&sort=-createdAt')).ids).toEqual(reversed(ids));
  }, 20_000);

  test('what else is asked narrows them, and each is still found once', async () => {
    const { name } = (await api.get(at(reseller, ids[700]))).body;
    const { body } = await api.patch(at(reseller, ids[700]), { email: 'rare@example.com' });
    expect(body.name).toBe(name);
    expect((await searched(reseller, 'search=acme&email=rare@example.com')).ids).toEqual([ids[700]]);
    const { ids: others } = await searched(reseller, 'search=acme&email=it@example.com&limit=100');
    expect(others).toEqual(ids.filter((id) => id !== ids[700]));
  }, 20_000);
});

test('organizations so large that the table cuts a page short are all found all the same, both ways', async () => {
  const reseller = await makeReseller(api);
  const metadata = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`k${index}`, 'x'.repeat(512)]));
  const names = [...named(45), ...named(5, 'Other')];
  const ids = idsOf(await plantOrganizations(api, reseller, names, () => ({ metadata })));
  const [all, ...others] = await readPages(api, at(reseller), 'limit=100');
  expect(all?.length).toBeLessThan(ids.length);
  expect(idsOf([...(all ?? []), ...others.flat()])).toEqual(ids);
  for (const query of ['limit=100&sort=-createdAt', 'limit=100&email=it@example.com&sort=-createdAt']) {
    expect((await searched(reseller, query)).ids).toEqual(reversed(ids));
  }
  expect((await searched(reseller, 'search=acme&limit=100')).ids).toEqual(ids.slice(0, 45));
}, 20_000);
