import type { EventDetail } from '../../functions/shared/table/events.ts';
import { linkEmailStore } from '../../functions/welcome/store.ts';
import { welcome } from '../../functions/welcome/welcome.ts';
import { type Api, type Call, startApi } from './api.ts';
import { refused } from './refusals.ts';
import { basic, contact, fresh, makeCredential, makePartner, type StoredPartner } from './samples.ts';
import { eventsBy } from './stored.ts';

let api: Api;
let partner: StoredPartner;
let mails: string[];

beforeAll(async () => {
  api = await startApi({ WELCOME_EMAILS_PER_ADDRESS: '3', WELCOME_EMAILS_PER_PARTNER: '50', WELCOME_EMAILS_PER_TREE: '50' });
  partner = await makePartner(api);
});
beforeEach(() => {
  mails = [];
});
afterAll(() => api.stop());

const deps = () => ({
  emails: linkEmailStore(api.table.table),
  send: async (_: unknown, token: string) => void mails.push(token),
  log: { info: () => undefined },
});

/** Makes a contact that is sent an e-mail for each event that an action records. */
const made = async (fields: object = {}) => {
  const path = `/v1/partners/${partner.id}/contacts`;
  const given = contact({ email: `${fresh('someone')}@example.com`, userRole: 'Partner User', ...fields });
  const { body } = await api.post(path, given);
  return { id: Number(body.id), path: `${path}/${body.id}`, userName: String(given.userName) };
};
const again = (path: string): Call => ({ method: 'POST', path: `${path}:resend-welcome` });
const deliver = async (events: readonly object[]) => {
  for (const event of events) await welcome(event as EventDetail, deps());
};
const set = (token: string, password = 'a quiet harbour at dawn'): Call => ({
  ...{ method: 'POST', path: '/v1/password', body: { token, password }, as: null },
});

test('it sends one e-mail with a new link however often its event arrives, and the link before it sets no password', async () => {
  const events = await eventsBy(api, () => made({ sendWelcomeEmail: true }));
  await deliver(events);
  const { id } = (events[0]?.payload.data ?? {}) as { readonly id: number };
  const path = `/v1/partners/${partner.id}/contacts/${id}`;
  const resent = await eventsBy(api, async () => {
    expect(await api.send(again(path))).toMatchObject({ status: 202, headers: { etag: '"2"' }, body: { id, version: 2 } });
  });
  expect(resent.map(({ payload, metadata }) => [payload.event, metadata.version, metadata.changed])).toEqual([
    ['partner.contact.reinvited', 2, []],
  ]);
  await deliver([...resent, ...resent, ...events]);
  expect(mails).toHaveLength(2);
  await refused(api, set(mails[0] ?? ''), 'password-link-invalid');
  expect((await api.send(set(mails[1] ?? ''))).status).toBe(204);
});

test('a contact that asked for no welcome and one that has a password get a link as well, and the password stays until then', async () => {
  const { path, userName } = await made();
  await deliver(await eventsBy(api, () => api.send(again(path))));
  await api.send(set(mails[0] ?? ''));
  const own = { path: `/v1/partners/${partner.id}`, as: basic(userName, 'a quiet harbour at dawn') };
  await deliver(await eventsBy(api, () => api.send(again(path))));
  expect((await api.send(own)).status).toBe(200);
  expect((await api.send(set(mails[1] ?? '', 'another harbour at dusk'))).status).toBe(204);
  expect((await api.send({ ...own, as: basic(userName, 'another harbour at dusk') })).status).toBe(200);
});

test('of two requests whose events arrive in the wrong order, the later one sends', async () => {
  const { path } = await made();
  const [first, second] = [await eventsBy(api, () => api.send(again(path))), await eventsBy(api, () => api.send(again(path)))];
  await deliver([...second, ...first]);
  expect(mails).toHaveLength(1);
  expect((await api.send(set(mails[0] ?? ''))).status).toBe(204);
});

test('its Idempotency-Key makes a repeat the same request', async () => {
  const { path } = await made();
  const call = { ...again(path), headers: { 'idempotency-key': fresh() } };
  const events = await eventsBy(api, async () => {
    const [one, other] = [await api.send(call), await api.send(call)];
    expect([one.status, other.status, other.headers['idempotency-replayed']]).toEqual([202, 202, 'true']);
    expect(other.body).toEqual(one.body);
  });
  expect(events).toHaveLength(1);
});

test('it counts for the limits of welcome e-mails, whose refusal says nothing of sendWelcomeEmail', async () => {
  const { path } = await made({ sendWelcomeEmail: true });
  expect([(await api.send(again(path))).status, (await api.send(again(path))).status]).toEqual([202, 202]);
  const { body } = await refused(api, again(path), 'limit-reached');
  expect(body).toMatchObject({ limitName: 'welcomeEmailsPerAddress', limit: 3, count: 3 });
  expect(body.detail).not.toContain('sendWelcomeEmail');
});

test('an inactive contact, one of another partner and one that is not there get none', async () => {
  const { path, id } = await made({ isActive: false });
  await refused(api, again(path), 'contact-inactive');
  const other = await makePartner(api);
  await refused(api, again(`/v1/partners/${other.id}/contacts/${id}`), 'contact-not-found');
  const as = await makeCredential(api, other.id);
  await refused(api, { ...again(path), as }, 'partner-not-found');
});

test('whoever may not give the role of the contact may not send it a link', async () => {
  const { path } = await made({ userRole: 'Partner Supervisor' });
  const as = await api.bearer({ permissions: ['partner:update'], partner_id: partner.id });
  const { body } = await refused(api, { ...again(path), as }, 'permission-missing');
  expect(body.permission).toBe('partner:create');
});
