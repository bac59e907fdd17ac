import { type Answer, type Api, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { contact, fresh, makePartner, newPartner, type StoredPartner } from './samples.ts';
import { deactivate, eventNamesBy, eventsBy } from './stored.ts';

let api: Api;
let root: StoredPartner;
let partner: StoredPartner;

beforeAll(async () => {
  api = await startApi();
  root = await makePartner(api);
});
beforeEach(async () => {
  partner = await makePartner(api, root, { billingId: 'B-1', verificationPhrase: 'blue heron' });
});
afterAll(() => api.stop());

const path = (id = partner.id) => `/v1/partners/${id}`;
const get = async (id = partner.id) => (await api.get(path(id))).body;
const patch = (body: unknown, id = partner.id): Promise<Answer> => api.patch(path(id), body);

test.each([
  ['name', { name: fresh('New') }, '/name'],
  ['reference', { reference: fresh('ref') }, '/reference'],
  ['billingId', { billingId: 'B-2' }, '/billingId'],
  ['verificationPhrase', { verificationPhrase: 'grey heron' }, '/verificationPhrase'],
  ['verificationPhrase to nothing', { verificationPhrase: '' }, '/verificationPhrase'],
])('a PATCH changes %s and nothing else, makes a new version and one event', async (_, change, pointer) => {
  const before = await get();
  expect(await eventNamesBy(api, () => patch(change))).toEqual([['partner.updated', [pointer]]]);
  const { updatedAt, ...after } = await get();
  expect(after).toEqual({ ...before, ...change, version: 2, updatedAt: undefined });
  expect(String(updatedAt) > String(before.updatedAt)).toBe(true);
});

test('a PATCH answers the partner as it is now with its new ETag, and never its phrase', async () => {
  const { status, headers, body } = await patch({ billingId: 'B-2' });
  const { verificationPhrase: _, ...shown } = await get();
  expect({ status, etag: headers.etag, body }).toEqual({ status: 200, etag: '"2"', body: shown });
});

test('null removes an optional field', async () => {
  await patch({ billingId: null, verificationPhrase: null });
  expect(await get()).not.toHaveProperty('billingId');
  expect(await get()).not.toHaveProperty('verificationPhrase');
});

test('several fields, its contact included, are one version, with an event of the partner and one of the contact', async () => {
  const told = await eventNamesBy(api, () => patch({ name: fresh(), billingId: null, contact: { phone: '+441312345678' } }));
  expect(told).toEqual([
    ['partner.updated', ['/name', '/billingId', '/contact/phone']],
    ['partner.contact.updated', ['/phone']],
  ]);
  expect(await get()).toMatchObject({ version: 2, contact: { phone: '+441312345678' } });
});

test('another contact can be named, and the one that is there', async () => {
  const { id: first } = (await get()).contact as { readonly id: number };
  const { body: second } = await api.post(`${path()}/contacts`, contact({ userRole: 'Partner User' }));
  await patch({ contact: { id: second.id } });
  expect(await get()).toMatchObject({ version: 2, contact: { id: second.id, userName: second.userName } });
  const stored = await api.items();
  expect((await patch({ contact: { id: second.id } })).headers.etag).toBe('"2"');
  expect(await api.items()).toEqual(stored);
  await refused(api, { method: 'PATCH', path: path(), body: { contact: { id: 2147483647 } } }, 'contact-not-found');
  const both = { contact: { id: first, phone: '+1555' } };
  expect(await violationsOf(api, { method: 'PATCH', path: path(), body: both })).toEqual(['body /contact conflicting-values']);
  expect((await patch({ contact: { id: second.id, phone: '+1555' } })).body).toMatchObject({ version: 3, contact: { phone: '+1555' } });
});

test.each<[string, () => unknown]>([
  ['its own contact by id', async () => ({ contact: { id: ((await get()).contact as { id: number }).id } })],
  ['an empty patch', () => ({})],
  ['its own values', () => ({ name: partner.name, billingId: 'B-1', isActive: true, verificationPhrase: 'blue heron' })],
  ['its own parent by id', () => ({ parent: { id: root.id } })],
  ['its own parent by name', () => ({ parent: { name: root.name.toUpperCase() } })],
  ['its own contact’s values', () => ({ contact: { firstName: 'Ada', isActive: true } })],
])('%s answers 200, writes nothing and publishes nothing', async (_, change) => {
  const before = await api.items();
  const { status, headers } = await patch(await change());
  expect({ status, etag: headers.etag }).toEqual({ status: 200, etag: '"1"' });
  expect(await api.items()).toEqual(before);
});

test.each([
  ['name of null', { name: null }, ['body /name wrong-type']],
  ['parent of null', { parent: null }, ['body /parent wrong-type']],
  ['id', { id: 7 }, ['body /id read-only']],
  ['number of children', { childCount: 7 }, ['body /childCount unknown-property']],
  ['empty contact', { contact: {} }, ['body /contact empty']],
  ['role that does not exist', { contact: { userRole: 'Owner' } }, ['body /contact/userRole not-allowed']],
])('a %s is refused', async (_, body, violations) => {
  expect(await violationsOf(api, { method: 'PATCH', path: path(), body })).toEqual(violations);
});

test('If-Match lets the version it names through and no other', async () => {
  const ifMatch = (version: string) => ({ method: 'PATCH', path: path(), body: { billingId: fresh() }, headers: { 'if-match': version } });
  await refused(api, ifMatch('"2"'), 'version-mismatch');
  expect((await api.send(ifMatch('"1"'))).headers.etag).toBe('"2"');
  await refused(api, ifMatch('"1"'), 'version-mismatch');
  expect((await api.send(ifMatch('*'))).headers.etag).toBe('"3"');
});

test('of ten PATCHes that name the same version at once, one is done', async () => {
  const send = (_: unknown, at: number) => api.patch(path(), { billingId: `C-${at}` }, { headers: { 'if-match': '"1"' } });
  const statuses = (await Promise.all(Array.from({ length: 10 }, send))).map(({ status }) => status);
  expect(statuses.toSorted((one, other) => one - other)).toEqual([200, ...Array(9).fill(412)]);
  expect(await get()).toMatchObject({ version: 2 });
});

test('PATCHes of different fields at once all land, each a version and an event', async () => {
  const changes = [{ billingId: 'B-9' }, { verificationPhrase: 'grey' }, { reference: fresh() }, { contact: { phone: '+4413' } }];
  const events = await eventsBy(api, () => Promise.all(changes.map((change) => patch(change))));
  expect(await get()).toMatchObject({ ...changes[0], ...changes[1], ...changes[2], ...changes[3], version: 5 });
  const versions = events.filter(({ payload }) => payload.event === 'partner.updated').map(({ metadata }) => metadata.version);
  expect(versions).toEqual([2, 3, 4, 5]);
});

test('a rename frees the old name and reference and takes the new ones', async () => {
  const [name, reference, old] = [fresh('N'), fresh('r'), await get()];
  await patch({ name, reference });
  const other = await makePartner(api, root, { name: partner.name, reference: old.reference });
  const call = { method: 'PATCH', path: path(other.id) };
  const refusal = await refused(api, { ...call, body: { name: name.toUpperCase() } }, 'name-taken');
  expect(refusal.body.name).toBe(name);
  await refused(api, { ...call, body: { reference } }, 'reference-taken');
  await refused(api, { method: 'POST', path: '/v1/partners', body: newPartner({ name, parent: { id: root.id } }) }, 'name-taken');
  await patch({ parent: { name: root.name } });
  expect((await api.get('/v1/partners', { query: `name=${name}` })).body).toMatchObject({ data: [{ id: partner.id }] });
});

test('a name may change its case and spacing only', async () => {
  const name = ` ${partner.name.toUpperCase()}`;
  expect((await patch({ name })).body).toMatchObject({ name, version: 2 });
});

test('two renames that cross each other never leave a name to two or a partner without its own', async () => {
  const other = await makePartner(api, root);
  const answers = await Promise.all([patch({ name: other.name }), patch({ name: partner.name }, other.id)]);
  expect(answers.map(({ body }) => body.code)).toEqual(['name-taken', 'name-taken']);
  const name = fresh();
  const raced = await Promise.all([patch({ name }), patch({ name }, other.id)]);
  expect(raced.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  for (const id of [partner.id, other.id]) {
    const query = `name=${encodeURIComponent(String((await get(id)).name))}`;
    expect((await api.get('/v1/partners', { query })).body).toMatchObject({ data: [{ id }] });
  }
});

test('deactivation and reactivation have their own events, and no other', async () => {
  expect(await eventNamesBy(api, () => patch({ isActive: false }))).toEqual([['partner.deactivated', ['/isActive']]]);
  expect(await eventNamesBy(api, () => patch({ isActive: false }))).toEqual([]);
  const told = await eventNamesBy(api, () => patch({ isActive: true, billingId: 'B-3' }));
  expect(told).toEqual([
    ['partner.reactivated', ['/isActive']],
    ['partner.updated', ['/billingId']],
  ]);
  expect(await get()).toMatchObject({ version: 3, isActive: true });
});

test('nothing can be created anywhere below an inactive partner, and it can again when it is reactivated', async () => {
  const child = await makePartner(api, partner);
  await deactivate(api, partner.id);
  for (const { id } of [partner, child]) {
    await refused(api, { method: 'POST', path: '/v1/partners', body: newPartner({ parent: { id } }) }, 'parent-inactive');
  }
  await deactivate(api, partner.id, true);
  await makePartner(api, child);
});

test('a partner that is not there, or that the caller may not know of, is not found', async () => {
  const as = await api.bearer({ partner_id: (await makePartner(api, root)).id });
  await refused(api, { method: 'PATCH', path: path(2147483647), body: {} }, 'partner-not-found');
  await refused(api, { method: 'PATCH', path: path(), body: { name: 'x' }, as }, 'partner-not-found');
  await refused(api, { method: 'PATCH', path: path(root.id), body: { name: 'x' }, as }, 'partner-not-found');
});

test('a partner does not reactivate itself, one above it does', async () => {
  const [above, partner] = [await makePartner(api), await makePartner(api)];
  await api.patch(`/v1/partners/${partner.id}`, { parent: { id: above.id } });
  await api.patch(`/v1/partners/${partner.id}`, { isActive: false });
  const reactivate = { method: 'PATCH', path: `/v1/partners/${partner.id}`, body: { isActive: true } };
  await refused(api, { ...reactivate, as: await api.bearer({ partner_id: partner.id }) }, 'foreign-tenant');
  expect((await api.send({ ...reactivate, as: await api.bearer({ partner_id: above.id }) })).body.isActive).toBe(true);
});
