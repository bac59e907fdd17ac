import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Answer, type Api, type Call, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { contact, fresh, makePartner, newPartner, type StoredPartner } from './samples.ts';

let api: Api;
let root: StoredPartner;
let externalId: string;

beforeAll(async () => {
  api = await startApi();
  root = await makePartner(api);
});
beforeEach(() => {
  externalId = fresh('crm');
});
afterAll(() => api.stop());

const at = (id: unknown): string => `/v1/partners/${id}`;
const putting = (body: unknown, call: Partial<Call> = {}): Call => ({
  ...{ method: 'PUT', path: `/v1/partners-by-external-id/${externalId}`, body },
  ...call,
});
const put = (body: unknown, call: Partial<Call> = {}): Promise<Answer> => api.send(putting(body, call));
const full = (fields: Item = {}): Item =>
  newPartner({ parent: { id: root.id }, billingId: 'NW-2026', verificationPhrase: 'blue heron', ...fields });
const found = async (of: StoredPartner = root, id = externalId) =>
  (await api.get('/v1/partners', { query: `partner=${of.id}&externalId=${id}` })).body.data as readonly Item[];

test('to create takes the permission to create too, to replace only that to update', async () => {
  const as = await api.bearer({ permissions: ['partner:update'], partner_id: root.id });
  expect((await refused(api, putting(full(), { as }), 'permission-missing')).body.permission).toBe('partner:create');
  const { body } = await put(full());
  expect((await put({ ...full(), contact: body.contact }, { as })).status).toBe(200);
});

test('If-Match replaces the version it names, and never creates; If-None-Match: * only creates', async () => {
  const having = (headers: Readonly<Record<string, string>>, body: unknown = full()) => putting(body, { headers });
  for (const tag of ['"1"', '*']) await refused(api, having({ 'if-match': tag }), 'version-mismatch');
  const body = full();
  await refused(api, having({}, { ...body, version: 1 }), 'version-mismatch');
  expect((await api.send(having({ 'if-none-match': '*' }, body))).status).toBe(201);
  await refused(api, having({ 'if-none-match': '*' }, body), 'version-mismatch');
  await refused(api, having({ 'if-match': '"2"' }, body), 'version-mismatch');
  await refused(api, having({}, { ...body, version: 2 }), 'version-mismatch');
  expect((await api.send(having({ 'if-match': '"1"' }, { ...body, billingId: 'B' }))).headers.etag).toBe('"2"');
  expect((await api.send(having({ 'if-match': '*' }, body))).headers.etag).toBe('"3"');
});

test('what others have is refused, of a create and of a replacement; so is a parent that is none or inactive', async () => {
  const other = await makePartner(api, root, { contact: contact({ userName: 'taken-by-other' }) });
  for (const _ of ['to create', 'to replace']) {
    await refused(api, putting(full({ name: other.name })), 'name-taken');
    await refused(api, putting(full({ contact: contact({ userName: 'Taken-By-Other' }) })), 'user-name-taken');
    await put(full());
  }
  await refused(api, putting(full({ contact: contact({ userRole: 'Partner User' }) })), 'last-supervisor');
  await refused(api, putting(full({ parent: { id: 2147483647 } })), 'parent-not-found');
  expect(await violationsOf(api, putting(full({ parent: { id: root.id, name: 'other' } })))).toEqual(['body /parent conflicting-values']);
  const { body: child } = await put(full({ parent: { id: other.id } }));
  await api.patch(at(other.id), { isActive: false });
  expect((await put({ ...full({ parent: { id: other.id } }), contact: child.contact })).status).toBe(200);
  const fresher = `/v1/partners-by-external-id/${fresh('crm')}`;
  await refused(api, putting(full({ parent: { id: other.id } }), { path: fresher }), 'parent-inactive');
});

test.each<[string, () => Call, readonly string[]]>([
  ['another external id in the body', () => putting({ ...full(), externalId: 'other' }), ['body /externalId conflicting-values']],
  ['a body that is not whole', () => putting({}), ['body /contact required', 'body /name required']],
  ['an id of a partner that is not there', () => putting({ ...full(), id: 7 }), ['body /id read-only']],
  ['an id of a contact that is not there', () => putting(full({ contact: contact({ id: 7 }) })), ['body /contact/id read-only']],
  [
    'an external id that no path holds',
    () => putting(full(), { path: '/v1/partners-by-external-id/a%20b' }),
    ['path /externalId invalid-characters'],
  ],
  ['a longer one', () => putting(full(), { path: `/v1/partners-by-external-id/${'x'.repeat(257)}` }), ['path /externalId too-long']],
])('%s is refused', async (_, call, violations) => {
  expect(await violationsOf(api, call())).toEqual(violations);
});

test.each(['a.b', "x!$&'()*+,;=:@~_-", 'contacts', '...', 'x'.repeat(256)])('the external id %p is one, to the character', async (odd) => {
  const body = full();
  expect((await put(body, { path: `/v1/partners-by-external-id/${odd}` })).body.externalId).toBe(odd);
  expect((await put(body, { path: `/v1/partners-by-external-id/${encodeURIComponent(odd)}` })).status).toBe(200);
  expect(await found(root, encodeURIComponent(odd))).toHaveLength(1);
});
