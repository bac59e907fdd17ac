import { organizationKey } from '../../functions/shared/table/keys.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Answer, type Api, type Call, startApi } from './api.ts';
import { at, countOf, deleteOrganization, idsOf, makeOrganization } from './organization-samples.ts';
import { refused, violationsOf } from './refusals.ts';
import { fresh, makeReseller, newOrganization } from './samples.ts';
import { eventNamesBy, eventsBy } from './stored.ts';

let api: Api;
let reseller: string;
let externalId: string;

beforeAll(async () => {
  api = await startApi();
  reseller = await makeReseller(api, { allowedUsers: 10 });
});
beforeEach(() => {
  externalId = fresh('crm');
});
afterAll(() => api.stop());

const putting = (body: unknown, call: Partial<Call> = {}): Call => ({
  ...{ method: 'PUT', path: at(reseller, `by-external-id/${externalId}`), body },
  ...call,
});
const put = (body: unknown): Promise<Answer> => api.send(putting(body));
const full = (): Item =>
  newOrganization({ description: 'Head office', address: { city: 'Leith', country: 'GB' }, metadata: { tier: 'gold' } });

test('what is not there is created: 201 with Location and ETag, counted and told as new', async () => {
  const body = full();
  const before = await countOf(api, reseller);
  let answer: Answer | undefined;
  const [event, ...others] = await eventsBy(api, async () => {
    answer = await put({ ...body, resellerId: reseller });
  });
  const id = answer?.body.id;
  expect({ status: answer?.status, headers: answer?.headers }).toMatchObject({
    status: 201,
    headers: { etag: '"1"', location: at(reseller, id) },
  });
  expect(answer?.body).toMatchObject({ ...body, externalId, version: 1 });
  expect((await api.get(at(reseller, id))).body).toEqual(answer?.body);
  expect(event?.payload).toMatchObject({ event: 'reseller.organization.created', data: answer?.body });
  expect({ others, count: await countOf(api, reseller) }).toEqual({ others: [], count: before + 1 });
});

test('what is there is replaced and keeps its id on a rename: 200, one version on, told as changed', async () => {
  const { body: first } = await put(full());
  const renamed = { ...full(), metadata: { tier: 'gold', region: 'north' } };
  const before = await countOf(api, reseller);
  const [event, ...others] = await eventsBy(api, async () => {
    const { status, headers, body } = await put({ ...renamed, externalId });
    expect({ status, etag: headers.etag, location: headers.location }).toEqual({ status: 200, etag: '"2"', location: undefined });
    expect(body).toEqual({ ...first, ...renamed, version: 2, updatedAt: body.updatedAt });
    expect(String(body.updatedAt) > String(first.updatedAt)).toBe(true);
  });
  expect(event?.payload.event).toBe('reseller.organization.updated');
  expect(event?.metadata).toMatchObject({
    ...{ version: 2, previousVersion: 1, changed: ['/name', '/metadata/region'] },
    previous: { '/name': first.name, '/metadata/region': null },
  });
  expect({ others, count: await countOf(api, reseller) }).toEqual({ others: [], count: before });
});

test('optional fields that are absent are removed, and members of the address with them', async () => {
  const { body: first } = await put(full());
  const { name, email, allowedUsers } = first;
  const { body: second } = await put({ name, email, allowedUsers, address: { city: 'Leith' } });
  expect(second).toEqual({
    id: first.id,
    createdAt: first.createdAt,
    updatedAt: second.updatedAt,
    name,
    email,
    allowedUsers,
    address: { city: 'Leith' },
    externalId,
    version: 2,
  });
  const { body: third } = await put({ name, email, allowedUsers });
  const { pk, sk, type, resellerId, ...stored } = (await api.table.table.get(organizationKey(reseller, String(first.id)))) ?? {};
  expect(stored).toEqual(third);
  expect(third).not.toHaveProperty('address');
});

test('what is so already answers 200 with the same version, writes nothing and publishes nothing', async () => {
  const body = full();
  const { body: first } = await put(body);
  const before = await api.items();
  for (const same of [body, { ...body, externalId, resellerId: reseller }, Object.fromEntries(Object.entries(body).reverse())]) {
    const { status, headers, body: answered } = await put(same);
    expect({ status, etag: headers.etag, answered }).toEqual({ status: 200, etag: '"1"', answered: first });
  }
  expect(await api.items()).toEqual(before);
});

test('it takes over an organization that was given the external id otherwise, and frees a name for another', async () => {
  const { id, name } = await makeOrganization(api, reseller, { externalId });
  expect((await put(full())).body).toMatchObject({ id, version: 2 });
  await makeOrganization(api, reseller, { name });
});

test('a deleted organization gave its external id back: another is created', async () => {
  const { body: first } = await put(full());
  await deleteOrganization(api, reseller, first.id);
  const { status, body } = await put(full());
  expect(status).toBe(201);
  expect(body.id).not.toBe(first.id);
  expect(idsOf((await api.get(at(reseller), { query: `externalId=${externalId}` })).items)).toEqual([body.id]);
});

test.each(['a.b', "x!$&'()*+,;=:@~_-", 'a:restore', '...', 'x'.repeat(256)])('the external id %p is one, to the character', async (odd) => {
  const own = await makeReseller(api);
  const call = putting(full(), { path: at(own, `by-external-id/${odd}`) });
  expect((await api.send(call)).body.externalId).toBe(odd);
  expect((await api.send({ ...call, path: at(own, `by-external-id/${encodeURIComponent(odd)}`) })).status).toBe(200);
  expect(await countOf(api, own)).toBe(1);
});

test('an external id in another case is another one’s', async () => {
  const [lower, upper] = ['crm-a', 'CRM-A'].map((id) => putting(full(), { path: at(reseller, `by-external-id/${id}`) }));
  expect([(await api.send(lower as Call)).status, (await api.send(upper as Call)).status]).toEqual([201, 201]);
});

test('If-Match replaces the version it names, and never creates', async () => {
  const ifMatch = (version: string, body: unknown = full()) => putting(body, { headers: { 'if-match': version } });
  await refused(api, ifMatch('"1"'), 'version-mismatch');
  await refused(api, ifMatch('*'), 'version-mismatch');
  const body = full();
  await put(body);
  await refused(api, ifMatch('"2"', body), 'version-mismatch');
  expect((await api.send(ifMatch('"1"'))).headers.etag).toBe('"2"');
  expect((await api.send(ifMatch('*'))).headers.etag).toBe('"3"');
  expect(await violationsOf(api, ifMatch('three'))).toEqual(['header /if-match invalid-etag']);
});

test('to create takes the permission to create too, to replace only that to update', async () => {
  const as = await api.bearer({ permissions: ['reseller:organization:update'] });
  expect((await refused(api, putting(full(), { as }), 'permission-missing')).body.permission).toBe('reseller:organization:create');
  await put(full());
  expect((await api.send(putting(full(), { as }))).status).toBe(200);
  const creator = await api.bearer({ permissions: ['reseller:organization:create'] });
  await refused(api, putting(full(), { as: creator }), 'permission-missing');
});

test('what another has, or the reseller does not allow, is refused, of a create and of a replacement', async () => {
  const own = await makeReseller(api, { allowedOrganizations: 2, allowedUsers: 10 });
  const path = at(own, 'by-external-id/a');
  const other = await makeOrganization(api, own);
  const bad = [putting(newOrganization({ name: other.name }), { path }), putting(newOrganization({ allowedUsers: 11 }), { path })];
  for (const _ of ['to create', 'to replace']) {
    await refused(api, bad[0] as Call, 'name-taken');
    expect((await refused(api, bad[1] as Call, 'limit-reached')).body).toMatchObject({ limitName: 'allowedUsers', limit: 10, count: 11 });
    await api.send(putting(full(), { path }));
  }
  const full2 = putting(full(), { path: at(own, 'by-external-id/b') });
  expect((await refused(api, full2, 'limit-reached')).body).toMatchObject({ limitName: 'allowedOrganizations', limit: 2, count: 2 });
  await refused(api, putting(full(), { path: at('unknown', 'by-external-id/a') }), 'reseller-not-found');
  await refused(api, putting(full(), { as: await api.bearer({ reseller_id: own }) }), 'foreign-tenant');
});

test.each<[string, () => Call, readonly string[]]>([
  ['another external id in the body', () => putting({ ...full(), externalId: 'other' }), ['body /externalId conflicting-values']],
  ['another reseller in the body', () => putting({ ...full(), resellerId: 'other' }), ['body /resellerId conflicting-values']],
  [
    'a body that is not whole',
    () => putting({ email: 'it' }),
    ['body /allowedUsers required', 'body /email invalid-email', 'body /name required'],
  ],
  ['a name of null, which is absent', () => putting({ ...full(), name: null }), ['body /name required']],
  ['no body', () => putting(undefined), ['body  required']],
  [
    'an external id that no path holds',
    () => putting(full(), { path: at(reseller, 'by-external-id/a%20b') }),
    ['path /externalId invalid-characters'],
  ],
  ['a path that would go up', () => putting(full(), { path: at(reseller, 'by-external-id/..') }), ['path /externalId invalid-characters']],
  [
    'a longer external id',
    () => putting(full(), { path: at(reseller, `by-external-id/${'x'.repeat(257)}`) }),
    ['path /externalId too-long'],
  ],
])('%s is refused', async (_, call, violations) => {
  expect(await violationsOf(api, call())).toEqual(violations);
});

test('a dry run says whether it would create, replace or do nothing, and does none of it', async () => {
  const body = full();
  const dryRunOf = async (asked: unknown) => (await api.send(putting(asked, { query: 'dryRun=true' }))).body;
  const before = await api.items();
  expect(await dryRunOf(body)).toMatchObject({ dryRun: true, status: 201, events: [{ event: 'reseller.organization.created' }] });
  expect(await api.items()).toEqual(before);
  await put(body);
  expect(await dryRunOf(full())).toMatchObject({ dryRun: true, status: 200, events: [{ event: 'reseller.organization.updated' }] });
  expect(await dryRunOf(body)).toMatchObject({ dryRun: true, status: 200, events: [], body: { version: 1 } });
  expect(await eventNamesBy(api, () => dryRunOf(full()))).toEqual([]);
});
