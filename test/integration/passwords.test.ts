import { LINK_SECONDS, newToken, tokenHash } from '../../functions/partners/passwords/password.ts';
import { insertLink } from '../../functions/partners/passwords/store.ts';
import { passwordKey } from '../../functions/shared/table/keys.ts';
import { type Api, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { basic, makePartner, type StoredPartner, contact as supervisor } from './samples.ts';

let api: Api;
let partner: StoredPartner;
let contact: { readonly id: number; readonly userName: string; readonly email: string };

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  partner = await makePartner(api);
  contact = (await api.get(`/v1/partners/${partner.id}`)).body.contact as typeof contact;
});
afterAll(() => api.stop());

const PASSWORD = 'a quiet harbour at dawn';
const linkOf = async (at = new Date()): Promise<string> => {
  const token = newToken();
  await api.table.table.commit([insertLink(token, { partnerId: partner.id, contactId: contact.id, email: contact.email }, at)]);
  return token;
};
const set = (token: string, password = PASSWORD) => ({ method: 'POST', path: '/v1/password', body: { token, password }, as: null });
const own = (password: string, userName = contact.userName) => ({ path: `/v1/partners/${partner.id}`, as: basic(userName, password) });

test('a link sets the password its contact signs in with, once', async () => {
  const token = await linkOf();
  expect(await api.send(set(token))).toMatchObject({ status: 204, body: {} });
  expect((await api.send(own(PASSWORD))).status).toBe(200);
  await refused(api, set(token, 'another quiet harbour'), 'password-link-invalid');
  expect(JSON.stringify(await api.items())).not.toMatch(new RegExp(`${PASSWORD}|${token}`));
});

test('of five that use a link at once, one sets its password', async () => {
  const token = await linkOf();
  const passwords = Array.from({ length: 5 }, (_, at) => `${PASSWORD} ${at}`);
  const answers = await Promise.all(passwords.map((password) => api.send(set(token, password))));
  const done = answers.findIndex(({ status }) => status === 204);
  expect(answers.map(({ body }) => body.code ?? 'set').filter((code) => code !== 'password-link-invalid')).toEqual(['set']);
  expect((await api.send(own(passwords[done] ?? ''))).status).toBe(200);
}, 15_000);

test('a link is valid for 72 hours to the second', async () => {
  expect(LINK_SECONDS).toBe(72 * 60 * 60);
  await refused(api, set(await linkOf(new Date(Date.now() - LINK_SECONDS * 1000))), 'password-link-invalid');
  expect((await api.send(set(await linkOf(new Date(Date.now() - (LINK_SECONDS - 30) * 1000))))).status).toBe(204);
});

test('a token that never was is refused in the same words as one that was used', async () => {
  const { body } = await refused(api, set(newToken()), 'password-link-invalid');
  expect(body.detail).toBe('The link was used, has expired or never was.');
});

test('a weak password is refused and leaves the link as it is', async () => {
  const token = await linkOf();
  await refused(api, set(token, 'passwordpassword'), 'password-too-weak');
  await refused(api, set(token, `me, ${contact.userName}`), 'password-too-weak');
  expect((await api.send(set(token))).status).toBe(204);
});

test('the refusal of a weak password lists every rule it breaks', async () => {
  const token = await linkOf();
  const { body } = await refused(api, set(token, `${partner.name} ${contact.userName}`), 'password-too-weak');
  const errors = body.errors as readonly { readonly in: string; readonly pointer: string; readonly code: string }[];
  expect(errors.map(({ in: part, pointer, code }) => `${part} ${pointer} ${code}`)).toEqual([
    'body /password holds-user-name',
    'body /password holds-partner-name',
  ]);
});

test.each([
  ['11 characters', { password: 'short12words'.slice(0, 11) }, ['body /password too-short']],
  ['129 characters', { password: 'long words '.repeat(12).slice(0, 129) }, ['body /password too-long']],
  ['no password', { password: undefined }, ['body /password required']],
  ['a token of another length', { token: 'x' }, ['body /token too-short']],
])('%s is refused', async (_, fields, violations) => {
  const { body, ...call } = set(newToken());
  expect(await violationsOf(api, { ...call, body: { ...body, ...fields } })).toEqual(violations);
});

test('a link leads to the contact although its user name has changed since', async () => {
  const token = await linkOf();
  const userName = `${contact.userName}-new`;
  await api.patch(`/v1/partners/${partner.id}/contacts/${contact.id}`, { userName });
  await api.send(set(token));
  expect((await api.send(own(PASSWORD, userName))).status).toBe(200);
});

test('a user name and a password that change at the same moment both last', async () => {
  for (let round = 0; round < 3; round += 1) {
    const [token, userName] = [await linkOf(), `${contact.userName}-${round}`];
    const path = `/v1/partners/${partner.id}/contacts/${contact.id}`;
    const answers = await Promise.all([api.send(set(token, `${PASSWORD} ${round}`)), api.patch(path, { userName })]);
    expect(answers.map(({ status }) => status)).toEqual([204, 200]);
    expect((await api.send(own(`${PASSWORD} ${round}`, userName))).status).toBe(200);
  }
}, 15_000);

test('what is stored of a link is a hash, and it is removed when it has expired', async () => {
  const token = await linkOf(new Date('2026-11-22T00:00:00.000Z'));
  const item = await api.table.table.get(passwordKey(tokenHash(token)));
  expect(item).toMatchObject({ contactId: contact.id, expiresAt: Date.parse('2026-11-25T00:00:00.000Z') / 1000 });
});

test('a link that went to an address that was corrected since is refused', async () => {
  const token = await linkOf();
  await api.patch(`/v1/partners/${partner.id}/contacts/${contact.id}`, { email: 'right@example.com' });
  await refused(api, { ...set(token), as: null }, 'password-link-invalid');
});

test('a second link is refused once a password was set by the first', async () => {
  const [first, second] = [await linkOf(new Date(Date.now() - 2000)), await linkOf(new Date(Date.now() - 1000))];
  expect((await api.send({ ...set(second), as: null })).status).toBe(204);
  await refused(api, { ...set(first), as: null }, 'password-link-invalid');
});

describe('a link that is void', () => {
  const change = (fields: object) => api.patch(`/v1/partners/${partner.id}/contacts/${contact.id}`, fields);
  const shown = (fields: object) => api.patch(`/v1/partners/${partner.id}`, { contact: fields });
  const refusedFor = async (token: string) => {
    await refused(api, set(token), 'password-link-invalid');
    expect((await api.send(own(PASSWORD))).status).toBe(401);
  };

  test.each([
    ['as a contact', () => change],
    ['as what its partner shows', () => shown],
  ])('stays so when the address is changed back, %s', async (_, patch) => {
    const token = await linkOf();
    await patch()({ email: 'right@example.com' });
    await refusedFor(token);
    await patch()({ email: contact.email });
    await refusedFor(token);
    expect((await api.send(set(await linkOf()))).status).toBe(204);
  });

  test('is that of a deactivated contact, and stays so when it is activated again, whatever it is called by then', async () => {
    await api.post(`/v1/partners/${partner.id}/contacts`, supervisor());
    const token = await linkOf();
    expect((await change({ isActive: false })).status).toBe(200);
    await refusedFor(token);
    const late = await linkOf();
    await refusedFor(late);
    const userName = `${contact.userName}-new`;
    expect((await change({ userName })).status).toBe(200);
    expect((await change({ isActive: true })).status).toBe(200);
    await refusedFor(token);
    await refusedFor(late);
    expect((await api.send(set(await linkOf()))).status).toBe(204);
    expect((await api.send(own(PASSWORD, userName))).status).toBe(200);
  });

  test('stays so when the address is changed while the link is being used', async () => {
    const tokens = [await linkOf(), await linkOf()];
    const [answers] = await Promise.all([
      Promise.all(tokens.map((token) => api.send(set(token)))),
      change({ email: 'right@example.com', userName: `${contact.userName}-new` }),
    ]);
    await change({ email: contact.email });
    for (const token of tokens) await refused(api, set(token), 'password-link-invalid');
    expect(answers.filter(({ status }) => status === 204).length).toBeLessThan(2);
  });

  test('is not made so by a change of anything else', async () => {
    const token = await linkOf();
    await change({ userName: `${contact.userName}-new`, firstName: 'Grace', phone: '+14155552672', email: contact.email });
    expect((await api.send(set(token))).status).toBe(204);
  });
});
