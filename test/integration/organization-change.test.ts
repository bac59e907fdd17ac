import { organizationKey } from '../../functions/shared/table/keys.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Answer, type Api, startApi } from './api.ts';
import { at, makeOrganization } from './organization-samples.ts';
import { refused, violationsOf } from './refusals.ts';
import { fresh, makeReseller } from './samples.ts';
import { eventNamesBy, eventsBy } from './stored.ts';

let api: Api;
let reseller: string;
let before: Item;

const address = { addressLine1: '1 Harbour Street', city: 'Leith', country: 'GB' };

beforeAll(async () => {
  api = await startApi();
  reseller = await makeReseller(api);
});
beforeEach(async () => {
  before = await makeOrganization(api, reseller, {
    ...{ description: 'Head office', address, externalId: fresh('crm'), metadata: { tier: 'gold', region: 'north' } },
  });
});
afterAll(() => api.stop());

const get = async () => (await api.get(at(reseller, before.id))).body;
const patching = (body: unknown, headers = {}) => ({ method: 'PATCH', path: at(reseller, before.id), body, headers });
const patch = (body: unknown): Promise<Answer> => api.send(patching(body));

test.each<[string, Item, readonly string[]]>([
  ['name', { name: fresh('New') }, ['/name']],
  ['email', { email: 'new@example.com' }, ['/email']],
  ['description', { description: '' }, ['/description']],
  ['allowedUsers', { allowedUsers: 10 }, ['/allowedUsers']],
  ['externalId', { externalId: fresh('erp') }, ['/externalId']],
])('a PATCH changes %s and nothing else, makes a new version and one event', async (_, change, changed) => {
  expect(await eventNamesBy(api, () => patch(change))).toEqual([['reseller.organization.updated', changed]]);
  const { updatedAt, ...after } = await get();
  expect(after).toEqual({ ...before, ...change, version: 2, updatedAt: undefined });
  expect(String(updatedAt) > String(before.updatedAt)).toBe(true);
});

test.each<[string, Item, Item, readonly string[]]>([
  [
    'members of the address are changed, added and removed one by one',
    { address: { city: 'Edinburgh', country: null, postalCode: 'EH1 1AA', state: null } },
    { address: { addressLine1: '1 Harbour Street', city: 'Edinburgh', postalCode: 'EH1 1AA' } },
    ['/address/city', '/address/country', '/address/postalCode'],
  ],
  ['the whole address is removed', { address: null }, { address: undefined }, ['/address']],
  ['the description is removed', { description: null }, { description: undefined }, ['/description']],
  ['the external id is removed', { externalId: null }, { externalId: undefined }, ['/externalId']],
  [
    'pairs of metadata are changed, added and removed one by one',
    { metadata: { tier: 'silver', region: null, 'a/b~c': '' } },
    { metadata: { tier: 'silver', 'a/b~c': '' } },
    ['/metadata/tier', '/metadata/region', '/metadata/a~1b~0c'],
  ],
  ['all metadata is removed', { metadata: null }, { metadata: undefined }, ['/metadata']],
  [
    'several fields are one version',
    { email: 'new@example.com', description: null, address: { city: null } },
    { email: 'new@example.com', description: undefined, address: { addressLine1: '1 Harbour Street', country: 'GB' } },
    ['/email', '/description', '/address/city'],
  ],
])('%s', async (_, change, changed, pointers) => {
  const [event] = await eventsBy(api, () => patch(change));
  const after = await get();
  expect(after).toEqual({ ...before, ...changed, version: 2, updatedAt: after.updatedAt });
  expect(new Set(event?.metadata.changed)).toEqual(new Set(pointers));
});

test('null removes every optional field, and what was there is told as what it was', async () => {
  const none = { description: null, address: null, externalId: null, metadata: null };
  const [event] = await eventsBy(api, () => patch(none));
  expect(Object.keys(await get())).toEqual(['id', 'name', 'email', 'allowedUsers', 'version', 'createdAt', 'updatedAt']);
  const { description, externalId, metadata } = before;
  expect(event?.metadata.previous).toEqual({
    '/description': description,
    '/address': address,
    '/externalId': externalId,
    '/metadata': metadata,
  });
});

test('the event carries the whole organization as it is now, with what it was before', async () => {
  const [event, ...others] = await eventsBy(api, () => patch({ allowedUsers: 7, metadata: { tier: null, note: 'x' } }));
  expect(others).toEqual([]);
  expect(event?.payload).toMatchObject({ event: 'reseller.organization.updated', data: await get() });
  expect(event?.metadata).toMatchObject({
    ...{ version: 2, previousVersion: 1, tenant: `/resellers/${reseller}`, requestId: 'request-1' },
    previous: { '/allowedUsers': 5, '/metadata/tier': 'gold', '/metadata/note': null },
  });
});

test('a PATCH answers the organization as it is now, with its new ETag', async () => {
  const { status, headers, body } = await patch({ email: 'new@example.com' });
  expect({ status, etag: headers.etag, body }).toEqual({ status: 200, etag: '"2"', body: await get() });
});

test.each<[string, () => Item]>([
  ['an empty patch', () => ({})],
  [
    'its own values',
    () => ({ name: before.name, email: before.email, allowedUsers: 5, address: { city: 'Leith' }, metadata: { tier: 'gold' } }),
  ],
  ['the removal of what is not there', () => ({ address: { state: null }, metadata: { nothing: null } })],
  ['empty objects', () => ({ address: {}, metadata: {} })],
])('%s answers 200 with the same version, writes nothing and publishes nothing', async (_, change) => {
  const stored = await api.items();
  const { status, headers, body } = await patch(change());
  expect({ status, etag: headers.etag, body }).toEqual({ status: 200, etag: '"1"', body: before });
  expect(await api.items()).toEqual(stored);
});

test('If-Match lets the version it names through and no other, even where nothing would change', async () => {
  const ifMatch = (version: string, body: Item = { email: `${fresh()}@example.com` }) => patching(body, { 'if-match': version });
  await refused(api, ifMatch('"2"'), 'version-mismatch');
  await refused(api, ifMatch('"2"', {}), 'version-mismatch');
  expect((await api.send(ifMatch('"1"'))).headers.etag).toBe('"2"');
  await refused(api, ifMatch('"1"'), 'version-mismatch');
  expect((await api.send(ifMatch('*'))).headers.etag).toBe('"3"');
  expect(await violationsOf(api, ifMatch('3'))).toEqual(['header /if-match invalid-etag']);
});

test('of ten PATCHes that name the same version at once, one is done', async () => {
  const send = (_: unknown, index: number) => api.send(patching({ description: `C-${index}` }, { 'if-match': '"1"' }));
  const statuses = (await Promise.all(Array.from({ length: 10 }, send))).map(({ status }) => status);
  expect(statuses.toSorted((one, other) => one - other)).toEqual([200, ...Array(9).fill(412)]);
  expect(await get()).toMatchObject({ version: 2 });
});

test('PATCHes of different fields at once all land, each a version and an event', async () => {
  const changes = [{ email: 'new@example.com' }, { description: 'new' }, { address: { city: 'Perth' } }, { metadata: { tier: 'tin' } }];
  const events = await eventsBy(api, () => Promise.all(changes.map(patch)));
  expect(events.map(({ metadata }) => metadata.version).toSorted()).toEqual([2, 3, 4, 5]);
  expect(await get()).toMatchObject({
    version: 5,
    email: 'new@example.com',
    description: 'new',
    metadata: { tier: 'tin', region: 'north' },
  });
});

test('what is stored is the organization and nothing of the patch', async () => {
  await patch({ description: null, address: { city: null } });
  const { pk, sk, ...item } = (await api.table.table.get(organizationKey(reseller, String(before.id)))) ?? {};
  expect(item).toEqual({ type: 'organization', resellerId: reseller, ...(await get()) });
});
