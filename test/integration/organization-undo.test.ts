import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, type Call, startApi } from './api.ts';
import { at, countOf, deleteOrganization, idsOf, makeOrganization, readIds } from './organization-samples.ts';
import { refused } from './refusals.ts';
import { fresh, makeReseller } from './samples.ts';
import { eventsBy, itemsAddedBy } from './stored.ts';

let api: Api;
let reseller: string;
let organization: Item;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  reseller = await makeReseller(api, { allowedOrganizations: 2, allowedUsers: 10 });
  organization = await makeOrganization(api, reseller, {
    ...{ description: 'Head office', address: { city: 'Leith' }, externalId: fresh('crm'), metadata: { tier: 'gold' } },
  });
  await deleteOrganization(api, reseller, organization.id);
});
afterAll(() => api.stop());

const restoring = (call: Partial<Call> = {}): Call => ({ method: 'POST', path: `${at(reseller, organization.id)}:restore`, ...call });

test('a restored organization is what it was, under its id, two versions on', async () => {
  const { status, headers, body } = await api.send(restoring());
  expect({ status, etag: headers.etag }).toEqual({ status: 200, etag: '"3"' });
  expect(body).toEqual({ ...organization, version: 3, updatedAt: expect.any(String) });
  expect(String(body.updatedAt) > String(organization.updatedAt)).toBe(true);
  expect((await api.get(at(reseller, organization.id))).body).toEqual(body);
  expect(await countOf(api, reseller)).toBe(1);
});

test('it is told by one event, with the whole organization', async () => {
  const [event, ...others] = await eventsBy(api, () => api.send(restoring()));
  expect(others).toEqual([]);
  expect(event?.payload).toMatchObject({ event: 'reseller.organization.restored' });
  expect(event?.payload.data).toEqual((await api.get(at(reseller, organization.id))).body);
  expect(event?.metadata).toMatchObject({ version: 3, previousVersion: 2, changed: [], tenant: `/resellers/${reseller}` });
});

test('it is found by everything again, in its old place of the list, and no more among the deleted', async () => {
  const later = await makeOrganization(api, reseller, { email: String(organization.email) });
  await api.send(restoring());
  const { name, email, externalId, id } = organization;
  expect(idsOf((await api.get(at(reseller))).items)).toEqual([id, later.id]);
  expect(idsOf((await api.get(at(reseller), { query: `email=${email}` })).items)).toEqual([id, later.id]);
  for (const query of [`name=${name}`, `externalId=${externalId}`, `search=${name}`]) {
    expect(idsOf((await api.get(at(reseller), { query })).items)).toEqual([id]);
  }
  expect((await api.get(at(reseller), { query: 'deleted=true' })).items).toEqual([]);
});

test('it holds its name and its external id again, and can be changed and deleted again', async () => {
  await api.send(restoring());
  const { name, externalId } = organization;
  await refused(api, { method: 'POST', path: at(reseller), body: { ...organization, ...without, externalId: fresh() } }, 'name-taken');
  await refused(api, { method: 'POST', path: at(reseller), body: { ...organization, ...without, name: fresh() } }, 'external-id-taken');
  expect((await api.patch(at(reseller, organization.id), { name: fresh() })).body.version).toBe(4);
  await deleteOrganization(api, reseller, organization.id);
  expect((await api.send(restoring())).body.version).toBe(6);
  expect((await makeOrganization(api, reseller, { name })).externalId).not.toBe(externalId);
});

const without = { id: undefined, createdAt: undefined, updatedAt: undefined, version: undefined };

test.each<[string, Parameters<typeof refused>[2], () => Promise<unknown>]>([
  ['another took its name', 'name-taken', () => makeOrganization(api, reseller, { name: String(organization.name).toUpperCase() })],
  ['another took its external id', 'external-id-taken', () => makeOrganization(api, reseller, { externalId: organization.externalId })],
  ['its reseller is full', 'limit-reached', () => Promise.all([1, 2].map(() => makeOrganization(api, reseller)))],
  ['its reseller may not allow so many users any more', 'limit-reached', () => api.patch(`/v3/resellers/${reseller}`, { allowedUsers: 4 })],
])('while %s it is not restored, and stays restorable', async (_, code, happen) => {
  await happen();
  expect((await refused(api, restoring(), code)).status).toBe(409);
  await refused(api, { path: at(reseller, organization.id) }, 'organization-deleted');
});

test('what stood in its way can be taken away', async () => {
  const { id } = await makeOrganization(api, reseller, { name: organization.name });
  await refused(api, restoring(), 'name-taken');
  await deleteOrganization(api, reseller, id);
  expect((await api.send(restoring())).status).toBe(200);
  await refused(api, { method: 'POST', path: `${at(reseller, id)}:restore` }, 'name-taken');
});

test('what is not deleted is not restored', async () => {
  await api.send(restoring());
  await refused(api, restoring(), 'organization-not-deleted');
  const there = await makeOrganization(api, reseller);
  await refused(api, restoring({ path: `${at(reseller, there.id)}:restore` }), 'organization-not-deleted');
});

test('of ten restores at once one is done, counted and told', async () => {
  let answers: readonly (readonly [number, unknown])[] = [];
  const events = await eventsBy(api, async () => {
    const sent = await Promise.all(Array.from({ length: 10 }, () => api.send(restoring())));
    answers = sent.map(({ status, body }) => [status, body.code] as const);
  });
  expect(answers.filter(([status]) => status === 200)).toHaveLength(1);
  expect(answers.filter(([status, code]) => status === 409 && code === 'organization-not-deleted')).toHaveLength(9);
  expect(events.map(({ payload }) => payload.event)).toEqual(['reseller.organization.restored']);
  expect(await countOf(api, reseller)).toBe(1);
});

test('of two organizations that had one name, restored at once, one is back', async () => {
  const { id } = await makeOrganization(api, reseller, { name: organization.name });
  await deleteOrganization(api, reseller, id);
  const answers = await Promise.all([restoring(), restoring({ path: `${at(reseller, id)}:restore` })].map((call) => api.send(call)));
  expect(answers.map(({ status, body }) => body.code ?? status).toSorted()).toEqual([200, 'name-taken']);
  expect(await countOf(api, reseller)).toBe(1);
});

test('a restore with a key is done once, and a repeat gets the same answer marked as replayed', async () => {
  const call = restoring({ headers: { 'idempotency-key': fresh('key') } });
  const first = await api.send(call);
  const added = await itemsAddedBy(api, async () => {
    expect(await api.send(call)).toEqual({ ...first, headers: { ...first.headers, 'idempotency-replayed': 'true' } });
  });
  expect({ status: first.status, added }).toEqual({ status: 200, added: {} });
  await deleteOrganization(api, reseller, organization.id);
  expect((await api.send(call)).headers['idempotency-replayed']).toBe('true');
  await refused(api, { ...call, path: `${at(reseller, 'other')}:restore` }, 'idempotency-key-reused');
});

test('after its reseller was deleted it cannot be restored', async () => {
  expect((await api.remove(`/v3/resellers/${reseller}`)).status).toBe(204);
  await refused(api, restoring(), 'reseller-not-found');
});

test('what never was, or is another’s, is not restored', async () => {
  const other = await makeReseller(api);
  await refused(api, restoring({ path: `${at(reseller, 'unknown')}:restore` }), 'organization-not-found');
  await refused(api, restoring({ path: `${at(other, organization.id)}:restore` }), 'organization-not-found');
  await refused(api, restoring({ as: await api.bearer({ reseller_id: other }) }), 'foreign-tenant');
  const as = await api.bearer({ permissions: ['reseller:organization:create', 'reseller:organization:update'] });
  await refused(api, restoring({ as }), 'permission-missing');
});

test.each([':unknown', ':Restore', ':batch', ':'])('POST of an organization%s is no route', async (verb) => {
  await refused(api, restoring({ path: `${at(reseller, organization.id)}${verb}` }), 'route-not-found');
});

test('POST of an organization itself is refused, and told what its path takes', async () => {
  const { headers } = await refused(api, restoring({ path: at(reseller, organization.id) }), 'method-not-allowed');
  expect(new Set(String(headers.allow).split(', '))).toEqual(new Set(['GET', 'HEAD', 'PATCH', 'DELETE']));
});

test('the deleted are listed in the order of their creation, both ways, with when they were deleted and will be purged', async () => {
  const others = [await makeOrganization(api, reseller), await makeOrganization(api, reseller)];
  for (const { id } of [...others].reverse()) await deleteOrganization(api, reseller, id);
  const ids = idsOf([organization, ...others]);
  const { items } = await api.get(at(reseller), { query: 'deleted=true' });
  expect(idsOf(items)).toEqual(ids);
  const { deletedAt, purgeAt } = (await api.get(at(reseller, organization.id))).body;
  expect(items[0]).toEqual({ ...organization, version: 2, deletedAt, purgeAt });
  for (const limit of [1, 2]) {
    expect(await readIds(api, at(reseller), `deleted=true&limit=${limit}`)).toEqual(ids);
    expect(await readIds(api, at(reseller), `deleted=true&limit=${limit}&sort=-createdAt`)).toEqual([...ids].reverse());
  }
});
