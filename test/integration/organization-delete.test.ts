import { deletedOrganizationKey } from '../../functions/shared/table/keys.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from './api.ts';
import { at, countOf, deleteOrganization, idsOf, makeOrganization, readIds } from './organization-samples.ts';
import { refused, violationsOf } from './refusals.ts';
import { fresh, makeReseller } from './samples.ts';
import { eventNamesBy, eventsBy, setAttribute } from './stored.ts';

let api: Api;
let reseller: string;
let organization: Item;

beforeAll(async () => {
  api = await startApi();
  reseller = await makeReseller(api);
});
beforeEach(async () => {
  organization = await makeOrganization(api, reseller, {
    ...{ description: 'Head office', address: { city: 'Leith' }, externalId: fresh('crm'), metadata: { tier: 'gold' } },
  });
});
afterAll(() => api.stop());

const path = () => at(reseller, organization.id);
const kept = () => api.table.table.get(deletedOrganizationKey(reseller, String(organization.id)));
const DAY_MS = 86_400_000;

test('a DELETE answers 204 with nothing, and gives the place back', async () => {
  const before = await countOf(api, reseller);
  const { status, headers, body } = await api.remove(path());
  expect({ status, etag: headers.etag, body }).toEqual({ status: 204, etag: undefined, body: {} });
  expect(await countOf(api, reseller)).toBe(before - 1);
});

test('its event carries the whole organization as it was, one version on', async () => {
  const [event, ...others] = await eventsBy(api, () => api.remove(path()));
  expect(others).toEqual([]);
  expect(event?.payload.event).toBe('reseller.organization.deleted');
  expect(event?.payload.data).toEqual({ ...organization, version: 2 });
  expect(event?.metadata).toMatchObject({ version: 2, previousVersion: 1, changed: [], previous: {}, tenant: `/resellers/${reseller}` });
});

test('its name and its external id are free at once: the same can be created again, as another organization', async () => {
  const { name, externalId } = organization;
  await deleteOrganization(api, reseller, organization.id);
  const again = await makeOrganization(api, reseller, { name, externalId });
  expect(again.id).not.toBe(organization.id);
  expect(idsOf((await api.get(at(reseller), { query: `name=${name}` })).items)).toEqual([again.id]);
});

test('it can be deleted and made again under one name any number of times', async () => {
  const { name } = organization;
  for (let { id } = organization, times = 0; times < 3; times += 1) {
    await deleteOrganization(api, reseller, id);
    ({ id } = await makeOrganization(api, reseller, { name }));
  }
  expect(await readIds(api, at(reseller), `name=${name}&deleted=true&limit=2`)).toHaveLength(3);
});

test('for 30 days every request for it is 410 and says since when and until when', async () => {
  await deleteOrganization(api, reseller, organization.id);
  const answers = [
    await refused(api, { path: path() }, 'organization-deleted'),
    await refused(api, { method: 'PATCH', path: path(), body: { name: fresh() } }, 'organization-deleted'),
    await refused(api, { method: 'DELETE', path: path() }, 'organization-deleted'),
    await refused(api, { path: path(), headers: { 'if-match': '"7"' } }, 'organization-deleted'),
  ];
  for (const { status, body } of answers) {
    expect(status).toBe(410);
    const { deletedAt, purgeAt } = body as { readonly deletedAt: string; readonly purgeAt: string };
    expect(Date.parse(purgeAt) - Date.parse(deletedAt)).toBe(30 * DAY_MS);
    expect({ deletedAt, purgeAt }).toEqual({ deletedAt: (await kept())?.deletedAt, purgeAt: (await kept())?.purgeAt });
    expect(deletedAt >= String(organization.createdAt)).toBe(true);
  }
});

test('it is not deleted for another reseller, nor told to it', async () => {
  await deleteOrganization(api, reseller, organization.id);
  await refused(api, { path: at(await makeReseller(api), organization.id) }, 'organization-not-found');
});

test('the table removes it right after purgeAt, and not before', async () => {
  await deleteOrganization(api, reseller, organization.id);
  const { purgeAt, expiresAt } = (await kept()) as { readonly purgeAt: string; readonly expiresAt: number };
  expect(expiresAt * 1000 - Date.parse(purgeAt)).toBeGreaterThanOrEqual(0);
  expect(expiresAt * 1000 - Date.parse(purgeAt)).toBeLessThan(1000);
});

test('after purgeAt it is not found, in no list and not restored, whether or not the table has removed it', async () => {
  await deleteOrganization(api, reseller, organization.id);
  await setAttribute(api, deletedOrganizationKey(reseller, String(organization.id)), 'purgeAt', new Date(Date.now() - 1).toISOString());
  await refused(api, { path: path() }, 'organization-not-found');
  await refused(api, { method: 'PATCH', path: path(), body: {} }, 'organization-not-found');
  await refused(api, { method: 'DELETE', path: path() }, 'organization-not-found');
  await refused(api, { method: 'POST', path: `${path()}:restore` }, 'organization-not-found');
  expect(idsOf((await api.get(at(reseller), { query: 'deleted=true&limit=100' })).items)).not.toContain(organization.id);
});

test('what keeps it is no event, no directory entry and nothing that is counted', async () => {
  const before = await api.items();
  const added = await eventsBy(api, () => deleteOrganization(api, reseller, organization.id));
  const after = await api.items();
  const ofType = (items: readonly Item[], type: string) => items.filter((item) => item.type === type).length;
  const difference = (type: string) => ofType(after, type) - ofType(before, type);
  expect(added).toHaveLength(1);
  expect(['organization', 'deleted-organization', 'entry', 'event'].map(difference)).toEqual([-1, 1, -3, 1]);
  expect(after).toHaveLength(before.length - 2);
});

test('If-Match deletes the version it names and no other', async () => {
  const ifMatch = (version: string) => ({ method: 'DELETE', path: path(), headers: { 'if-match': version } });
  await refused(api, ifMatch('"2"'), 'version-mismatch');
  expect(await violationsOf(api, ifMatch('1'))).toEqual(['header /if-match invalid-etag']);
  expect((await api.send(ifMatch('"1"'))).status).toBe(204);
});

test('of ten DELETEs at once one is done, counted and told', async () => {
  const before = await countOf(api, reseller);
  let statuses: readonly number[] = [];
  const told = await eventNamesBy(api, async () => {
    statuses = (await Promise.all(Array.from({ length: 10 }, () => api.remove(path())))).map(({ status }) => status);
  });
  expect(statuses.toSorted((one, other) => one - other)).toEqual([204, ...Array(9).fill(410)]);
  expect(told).toEqual([['reseller.organization.deleted', []]]);
  expect(await countOf(api, reseller)).toBe(before - 1);
});

test('a DELETE and a PATCH at once: the PATCH is before it, or is refused', async () => {
  const [removed, changed] = await Promise.all([api.remove(path()), api.patch(path(), { description: 'changed' })]);
  expect(removed.status).toBe(204);
  expect([200, 410]).toContain(changed.status);
  expect((await kept())?.description).toBe(changed.status === 200 ? 'changed' : 'Head office');
});

test('what is not there, or is another’s, is not deleted', async () => {
  const other = await makeReseller(api);
  await refused(api, { method: 'DELETE', path: at(reseller, 'unknown') }, 'organization-not-found');
  await refused(api, { method: 'DELETE', path: at(other, organization.id) }, 'organization-not-found');
  await refused(api, { method: 'DELETE', path: path(), as: await api.bearer({ reseller_id: other }) }, 'foreign-tenant');
  const as = await api.bearer({ permissions: ['reseller:organization:update'] });
  await refused(api, { method: 'DELETE', path: path(), as }, 'permission-missing');
});
