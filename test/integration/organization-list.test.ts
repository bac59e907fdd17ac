import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from './api.ts';
import { at, deleteOrganization, idsOf, makeOrganization, nextOf, readIds, readPages } from './organization-samples.ts';
import { refused, violationsOf } from './refusals.ts';
import { fresh, makeReseller } from './samples.ts';

let api: Api;
let reseller: string;
let made: readonly Item[];

const makeMany = async (resellerId: string, count: number): Promise<readonly Item[]> => {
  const organizations: Item[] = [];
  for (let index = 0; index < count; index += 1) organizations.push(await makeOrganization(api, resellerId));
  return organizations;
};

beforeAll(async () => {
  api = await startApi();
  reseller = await makeReseller(api);
  made = await makeMany(reseller, 7);
});
afterAll(() => api.stop());

const backwards = <T>(items: readonly T[]): readonly T[] => [...items].reverse();

test('a list is a bare array of what GET answers of each, in creation order, 25 of them unless asked otherwise', async () => {
  const many = await makeReseller(api);
  const all = await makeMany(many, 26);
  const { status, headers, items } = await api.get(at(many));
  expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'application/json' });
  expect(items).toEqual(all.slice(0, 25));
  expect(items[0]).toEqual((await api.get(at(many, items[0]?.id))).body);
  expect(idsOf((await api.get(at(many), { query: 'limit=100' })).items)).toEqual(idsOf(all));
});

test('sort=-createdAt lists the newest first, sort=createdAt the oldest', async () => {
  expect((await api.get(at(reseller), { query: 'sort=-createdAt' })).items).toEqual(backwards(made));
  expect((await api.get(at(reseller), { query: 'sort=createdAt' })).items).toEqual(made);
});

test.each([1, 2, 3, 6, 7, 8])('pages of %i lead to the end without gap or repeat, in both directions', async (limit) => {
  expect(await readIds(api, at(reseller), `limit=${limit}`)).toEqual(idsOf(made));
  expect(await readIds(api, at(reseller), `limit=${limit}&sort=-createdAt`)).toEqual(idsOf(backwards(made)));
});

test('each page but the last is full, and the last has no next one, not even an empty one', async () => {
  const sizes = async (limit: number) => (await readPages(api, at(reseller), `limit=${limit}`)).map(({ length }) => length);
  expect(await sizes(3)).toEqual([3, 3, 1]);
  expect(await sizes(7)).toEqual([7]);
  expect(await sizes(6)).toEqual([6, 1]);
});

test('what is created while pages are read comes last, or is not met from the other end', async () => {
  const busy = await makeReseller(api);
  const before = await makeMany(busy, 3);
  const added: Item[] = [];
  const add = async () => added.length < 2 && added.push(await makeOrganization(api, busy));
  expect(await readIds(api, at(busy), 'limit=1', add)).toEqual([...idsOf(before), ...idsOf(added)]);
  const down = await readIds(api, at(busy), 'limit=1&sort=-createdAt', () => makeOrganization(api, busy));
  expect(down).toEqual(backwards([...idsOf(before), ...idsOf(added)]));
});

test.each(['sort=createdAt', 'sort=-createdAt'])(
  'a page goes on where the one before ended although that one was deleted (%s)',
  async (sort) => {
    const busy = await makeReseller(api);
    await makeMany(busy, 5);
    const { items: expected } = await api.get(at(busy), { query: sort });
    const first = await api.get(at(busy), { query: `${sort}&limit=2` });
    await deleteOrganization(api, busy, first.items[1]?.id);
    const { query = '' } = nextOf(first) ?? {};
    expect(await readIds(api, at(busy), query)).toEqual(idsOf(expected.slice(2)));
  },
);

test('a reseller without organizations has an empty list, and one that is not there none', async () => {
  const empty = await makeReseller(api);
  for (const query of ['', 'name=x', 'email=it@example.com', 'search=x', 'externalId=x', 'deleted=true', 'sort=-createdAt']) {
    expect(await api.get(at(empty), { query })).toMatchObject({ status: 200, items: [] });
    await refused(api, { path: at('unknown'), query }, 'reseller-not-found');
  }
});

test('a deleted reseller has no list of the organizations it deleted before', async () => {
  const gone = await makeReseller(api);
  const { id } = await makeOrganization(api, gone);
  await deleteOrganization(api, gone, id);
  expect((await api.remove(`/v3/resellers/${gone}`)).status).toBe(204);
  for (const query of ['', 'deleted=true']) await refused(api, { path: at(gone), query }, 'reseller-not-found');
});

test('organizations of another reseller appear in no list, whatever it is narrowed to', async () => {
  const [own, other] = [await makeReseller(api), await makeReseller(api)];
  const fields = { name: fresh('Shared'), email: `${fresh()}@example.com`, externalId: fresh() };
  const [here, there] = [await makeOrganization(api, own, fields), await makeOrganization(api, other, fields)];
  for (const query of ['', `name=${fields.name}`, `email=${fields.email}`, `search=${fields.name}`, `externalId=${fields.externalId}`]) {
    expect(idsOf((await api.get(at(own), { query })).items)).toEqual([here.id]);
    expect(idsOf((await api.get(at(other), { query })).items)).toEqual([there.id]);
  }
  await deleteOrganization(api, other, there.id);
  expect((await api.get(at(own), { query: 'deleted=true' })).items).toEqual([]);
});

test('a token bound to the reseller reads its list, one bound to another does not', async () => {
  const [own, other] = await Promise.all([reseller, await makeReseller(api)].map((id) => api.bearer({ reseller_id: id })));
  expect((await api.get(at(reseller), { as: own ?? null })).items).toEqual(made);
  await refused(api, { path: at(reseller), as: other ?? null }, 'foreign-tenant');
});

test.each([
  ['limit=0', ['query /limit too-small']],
  ['limit=101', ['query /limit too-large']],
  ['limit=1.5', ['query /limit wrong-type']],
  ['sort=name', ['query /sort not-allowed']],
  ['deleted=yes', ['query /deleted wrong-type']],
  ['name=', ['query /name invalid-characters', 'query /name too-short']],
  ['search=%20', ['query /search invalid-characters']],
  ['email=it', ['query /email invalid-email']],
  ['externalId=a%20b', ['query /externalId invalid-characters']],
  ['limit=1&limit=2', ['query /limit repeated']],
  ['dryRun=true', ['query /dryRun unknown-property']],
  ['cursor=x', ['query /cursor invalid-cursor']],
  ['limit=0&sort=up&colour=red', ['query /colour unknown-property', 'query /limit too-small', 'query /sort not-allowed']],
])('%s is refused', async (query, violations) => {
  expect(await violationsOf(api, { path: at(reseller), query })).toEqual(violations);
});

test('a cursor that was changed, or is another reseller’s, order’s or filter’s, is refused', async () => {
  const other = await makeReseller(api);
  const query = String(nextOf(await api.get(at(reseller), { query: 'limit=2' }))?.query);
  const cursor = String(new URLSearchParams(query).get('cursor'));
  const foreign: readonly (readonly [path: string, query: string])[] = [
    [at(reseller), `cursor=${cursor.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`],
    [at(reseller), `cursor=${cursor.slice(0, -1)}`],
    [at(reseller), `cursor=${cursor}.x`],
    [at(other), `cursor=${cursor}`],
    [at(reseller), `sort=-createdAt&cursor=${cursor}`],
    [at(reseller), `deleted=true&cursor=${cursor}`],
    [at(reseller), `search=o&cursor=${cursor}`],
    [at(reseller), `email=it@example.com&cursor=${cursor}`],
    ['/v3/resellers', `cursor=${cursor}`],
  ];
  for (const [path, asked] of foreign) expect(await violationsOf(api, { path, query: asked })).toEqual(['query /cursor invalid-cursor']);
  expect(idsOf((await api.get(at(reseller), { query: `limit=3&cursor=${cursor}` })).items)).toEqual(idsOf(made.slice(2, 5)));
});
