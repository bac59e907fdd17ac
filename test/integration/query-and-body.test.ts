import { type Api, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { contact, fresh, makePartner, newPartner, type StoredPartner } from './samples.ts';

let api: Api;
let root: StoredPartner;

beforeAll(async () => {
  api = await startApi();
  root = await makePartner(api);
});
afterAll(() => api.stop());

const create = (query: Record<string, unknown>, body?: unknown) => ({
  ...{ method: 'POST', path: '/v1/partners', body },
  query: new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)])).toString(),
});

const contactTwins = (fields: object) => Object.fromEntries(Object.entries(fields).map(([name, value]) => [`contact.${name}`, value]));

test('a partner is made of query parameters alone, each read as its type', async () => {
  const given = contact({ isActive: false, sendWelcomeEmail: true, phone: '+4915112345678' });
  const fields = { name: fresh('Straße & Söhne'), reference: fresh('ref'), billingId: '', isActive: false };
  const query = { ...fields, verificationPhrase: 'a+b c', 'parent.id': root.id, 'parent.name': root.name, ...contactTwins(given) };
  const { status, body } = await api.send(create(query));
  expect({ status, ...body }).toMatchObject({ status: 201, ...fields, parent: root, contact: given });
  expect((await api.get(`/v1/partners/${body.id}`)).body.verificationPhrase).toBe('a+b c');
});

test('parameters complete a body, also within its parent and contact', async () => {
  const { email, ...given } = contact();
  const query = { name: fresh(), 'parent.id': root.id, 'contact.email': email };
  const { status, body } = await api.send(create(query, { parent: {}, contact: given }));
  expect({ status, ...body }).toMatchObject({ status: 201, name: query.name, parent: root, contact: { ...given, email } });
});

test('values given twice and equal are taken', async () => {
  const body = newPartner({ isActive: false, parent: { id: root.id }, contact: contact({ sendWelcomeEmail: true }) });
  const query = { name: body.name, isActive: false, 'parent.id': root.id, ...contactTwins(body.contact as object) };
  expect((await api.send(create(query, body))).status).toBe(201);
});

test('values given twice and unequal conflict, each by its name', async () => {
  const body = newPartner({ isActive: true, parent: { id: root.id } });
  const query = { name: 'other', isActive: false, 'parent.id': 1, 'contact.userName': 'other' };
  expect(await violationsOf(api, create(query, body))).toEqual([
    'query /contact.userName conflicting-values',
    'query /isActive conflicting-values',
    'query /name conflicting-values',
    'query /parent.id conflicting-values',
  ]);
});

test('a body value of another type than its equal parameter conflicts and is wrong itself', async () => {
  const violations = await violationsOf(api, create({ isActive: true }, newPartner({ isActive: 'true' })));
  expect(violations).toEqual(['body /isActive wrong-type', 'query /isActive conflicting-values']);
});

test('what only the query gives is judged there, once', async () => {
  const query = { name: '', billingId: 'x'.repeat(51), isActive: 'yes', 'parent.id': '1.5', ...contactTwins(contact({ phone: '0049' })) };
  const violations = await violationsOf(api, create(query));
  expect(violations.filter((violation) => !violation.endsWith('invalid-int32'))).toEqual([
    'query /billingId too-long',
    'query /contact.phone invalid-phone',
    'query /isActive wrong-type',
    'query /name invalid-characters',
    'query /name too-short',
    'query /parent.id wrong-type',
  ]);
});

test.each(['contact', 'parent', 'id', 'contact.id', 'parent.reference', '__proto__', 'constructor', 'name[]', 'name.first'])(
  'the parameter %s is unknown',
  async (name) => {
    expect(await violationsOf(api, create({ [name]: '1' }, newPartner()))).toEqual([`query /${name} unknown-property`]);
  },
);

test('a repeated parameter is refused even when both are equal', async () => {
  const name = fresh();
  const call = { ...create({}, newPartner({ name })), query: `name=${name}&name=${name}` };
  expect(await violationsOf(api, call)).toEqual(['query /name repeated']);
});

test.each([
  ['null', 'null', 'body  wrong-type'],
  ['an array', '[]', 'body  wrong-type'],
  ['a text', '"x"', 'body  wrong-type'],
])('a body that is %s is refused although the query holds everything', async (_, body, violation) => {
  const query = { name: fresh(), 'parent.id': root.id, ...contactTwins(contact()) };
  expect(await violationsOf(api, create(query, body))).toEqual([violation]);
});

test('a contact that is no object is refused with its parameters', async () => {
  expect(await violationsOf(api, create(contactTwins(contact()), { name: fresh(), contact: 7 }))).toEqual(['body /contact wrong-type']);
});

test('other routes take no parameters', async () => {
  expect(await violationsOf(api, { path: `/v1/partners/${root.id}`, query: 'name=x' })).toEqual(['query /name unknown-property']);
  const body = { name: fresh(), email: 'a@example.com', allowedUsers: 1, allowedOrganizations: 1 };
  const call = { method: 'POST', path: '/v3/resellers', query: 'name=x', body };
  expect(await violationsOf(api, call)).toEqual(['query /name unknown-property']);
});

test('a request whose query names an unknown parent is not found', async () => {
  await refused(api, create({ 'parent.id': 2147483647 }, newPartner()), 'parent-not-found');
});
