import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from './api.ts';
import { refused } from './refusals.ts';
import { contact, fresh, makePartner, newPartner } from './samples.ts';

const LIMITS = { WELCOME_EMAILS_PER_ADDRESS: '3', WELCOME_EMAILS_PER_PARTNER: '5', WELCOME_EMAILS_PER_TREE: '8' };

let api: Api;
beforeAll(async () => {
  api = await startApi(LIMITS);
});
afterAll(() => api.stop());

const address = () => `${fresh('someone')}@example.com`;
const welcomed = (email: string, fields: Item = {}) => contact({ email, sendWelcomeEmail: true, ...fields });
const creation = (partnerId: number, email = address(), fields: Item = {}) => ({
  ...{ method: 'POST', path: `/v1/partners/${partnerId}/contacts`, body: welcomed(email, fields) },
});
const statuses = async (calls: readonly Parameters<Api['send']>[0][]) =>
  (await Promise.all(calls.map((call) => api.send(call)))).map(({ status, body }) => `${status} ${body.limitName ?? ''}`.trim()).sort();

test('an address is sent three welcome e-mails a day, whoever asks, and the fourth is refused with nothing stored', async () => {
  const email = address();
  for (let turn = 0; turn < 3; turn += 1) await makePartner(api, undefined, { contact: welcomed(email) });
  const { body } = await refused(
    api,
    { method: 'POST', path: '/v1/partners', body: newPartner({ contact: welcomed(email) }) },
    'limit-reached',
  );
  expect(body).toMatchObject({ limitName: 'welcomeEmailsPerAddress', limit: 3, count: 3 });
  const { id } = await makePartner(api);
  for (const spelling of [email, email.toUpperCase(), email.replace('@', '+tag@')])
    await refused(api, creation(id, spelling), 'limit-reached');
  expect((await api.send(creation(id, email, { sendWelcomeEmail: false }))).status).toBe(201);
});

test('of twelve that ask for an e-mail to one address at the same moment, three may', async () => {
  const email = address();
  const partners = await Promise.all(Array.from({ length: 12 }, () => makePartner(api)));
  const answers = await statuses(partners.map(({ id }) => creation(id, email)));
  expect(answers).toEqual([...Array(3).fill('201'), ...Array(9).fill('409 welcomeEmailsPerAddress')]);
});

test('of ten that ask for e-mails of one partner at the same moment, five may', async () => {
  const { id } = await makePartner(api);
  const answers = await statuses(Array.from({ length: 10 }, () => creation(id)));
  expect(answers).toEqual([...Array(5).fill('201'), ...Array(5).fill('409 welcomeEmailsPerPartner')]);
});

test('partners below it give a partner no more than its tree has', async () => {
  const root = await makePartner(api);
  const below = (contactOf: Item) => ({
    method: 'POST',
    path: '/v1/partners',
    body: newPartner({ parent: { id: root.id }, contact: contactOf }),
  });
  for (let turn = 0; turn < 5; turn += 1) expect((await api.send(below(welcomed(address())))).status).toBe(201);
  expect((await refused(api, below(welcomed(address())), 'limit-reached')).body.limitName).toBe('welcomeEmailsPerPartner');
  const child = await makePartner(api, root);
  expect(await statuses(Array.from({ length: 5 }, () => creation(child.id)))).toEqual([
    ...Array(3).fill('201'),
    ...Array(2).fill('409 welcomeEmailsPerTree'),
  ]);
});

test('a change that asks for the e-mail is counted, whether it is made to the contact or to its partner', async () => {
  const email = address();
  const made = await api.post('/v1/partners', newPartner({ contact: contact({ email }) }));
  const [path, { id }] = [`/v1/partners/${made.body.id}`, made.body.contact as { id: number }];
  for (const wish of [true, false, true, false]) await api.patch(`${path}/contacts/${id}`, { sendWelcomeEmail: wish });
  for (const wish of [true, false]) await api.patch(path, { contact: { sendWelcomeEmail: wish } });
  const again = { method: 'PATCH', body: { sendWelcomeEmail: true } };
  expect((await refused(api, { ...again, path: `${path}/contacts/${id}` }, 'limit-reached')).body.limitName).toBe(
    'welcomeEmailsPerAddress',
  );
  await refused(api, { ...again, path, body: { contact: again.body } }, 'limit-reached');
  expect((await api.patch(`${path}/contacts/${id}`, { phone: '+14155552600' })).status).toBe(200);
});

test('what is refused for another reason, a dry run or replayed is not counted', async () => {
  const [email, taken] = [address(), fresh('user')];
  const { id } = await makePartner(api, undefined, { contact: contact({ userName: taken }) });
  await refused(api, creation(id, email, { userName: taken }), 'user-name-taken');
  for (let turn = 0; turn < 4; turn += 1) {
    const report = await api.send({ ...creation(id, email), query: 'dryRun=true' });
    expect(report.body.limits).toEqual(expect.arrayContaining([{ limitName: 'welcomeEmailsPerAddress', by: 1, limit: 3 }]));
  }
  const call = { ...creation(id, email), headers: { 'idempotency-key': fresh() } };
  for (let turn = 0; turn < 5; turn += 1) expect((await api.send(call)).status).toBe(201);
  expect(await statuses([creation(id, email), creation(id, email)])).toEqual(['201', '201']);
  expect((await api.send(call)).status).toBe(201);
  await refused(api, { ...creation(id, email), query: 'dryRun=true' }, 'limit-reached');
});

test('no address stands in a key of a count, and each count is removed by itself', async () => {
  const email = address();
  await makePartner(api, undefined, { contact: welcomed(email) });
  const counts = (await api.items()).filter(({ type }) => type === 'welcome-count');
  expect(counts.length).toBeGreaterThan(2);
  expect(JSON.stringify(counts)).not.toContain('someone');
  for (const { expiresAt } of counts) expect(Number(expiresAt)).toBeGreaterThan(Date.now() / 1000 + 24 * 3600 - 60);
});
