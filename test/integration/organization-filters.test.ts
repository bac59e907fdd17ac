import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from './api.ts';
import { at, deleteOrganization, idsOf, makeOrganization, readIds, readPages } from './organization-samples.ts';
import { makeReseller } from './samples.ts';

let api: Api;
let reseller: string;
let acme: Item;
let acmeNorth: Item;
let acmeSouth: Item;
let zoe: Item;

beforeAll(async () => {
  api = await startApi();
  reseller = await makeReseller(api);
  // Created in another order than that of their names.
  zoe = await makeOrganization(api, reseller, { name: 'Zoë  &\u00a0Søn', email: 'it@acme.example', externalId: 'z:1' });
  acmeSouth = await makeOrganization(api, reseller, { name: 'ACME South', email: 'south@acme.example' });
  acme = await makeOrganization(api, reseller, { name: 'Acme', email: 'it@acme.example', externalId: 'Crm-1' });
  acmeNorth = await makeOrganization(api, reseller, { name: 'acme north', email: 'it@acme.example', externalId: 'crm-1' });
});
afterAll(() => api.stop());

type Query = Readonly<Record<string, string>>;

const queryOf = (filters: Query): string => new URLSearchParams(filters).toString();
const find = async (filters: Query): Promise<readonly unknown[]> => idsOf((await api.get(at(reseller), { query: queryOf(filters) })).items);

test.each<[string, Query, () => readonly Item[]]>([
  ['a name', { name: 'Acme' }, () => [acme]],
  ['a name in another case', { name: 'aCME sOUTH' }, () => [acmeSouth]],
  ['a name with other white space', { name: ' acme \u3000 NORTH\u2003' }, () => [acmeNorth]],
  ['a name in another Unicode form', { name: 'Zoe\u0308 & Søn' }, () => [zoe]],
  ['the beginning of a name, asked for as the whole', { name: 'Acm' }, () => []],
  ['the name of nobody', { name: 'Nobody' }, () => []],
  ['an email', { email: 'it@acme.example' }, () => [zoe, acme, acmeNorth]],
  ['an email in another case', { email: 'SOUTH@Acme.Example' }, () => [acmeSouth]],
  ['the beginning of an email', { email: 'it@acme.exampl' }, () => []],
  ['a beginning', { search: 'acme' }, () => [acmeSouth, acme, acmeNorth]],
  ['a beginning in another case with other white space', { search: ' ACME\u2003s' }, () => [acmeSouth]],
  ['a beginning in another Unicode form', { search: 'ZOE\u0308' }, () => [zoe]],
  ['a whole name as a beginning', { search: 'Acme North' }, () => [acmeNorth]],
  ['a part that is no beginning', { search: 'north' }, () => []],
  ['an external id', { externalId: 'crm-1' }, () => [acmeNorth]],
  ['an external id in another case, which is another', { externalId: 'Crm-1' }, () => [acme]],
  ['an external id with a colon', { externalId: 'z:1' }, () => [zoe]],
  ['the external id of nobody', { externalId: 'CRM-1' }, () => []],
])('the organizations with %s are found, oldest first or newest first', async (_, filters, expected) => {
  const ids = idsOf(expected());
  expect(await find(filters)).toEqual(ids);
  expect(await find({ ...filters, sort: '-createdAt' })).toEqual([...ids].reverse());
});

test.each<[Query, () => readonly Item[]]>([
  [{ name: 'acme', email: 'it@acme.example' }, () => [acme]],
  [{ name: 'acme', email: 'south@acme.example' }, () => []],
  [{ name: 'acme', search: 'ac' }, () => [acme]],
  [{ name: 'acme', search: 'b' }, () => []],
  [{ name: 'acme', externalId: 'Crm-1' }, () => [acme]],
  [{ name: 'acme', externalId: 'crm-1' }, () => []],
  [{ email: 'it@acme.example', search: 'acme' }, () => [acme, acmeNorth]],
  [{ email: 'it@acme.example', search: 'acme n', externalId: 'crm-1', name: 'ACME NORTH' }, () => [acmeNorth]],
  [{ externalId: 'crm-1', email: 'south@acme.example' }, () => []],
])('filters add up: %p', async (filters, expected) => {
  const ids = idsOf(expected());
  for (const limit of ['1', '2', '100']) {
    expect(await readIds(api, at(reseller), queryOf({ ...filters, limit }))).toEqual(ids);
    expect(await readIds(api, at(reseller), queryOf({ ...filters, limit, sort: '-createdAt' }))).toEqual([...ids].reverse());
  }
});

test.each<[Query, () => readonly Item[]]>([
  [{ email: 'it@acme.example' }, () => [zoe, acme, acmeNorth]],
  [{ search: 'ACME' }, () => [acmeSouth, acme, acmeNorth]],
])('pages of one filter are full up to the last: %p', async (filters, expected) => {
  const found = await readPages(api, at(reseller), queryOf({ ...filters, limit: '2' }));
  expect(found.map(idsOf)).toEqual([idsOf(expected().slice(0, 2)), idsOf(expected().slice(2))]);
});

test('what is changed is found by what it is now and no more by what it was', async () => {
  const { id } = await makeOrganization(api, reseller, { name: 'Before', email: 'before@acme.example', externalId: 'before' });
  await api.patch(at(reseller, id), { name: 'After', email: 'after@acme.example', externalId: 'after' });
  for (const [was, is] of [
    [{ name: 'Before' }, { name: 'After' }],
    [{ search: 'Bef' }, { search: 'Aft' }],
  ] as const) {
    expect([await find(was), await find(is)]).toEqual([[], [id]]);
  }
  expect([await find({ email: 'before@acme.example' }), await find({ email: 'after@acme.example' })]).toEqual([[], [id]]);
  expect([await find({ externalId: 'before' }), await find({ externalId: 'after' })]).toEqual([[], [id]]);
});

test('what is deleted is found among the deleted by the same filters, and by no list of those that are there', async () => {
  const own = { name: 'Deleted One', email: 'deleted@acme.example', externalId: 'deleted-1' };
  const { id } = await makeOrganization(api, reseller, own);
  await deleteOrganization(api, reseller, id);
  const filters: readonly Query[] = [
    ...Object.entries(own).map(([name, value]) => ({ [name]: value.toLowerCase() })),
    { search: 'DELETED' },
    { ...own, search: 'deleted one' },
  ];
  for (const narrowed of filters) {
    expect(await find(narrowed)).toEqual([]);
    expect(await find({ ...narrowed, deleted: 'true' })).toEqual([id]);
  }
  expect(await find({ ...own, search: 'other', deleted: 'true' })).toEqual([]);
});
