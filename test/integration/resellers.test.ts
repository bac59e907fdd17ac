import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { fresh, makeReseller, newReseller } from './samples.ts';
import { itemsAddedBy } from './stored.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const create = (fields: Item = {}) => ({ method: 'POST', path: '/v3/resellers', body: newReseller(fields) });

test('a reseller is answered whole, and GET answers the same', async () => {
  const given = newReseller({ description: '', allowedUsers: 2147483647, allowedOrganizations: 0 });
  const { status, headers, body } = await api.post('/v3/resellers', given);
  expect(status).toBe(201);
  expect(headers).toMatchObject({ etag: '"1"', location: `/v3/resellers/${body.id}` });
  const stamps = { version: 1, createdAt: expect.any(String), updatedAt: body.createdAt };
  expect(body).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), ...given, ...stamps });
  const found = await api.get(String(headers.location));
  expect({ status: found.status, etag: found.headers.etag, body: found.body }).toEqual({ status: 200, etag: '"1"', body });
});

test('two resellers may have one name', async () => {
  const name = fresh();
  expect(await makeReseller(api, { name })).not.toBe(await makeReseller(api, { name }));
});

test('a create stores exactly the reseller, what finds it and its event', async () => {
  let body = {};
  const added = await itemsAddedBy(api, async () => {
    body = (await api.send(create())).body;
  });
  expect(new Set(Object.keys(added))).toEqual(new Set(['event', 'entry', 'reseller']));
  const { id } = body as { id: string };
  expect(added.reseller).toMatchObject([{ pk: `RESELLER#${id}`, organizationCount: 0 }]);
  expect(added.entry?.map(({ pk }) => pk).sort()).toEqual(['RESELLER-EMAILS', 'RESELLER-NAMES', 'RESELLERS']);
  expect(added.event).toMatchObject([
    { pk: `RESELLER#${id}`, payload: { event: 'reseller.created', data: body }, metadata: { tenant: `/resellers/${id}` } },
  ]);
});

test.each([
  ['name', undefined, ['required']],
  ['name', '', ['invalid-characters', 'too-short']],
  ['name', 'x'.repeat(257), ['too-long']],
  ['name', 7, ['wrong-type']],
  ['email', undefined, ['required']],
  ['email', 'nobody', ['invalid-email']],
  ['description', 'x'.repeat(257), ['too-long']],
  ['email', null, ['required']],
  ['allowedUsers', undefined, ['required']],
  ['allowedUsers', -2, ['too-small']],
  ['allowedUsers', '5', ['wrong-type']],
  ['allowedOrganizations', undefined, ['required']],
  ['allowedOrganizations', -2, ['too-small']],
  ['allowedOrganizations', true, ['wrong-type']],
  ['id', 'x', ['unknown-property']],
])('%s given as %p is refused', async (member, value, codes) => {
  expect(await violationsOf(api, create({ [member]: value }))).toEqual(codes.map((code) => `body /${member} ${code}`));
});

test('an unknown reseller is not found', async () => {
  await refused(api, { path: '/v3/resellers/unknown' }, 'reseller-not-found');
});

test('an id longer than any key of the table is refused', async () => {
  const path = `/v3/resellers/${encodeURIComponent('😀'.repeat(256))}`;
  expect(await violationsOf(api, { path })).toEqual(['path /resellerId invalid-characters']);
});

describe('a caller bound to a tenant', () => {
  test('makes no resellers', async () => {
    const id = await makeReseller(api);
    await refused(api, { ...create(), as: await api.bearer({ reseller_id: id }) }, 'foreign-tenant');
    await refused(api, { ...create(), as: await api.bearer({ partner_id: 1 }) }, 'foreign-tenant');
  });

  test('reads its own reseller and no other, whether it exists or not', async () => {
    const [own, other] = [await makeReseller(api), await makeReseller(api)];
    const as = await api.bearer({ reseller_id: own });
    expect((await api.get(`/v3/resellers/${own}`, { as })).status).toBe(200);
    await refused(api, { path: `/v3/resellers/${other}`, as }, 'foreign-tenant');
    await refused(api, { path: '/v3/resellers/unknown', as }, 'foreign-tenant');
    await refused(api, { path: `/v3/resellers/${own}`, as: await api.bearer({ partner_id: 1 }) }, 'foreign-tenant');
  });

  test('is refused on partners when it is bound to a reseller only', async () => {
    const as = await api.bearer({ reseller_id: await makeReseller(api) });
    await refused(api, { path: '/v1/partners/1', as }, 'foreign-tenant');
  });
});

describe('If-Match', () => {
  const get = async (tag: string) => ({ path: `/v3/resellers/${await makeReseller(api)}`, headers: { 'if-match': tag } });

  test.each(['"1"', '*', '"7", "1"', '"7","1"', ', "7",, "1" ,', '"0", W/"2", "1"', '"a", "1"'])(
    '%p matches the first version',
    async (tag) => {
      expect((await api.send(await get(tag))).status).toBe(200);
    },
  );

  test.each(['"2"', '"0"', '"x"', '"01"', '""', '"2", "3"', 'W/"1"', 'W/"1", W/"2"', '"*"'])('%p does not match it', async (tag) => {
    await refused(api, await get(tag), 'version-mismatch');
  });

  test('a weak tag of the right version is told from another version', async () => {
    const detail = async (tag: string) => (await api.send(await get(tag))).body.detail;
    expect(await detail('W/"1"')).toMatch(/^The entity has the version "1", .*a weak tag such as W\/"1" never matches\.$/);
    expect(await detail('W/"2"')).toBe('The entity has the version "1", which If-Match does not name.');
  });

  test.each(['1', 'w/"1"', 'W/1', '"1" "2"', '*, "1"', '"a b"', '"1', ',', ''])('%p is garbage', async (tag) => {
    expect(await violationsOf(api, await get(tag))).toEqual(['header /if-match invalid-etag']);
  });
});
