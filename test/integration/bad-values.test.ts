import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from './api.ts';
import { violationsOf } from './refusals.ts';
import { contact, makeReseller, newOrganization, newPartner, newReseller } from './samples.ts';

let api: Api;
let paths: Readonly<Record<string, string>>;
const valid: Readonly<Record<string, () => Item>> = { partner: newPartner, reseller: newReseller, organization: newOrganization };

beforeAll(async () => {
  api = await startApi();
  const organization = `/v3/resellers/${await makeReseller(api)}/organizations`;
  paths = { partner: '/v1/partners', reseller: '/v3/resellers', organization };
});
afterAll(() => api.stop());

const post = (kind: string, body: unknown) => ({ method: 'POST', path: paths[kind] ?? '', body });

/** The JSON of a valid body with one text in it replaced by raw JSON. */
const withJson = (kind: string, member: string, json: string): string =>
  JSON.stringify({ ...valid[kind]?.(), [member]: '@@' }).replace('"@@"', json);

test.each([
  ['2147483648', 'too-large'],
  ['9007199254740993', 'too-large'],
  ['-2147483649', 'too-small'],
  ['1e400', 'wrong-type'],
  ['1.5', 'wrong-type'],
  ['"7"', 'wrong-type'],
  ['null', 'required'],
  ['[7]', 'wrong-type'],
  ['true', 'wrong-type'],
])('an int32 given as %s is %s', async (json, code) => {
  for (const kind of ['reseller', 'organization']) {
    expect(await violationsOf(api, post(kind, withJson(kind, 'allowedUsers', json)))).toEqual([`body /allowedUsers ${code}`]);
  }
});

test.each([['7.0'], ['0.7e1'], ['-0'], ['-1']])('an int32 may be spelled %s', async (json) => {
  expect((await api.send(post('reseller', withJson('reseller', 'allowedUsers', json)))).body.allowedUsers).toBe(JSON.parse(json) + 0);
});

test.each([
  'plain',
  '@example.com',
  'a@',
  'a@b',
  'a@@example.com',
  'a b@example.com',
  ' a@example.com',
  'a@example.com\n',
  'a@example..com',
  'a@-example.com',
  '.a@example.com',
  'a..b@example.com',
  'a@example.com,b@example.com',
  'A <a@example.com>',
  'ü@example.com',
  'a\u0000@example.com',
])('the e-mail address %p is refused', async (email) => {
  expect(await violationsOf(api, post('reseller', newReseller({ email })))).toEqual(['body /email invalid-email']);
  expect(await violationsOf(api, post('partner', newPartner({ contact: contact({ email }) })))).toEqual([
    'body /contact/email invalid-email',
  ]);
});

test.each(["o'hara+tag@sub.example.co.uk", 'x@xn--bcher-kva.example', '1!#$%&*/=?^_`{|}~-@example.com'])(
  'the e-mail address %p is taken',
  async (email) => {
    expect((await api.send(post('reseller', newReseller({ email })))).body.email).toBe(email);
  },
);

test.each([
  '14155552671',
  '+0155552671',
  '+1',
  '+1 415 555 2671',
  '+1-415',
  '+1234567890123456',
  '+١٢٣٤',
  '+1415555267a',
  ' +14155552671',
  '+14155552671\n',
  '',
  14155552671,
])('the phone number %p is refused', async (phone) => {
  const violations = await violationsOf(api, post('partner', newPartner({ contact: contact({ phone }) })));
  expect(violations).toEqual([`body /contact/phone ${typeof phone === 'number' ? 'wrong-type' : 'invalid-phone'}`]);
});

test.each(['partner supervisor', 'Administrator', '', ['Partner User']])('the role %p is refused', async (userRole) => {
  const violations = await violationsOf(api, post('partner', newPartner({ contact: contact({ userRole }) })));
  expect(violations).toEqual(['body /contact/userRole not-allowed']);
});

test.each(['abc', '0', '-1', '1.5', '2147483648', '01', '1e3', '%00'])('the partner id %p is refused', async (id) => {
  const [violation] = await violationsOf(api, { path: `/v1/partners/${id}` });
  expect(violation).toMatch(/^path \/id (?:wrong-type|too-small|too-large)$/);
});

test('a violation of every kind names at most 100', async () => {
  const members = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`member${index}`, index]));
  expect(await violationsOf(api, post('reseller', { ...newReseller(), ...members }))).toHaveLength(100);
});
