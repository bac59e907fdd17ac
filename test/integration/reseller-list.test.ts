import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { newId } from '../../functions/shared/runtime.ts';
import { entryKey, resellerKey, resellerNames, resellerPlaceKey } from '../../functions/shared/table/keys.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Answer, type Api, type Call, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { fresh, makeReseller } from './samples.ts';

let api: Api;
let resellers: readonly string[];
let sharing: readonly string[];

const NORTH = 'north@contoso.example';
const makeAll = async (fields: readonly Item[]): Promise<readonly string[]> => {
  const made: string[] = [];
  for (const of of fields) made.push(await makeReseller(api, of));
  return made;
};

beforeAll(async () => {
  api = await startApi();
  const named = ['Contoso', 'Contoso West', 'CONTOSO  west', 'contoso west ', 'Contosa', 'Fabrikam', 'Straße'];
  resellers = await makeAll(named.map((name, at) => ({ name, email: at % 2 ? NORTH : `${fresh()}@contoso.example` })));
  sharing = resellers.slice(1, 4);
}, 20_000);
afterAll(() => api.stop());

const list = (query = '', call: Omit<Call, 'path'> = {}): Promise<Answer> => api.get('/v3/resellers', { ...call, query });
const ids = ({ items }: Answer): readonly unknown[] => items.map(({ id }) => id);
const nextOf = ({ headers }: Answer): string | undefined => /^<\/v3\/resellers\?([^>]+)>; rel="next"$/.exec(String(headers.link))?.[1];
const cursorOf = (answer: Answer): string => new URLSearchParams(nextOf(answer)).get('cursor') ?? '';
const search = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString();

/** Reads a list to its end by its links; does `between` before each page but the first. */
const readAll = async (query: string, between: () => Promise<unknown> = async () => undefined): Promise<readonly unknown[]> => {
  const found: unknown[] = [];
  for (let next: string | undefined = query; next !== undefined; await between()) {
    const answer = await list(next);
    expect(answer.status).toBe(200);
    found.push(...ids(answer));
    next = nextOf(answer);
  }
  return found;
};

test('the answer is a bare array in creation order, each as GET answers it and without its count, and the last page has no Link', async () => {
  const answer = await list();
  expect([answer.status, ids(answer), answer.headers.link]).toEqual([200, resellers, undefined]);
  expect(answer.headers['content-type']).toBe('application/json');
  expect(answer.items[0]).toEqual((await api.get(`/v3/resellers/${resellers[0]}`)).body);
  expect(answer.items[0]).not.toHaveProperty('organizationCount');
});

test('the newest come first with sort=-createdAt', async () => {
  expect(ids(await list('sort=-createdAt'))).toEqual(resellers.toReversed());
  expect(ids(await list('sort=createdAt'))).toEqual(resellers);
});

describe.each([1, 2, 3, 6, 7, 100])('pages of %i', (limit) => {
  test.each([
    ['all, oldest first', {}, () => resellers],
    ['all, newest first', { sort: '-createdAt' }, () => resellers.toReversed()],
    ['those of one name', { name: 'contoso west' }, () => sharing],
    ['those of one name, newest first', { name: 'contoso west', sort: '-createdAt' }, () => sharing.toReversed()],
    ['those of one email', { email: NORTH }, () => [1, 3, 5].map((at) => resellers[at])],
    ['those that begin alike', { search: 'contos' }, () => resellers.slice(0, 5)],
    ['those that begin alike, newest first', { search: 'contos', sort: '-createdAt' }, () => resellers.slice(0, 5).toReversed()],
    ['those that meet all filters', { search: 'CONTOSO w', email: NORTH, name: 'Contoso West' }, () => [resellers[1], resellers[3]]],
  ])('lead to the end of %s without gap or repeat', async (_, query, expected) => {
    expect(await readAll(search({ ...query, limit: String(limit) }))).toEqual(expected());
  });
});

test.each([
  ['name=Contoso', () => [resellers[0]]],
  ['name=%20%20cONTOSO%20', () => [resellers[0]]],
  ['name=STRASSE', () => [resellers[6]]],
  ['name=Contos', () => []],
  ['search=contoso%20', () => resellers.slice(0, 4)],
  ['search=Contoso%20West%20', () => sharing],
  ['search=stras', () => [resellers[6]]],
  ['search=ontoso', () => []],
  [`email=${NORTH.toUpperCase()}`, () => [1, 3, 5].map((at) => resellers[at])],
  ['email=nobody@contoso.example', () => []],
  [`email=${NORTH}&search=fab`, () => [resellers[5]]],
  [`email=${NORTH}&name=Contoso`, () => []],
  ['name=Contoso%20West&search=contosa', () => []],
])('%s finds those that meet it', async (query, expected) => {
  const answer = await list(query);
  expect([answer.status, ids(answer)]).toEqual([200, expected()]);
});

test('what is created while pages are read comes last, and moves nobody', async () => {
  const email = `${fresh()}@busy.example`;
  const before = await makeAll([{ email }, { email }, { email }]);
  const made: string[] = [];
  const found = await readAll(`limit=1&email=${email}`, async () => made.length < 2 && made.push(await makeReseller(api, { email })));
  expect(found).toEqual([...before, ...made]);
});

test('Link leads to the very next page, with all that was asked, at whatever limit', async () => {
  const first = await list(`limit=2&sort=-createdAt&search=contos`);
  expect(Object.fromEntries(new URLSearchParams(nextOf(first)))).toMatchObject({ limit: '2', sort: '-createdAt', search: 'contos' });
  const cursor = cursorOf(first);
  expect(ids(await list(`limit=100&sort=-createdAt&search=contos&cursor=${cursor}`))).toEqual(resellers.slice(0, 3).toReversed());
});

test('a cursor that was changed, or is another question’s, is refused', async () => {
  const cursor = cursorOf(await list('limit=2&search=contos'));
  const [reseller = ''] = resellers;
  const foreign: Call[] = [
    { path: '/v3/resellers', query: `search=contos&cursor=${cursor}x` },
    { path: '/v3/resellers', query: `search=contos&cursor=${cursor.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}` },
    { path: '/v3/resellers', query: `search=contos&cursor=${cursor.slice(0, -4)}` },
    { path: '/v3/resellers', query: `cursor=${cursor}` },
    { path: '/v3/resellers', query: `search=contoso&cursor=${cursor}` },
    { path: '/v3/resellers', query: `search=contos&sort=-createdAt&cursor=${cursor}` },
    { path: `/v3/resellers/${reseller}/organizations`, query: `search=contos&cursor=${cursor}` },
  ];
  for (const call of foreign) expect(await violationsOf(api, call)).toEqual(['query /cursor invalid-cursor']);
});

test.each([
  ['limit=0', ['query /limit too-small']],
  ['limit=101', ['query /limit too-large']],
  ['limit=1.5', ['query /limit wrong-type']],
  ['limit=1&limit=2', ['query /limit repeated']],
  ['sort=name', ['query /sort not-allowed']],
  ['name=', ['query /name invalid-characters', 'query /name too-short']],
  ['email=contoso', ['query /email invalid-email']],
  ['search=%20', ['query /search invalid-characters']],
  [`search=${'x'.repeat(257)}`, ['query /search too-long']],
  ['cursor=x', ['query /cursor invalid-cursor']],
  ['externalId=%20', ['query /externalId invalid-characters']],
  ['deleted=true', ['query /deleted unknown-property']],
  ['page=2&dryRun=true', ['query /dryRun unknown-property', 'query /page not-allowed']],
])('%s is refused', async (query, violations) => {
  expect(await violationsOf(api, { path: '/v3/resellers', query })).toEqual(violations);
});

test('a caller bound to a tenant, or without the permission, lists no resellers', async () => {
  const path = '/v3/resellers';
  await refused(api, { path, as: await api.bearer({ reseller_id: resellers[0] }) }, 'foreign-tenant');
  await refused(api, { path, as: await api.bearer({ partner_id: 1 }) }, 'foreign-tenant');
  await refused(api, { path, as: await api.bearer({ permissions: ['reseller:write'] }) }, 'permission-missing');
});

test('names of 256 characters of any kind are found, whole and by their beginning', async () => {
  const name = `${fresh('Long')}${'\u{1D160}'.repeat(243)}`;
  const [one, other] = await makeAll([{ name }, { name: `${name.slice(0, -2)}x` }]);
  expect(ids(await list(search({ name })))).toEqual([one]);
  expect(ids(await list(search({ search: [...name].slice(0, 40).join('') })))).toEqual([one, other]);
  expect(ids(await list(search({ search: name })))).toEqual([one]);
});

test('a text that more than a thousand names begin with finds them all, in order, in pages that may be short', async () => {
  const made = Array.from({ length: 1100 }, () => newId());
  const items = made.flatMap((id, at) => {
    const name = at % 10 ? `Wide ${at}` : `Else ${at}`;
    const reseller = { ...resellerKey(id), type: 'reseller', id, name, email: NORTH, allowedUsers: 1, allowedOrganizations: 1 };
    const stamps = { version: 1, createdAt: '2026-11-22T14:15:22.000Z', updatedAt: '2026-11-22T14:15:22.000Z' };
    const entries = [resellerPlaceKey(id), entryKey(resellerNames, name, id), entryKey(resellerNames, 'Wide', id)];
    return [{ ...reseller, ...stamps }, ...entries.map((key) => ({ ...key, type: 'entry', ownerId: id }))];
  });
  for (let at = 0; at < items.length; at += 25) {
    const puts = items.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }));
    await api.table.client.send(new BatchWriteCommand({ RequestItems: { [api.table.name]: puts } }));
  }
  const wide = made.filter((_, at) => at % 10);
  expect(await readAll('search=wide&limit=100')).toEqual(wide);
  expect(await readAll('search=wide&limit=60&sort=-createdAt')).toEqual(wide.toReversed());
}, 20_000);
