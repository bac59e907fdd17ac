import {
  RESETS_PER_NETWORK,
  RESETS_PER_USER,
  RESETS_PER_USER_AND_NETWORK,
  type ResetRequest,
} from '../../functions/partners/passwords/reset-requests.ts';
import { welcomeKey } from '../../functions/shared/table/keys.ts';
import { contactFinder } from '../../functions/welcome/find-contact.ts';
import { resetPassword } from '../../functions/welcome/reset.ts';
import { linkEmailStore } from '../../functions/welcome/store.ts';
import { type FakeAws, startFakeAws } from '../support/fake-aws.ts';
import { type Api, type Call, startApi } from './api.ts';
import { refused } from './refusals.ts';
import { basic, contact, fresh, makePartner, type StoredPartner } from './samples.ts';
import { deactivate, setAttribute } from './stored.ts';

let aws: FakeAws;
let api: Api;
let partner: StoredPartner;
let mails: { readonly to: string; readonly token: string }[];

beforeAll(async () => {
  aws = await startFakeAws();
  api = await startApi(aws.environment);
  partner = await makePartner(api);
});
beforeEach(() => {
  mails = [];
  aws.messages.length = 0;
});
afterAll(async () => void (await Promise.all([api.stop(), aws.stop()])));

/** A network that no other test asks from. */
let networks = 0;
const network = (): string => {
  networks += 1;
  return `198.51.100.${networks}`;
};
const ask = (userName: string, sourceIp = network()): Call => ({
  ...{ method: 'POST', path: '/v1/password-resets', body: { userName }, as: null, sourceIp },
});
const queued = () => aws.messages.map(({ MessageBody }) => JSON.parse(MessageBody) as ResetRequest);
const deps = () => ({
  emails: linkEmailStore(api.table.table),
  find: contactFinder(api.table.table),
  send: async ({ email }: { readonly email: string }, token: string) => void mails.push({ to: email, token }),
  log: { info: () => undefined },
});
const answerAll = async () => {
  for (const request of queued()) await resetPassword(request, deps());
};
const made = async (of = partner, fields: object = {}) => {
  const given = contact({ email: `${fresh('someone')}@example.com`, ...fields });
  const path = `/v1/partners/${of.id}/contacts`;
  const { body } = await api.post(path, given);
  return { ...(body as { id: number; userName: string; email: string }), path: `${path}/${body.id}` };
};
const set = (token = '', password = 'a quiet harbour at dawn'): Call => ({
  ...{ method: 'POST', path: '/v1/password', body: { token, password }, as: null },
});
const own = (userName: string, password: string): Call => ({ path: `/v1/partners/${partner.id}`, as: basic(userName, password) });

test('a user gets a link to its own address, which sets a new password once, and the old one is good until then', async () => {
  const { userName, email } = await made();
  await api.send(ask(userName));
  await answerAll();
  expect((await api.send(set(mails[0]?.token))).status).toBe(204);
  expect((await api.send(ask(` ${userName.toUpperCase()}`))).status).toBe(202);
  await answerAll();
  expect(mails.map(({ to }) => to)).toEqual([email, email]);
  expect((await api.send(own(userName, 'a quiet harbour at dawn'))).status).toBe(200);
  expect((await api.send(set(mails[1]?.token, 'another harbour at dusk'))).status).toBe(204);
  expect((await api.send(own(userName, 'another harbour at dusk'))).status).toBe(200);
  await refused(api, set(mails[1]?.token), 'password-link-invalid');
});

test('the link is good for an hour, and only its hash is stored', async () => {
  const { userName } = await made();
  await api.send(ask(userName));
  await answerAll();
  const links = (await api.items()).filter(({ type }) => type === 'password-link');
  const left = Number(links.at(-1)?.expiresAt) - Date.now() / 1000;
  expect([left > 3590, left <= 3600]).toEqual([true, true]);
  expect(JSON.stringify(links)).not.toContain(mails[0]?.token);
});

test('a user name that nobody has gets the same answer, by the same writes and the same message', async () => {
  const { userName } = await made();
  const traces = [];
  for (const asked of [userName, fresh('nobody')]) {
    const before = (await api.items()).length;
    const { status, headers, text } = await api.send(ask(asked));
    traces.push({ status, headers, text, added: (await api.items()).length - before, sent: queued().length });
    expect(queued()).toEqual([{ userName: asked, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
    aws.messages.length = 0;
  }
  expect(traces[1]).toEqual(traces[0]);
  expect(traces[0]).toMatchObject({ status: 202, text: undefined, added: 3, sent: 1 });
});

test.each<[string, () => Promise<string>]>([
  ['somebody who is not there', async () => fresh('nobody')],
  ['an inactive contact', async () => (await made(partner, { isActive: false })).userName],
  [
    'a contact of an inactive partner',
    async () => {
      const closed = await makePartner(api);
      const { userName } = await made(closed);
      await deactivate(api, closed.id);
      return userName;
    },
  ],
  [
    'a contact below an inactive partner',
    async () => {
      const above = await makePartner(api);
      const { userName } = await made(await makePartner(api, above));
      await deactivate(api, above.id);
      return userName;
    },
  ],
  [
    'an API credential',
    async () => String((await api.post(`/v1/partners/${partner.id}/credentials`, { userRole: 'Partner User' })).body.userName),
  ],
])('%s is answered like everybody, and gets no e-mail', async (_, of) => {
  expect((await api.send(ask(await of()))).status).toBe(202);
  await answerAll();
  expect([queued().length, mails]).toEqual([1, []]);
});

test('one request is one e-mail, however often its message arrives', async () => {
  const { id, userName } = await made();
  await api.send(ask(userName));
  await answerAll();
  await answerAll();
  await setAttribute(api, welcomeKey(id, partner.id, 'passwordReset'), 'leaseEnds', 0);
  await answerAll();
  expect(mails).toHaveLength(1);
});

test('it voids no link that an administrator sent, and whichever is used first voids the other', async () => {
  const { userName } = await made();
  await api.send(ask(userName));
  await api.send(ask(userName));
  await answerAll();
  expect((await api.send(set(mails[0]?.token))).status).toBe(204);
  await refused(api, set(mails[1]?.token), 'password-link-invalid');
});

test('a user name is taken five times in a day, also one that nobody has, from whatever network', async () => {
  for (const userName of [(await made()).userName, fresh('nobody')]) {
    const statuses = [];
    for (let turn = 0; turn < RESETS_PER_USER; turn += 1) statuses.push((await api.send(ask(userName))).status);
    expect(statuses).toEqual(Array(RESETS_PER_USER).fill(202));
    const { headers, body } = await refused(api, ask(userName.toUpperCase()), 'too-many-requests');
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(24 * 3600);
    expect(body.detail).not.toContain(userName);
  }
});

test('nobody uses up the requests of a user name from one network: from another, it is taken', async () => {
  const [{ userName }, here] = [await made(), network()];
  for (let turn = 0; turn < RESETS_PER_USER_AND_NETWORK; turn += 1) expect((await api.send(ask(userName, here))).status).toBe(202);
  await refused(api, ask(userName.toUpperCase(), here), 'too-many-requests');
  expect((await api.send(ask(userName))).status).toBe(202);
});

test('a network is taken twenty times in an hour, also by requests at the same moment', async () => {
  const here = network();
  const answers = await Promise.all(Array.from({ length: RESETS_PER_NETWORK + 5 }, () => api.send(ask(fresh('nobody'), here))));
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(RESETS_PER_NETWORK);
  const { headers } = await refused(api, ask((await made()).userName, here), 'too-many-requests');
  expect(Number(headers['retry-after'])).toBeLessThanOrEqual(3600);
  expect((await api.send(ask(fresh('nobody')))).status).toBe(202);
});

test('no user name stands in a count, because people type passwords into the wrong field', async () => {
  const typed = fresh('hunter');
  await api.send(ask(typed));
  expect(JSON.stringify(await api.items())).not.toContain(typed);
});
