import { contactStore } from '../../functions/partners/contacts/store.ts';
import { credentialKey } from '../../functions/shared/table/keys.ts';
import { StaleReadError } from '../../functions/shared/table/retry-on-conflict.ts';
import { quickHash } from '../support/quick-hash.ts';
import { type Api, startApi } from './api.ts';
import { type Contact, contactCalls } from './contact-samples.ts';
import { refused, violationsOf } from './refusals.ts';
import { basic, contact, fresh, makePartner, newPartner, type StoredPartner } from './samples.ts';
import { eventNamesBy, eventsBy, setAttribute } from './stored.ts';

let api: Api;
let partner: StoredPartner;
let first: Contact;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  partner = await makePartner(api);
  first = (await api.get(`/v1/partners/${partner.id}`)).body.contact as Contact;
});
afterAll(() => api.stop());

const { path, make, patch, refusedPatch } = contactCalls(() => ({ api, partner }));
const supervisors = async () =>
  Number((await api.items()).find(({ type, id }) => type === 'partner' && id === partner.id)?.supervisorCount);

test('a contact is created with its defaults, an ETag and a Location that leads to it, and with an event', async () => {
  const given = contact({ userRole: 'Partner User' });
  const events = await eventsBy(api, async () => {
    const { status, headers, body } = await api.post(path(), given);
    expect({ status, etag: headers.etag, location: headers.location }).toEqual({
      status: 201,
      etag: '"1"',
      location: path(Number(body.id)),
    });
    expect(body).toMatchObject({ ...given, isActive: true, sendWelcomeEmail: false, version: 1 });
    expect((await api.get(String(headers.location))).body).toEqual(body);
  });
  expect(events).toMatchObject([
    { payload: { event: 'partner.contact.created', data: given }, metadata: { tenant: `/partners/${partner.id}` } },
  ]);
});

test('contacts are listed in creation order, the partner’s first one included', async () => {
  const made = [first];
  for (let count = 0; count < 3; count += 1) {
    const begun = Date.now();
    while (Date.now() === begun) await Promise.resolve();
    made.push(await make());
  }
  const page = await api.get(path(), { query: 'limit=3' });
  const rest = await api.get(path(), { query: `limit=3&cursor=${page.body.next}` });
  const found = [...(page.body.data as Contact[]), ...(rest.body.data as Contact[])];
  expect(found.map(({ id }) => id)).toEqual(made.map(({ id }) => id));
  expect(rest.body.next).toBeNull();
});

test('a contact is found at its own partner only', async () => {
  const other = await makePartner(api);
  const { id } = await make();
  await refused(api, { path: `/v1/partners/${other.id}/contacts/${id}` }, 'contact-not-found');
  await refused(api, { path: path(id), as: await api.bearer({ partner_id: other.id }) }, 'partner-not-found');
});

test('a user name is one in the installation: among contacts of all partners and first contacts', async () => {
  const elsewhere = await makePartner(api, partner, { contact: contact({ userName: fresh('Taken') }) });
  const { body: taken } = await api.get(`/v1/partners/${elsewhere.id}`);
  const { userName } = await make();
  for (const name of [userName, (taken.contact as Contact).userName]) {
    const spelled = ` ${name.toUpperCase()} `;
    await refused(api, { method: 'POST', path: path(), body: contact({ userName: spelled }) }, 'user-name-taken');
    await refused(
      api,
      { method: 'POST', path: '/v1/partners', body: newPartner({ contact: contact({ userName: spelled }) }) },
      'user-name-taken',
    );
    await refusedPatch(first.id, { userName: spelled }, 'user-name-taken');
    await refused(
      api,
      { method: 'PATCH', path: `/v1/partners/${partner.id}`, body: { contact: { userName: spelled } } },
      'user-name-taken',
    );
  }
});

test('of ten contacts that claim a user name at once, one gets it', async () => {
  const userName = fresh();
  const answers = await Promise.all(Array.from({ length: 10 }, () => api.post(path(), contact({ userName }))));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ body }) => body.code === 'user-name-taken')).toHaveLength(9);
  expect(await supervisors()).toBe(2);
});

test('a new user name keeps the password and frees the old one', async () => {
  const { id, userName } = await make();
  await setAttribute(api, credentialKey(userName), 'passwordHash', quickHash('correct horse'));
  const renamed = fresh();
  const read = { path: `/v1/partners/${partner.id}` };
  expect((await api.send({ ...read, as: basic(userName, 'correct horse') })).status).toBe(200);
  await patch(id, { userName: renamed });
  expect((await api.get(path(id), { as: basic(renamed, 'correct horse') })).status).toBe(200);
  await refused(api, { path: path(id), as: basic(userName, 'correct horse') }, 'credentials-invalid');
  await make({ userName });
});

test('a password that is set between the reading and the writing of a rename is not lost', async () => {
  const { table } = api.table;
  const [before, renamed] = [await contactStore(table).get(partner.id, first.id), fresh()];
  const after = { ...before, userName: renamed, version: 2 };
  for (const passwordHash of ['first', 'second']) {
    const writes = await contactStore(table).replace(partner.id, before, after);
    await setAttribute(api, credentialKey(before.userName), 'passwordHash', passwordHash);
    await expect(table.commit(writes)).rejects.toBeInstanceOf(StaleReadError);
  }
  await table.commit(await contactStore(table).replace(partner.id, before, after));
  expect(await table.get(credentialKey(renamed))).toMatchObject({ userName: renamed, contactId: first.id, passwordHash: 'second' });
});

test('a new spelling of the same user name keeps the password too', async () => {
  const { id, userName } = await make();
  await setAttribute(api, credentialKey(userName), 'passwordHash', quickHash('correct horse'));
  expect((await patch(id, { userName: userName.toUpperCase() })).body).toMatchObject({ userName: userName.toUpperCase(), version: 2 });
  expect((await api.get(path(id), { as: basic(userName, 'correct horse') })).status).toBe(200);
});

test('deactivation and a lower role take effect at the next sign-in', async () => {
  const { id, userName } = await make();
  await setAttribute(api, credentialKey(userName), 'passwordHash', quickHash('correct horse'));
  const as = basic(userName, 'correct horse');
  await patch(id, { userRole: 'Client User' });
  await refused(api, { path: path(id), as }, 'permission-missing');
  await patch(id, { isActive: false });
  await refused(api, { path: path(), as }, 'credentials-invalid');
});

test('a PATCH that changes nothing writes nothing, and If-Match is honoured', async () => {
  const { id } = await make();
  const stored = await api.items();
  expect((await patch(id, { firstName: 'Ada', isActive: true })).headers.etag).toBe('"1"');
  expect(await api.items()).toEqual(stored);
  const ifMatch = { 'if-match': '"2"' };
  await refused(api, { method: 'PATCH', path: path(id), body: { firstName: 'x' }, headers: ifMatch }, 'version-mismatch');
  await refused(api, { path: path(id), headers: ifMatch }, 'version-mismatch');
  expect(await violationsOf(api, { method: 'PATCH', path: path(id), body: { email: null, partnerId: 7 } })).toEqual([
    ...['body /email wrong-type', 'body /partnerId unknown-property'],
  ]);
});

test('the contact that a partner shows changes in both places at once, with an event of both', async () => {
  const told = await eventNamesBy(api, () => patch(first.id, { phone: '+441312345678' }));
  expect(told).toEqual([
    ['partner.contact.updated', ['/phone']],
    ['partner.updated', ['/contact/phone']],
  ]);
  expect((await api.get(`/v1/partners/${partner.id}`)).body).toMatchObject({
    version: 2,
    contact: { id: first.id, phone: '+441312345678' },
  });
  const { id } = await make();
  expect(await eventNamesBy(api, () => patch(id, { phone: '+441312345678' }))).toEqual([['partner.contact.updated', ['/phone']]]);
});

test('a partner shows its contact as it is, although both change at the same moment', async () => {
  for (let round = 0; round < 8; round += 1) {
    const { id } = await make({ userRole: 'Partner User' });
    await Promise.all([api.patch(`/v1/partners/${partner.id}`, { contact: { id } }), patch(id, { phone: `+44131234567${round}` })]);
    const { version: _, createdAt: __, updatedAt: ___, ...now } = (await api.get(path(id))).body;
    expect((await api.get(`/v1/partners/${partner.id}`)).body.contact).toEqual(now);
  }
});
