import { journey, withSight } from '../support/journey.ts';
import type { Api } from '../support/journey-api.ts';
import { credentialFor } from '../support/journey-credential.ts';
import { createPartner, unique } from '../support/journey-entities.ts';
import { basic, eventsOf, newContact, PARTNER_RIGHTS, pageOf, partner, refusal } from '../support/journey-partners.ts';
import { storedItems } from '../support/journey-table.ts';

const here = journey();
const operator = () => here.as(PARTNER_RIGHTS);

/** A partner, the path of its contacts and the id of the first. */
const scene = async () => {
  const api = await operator();
  const id = await createPartner(api);
  const first = (await api.get(partner(id))).body.contact as { readonly id: number };
  const contacts = `${partner(id)}/contacts`;
  return { api, id, contacts, first: `${contacts}/${first.id}`, firstId: first.id };
};

const create = async (api: Api, contacts: string, fields: object = {}) => {
  const { status, body } = await api.post(contacts, newContact(fields));
  expect(status).toBe(201);
  return { path: `${contacts}/${body.id}`, body };
};

test('a contact is created with its own id and defaults, and found at its Location', async () => {
  const { api, contacts } = await scene();
  const given = newContact({ userRole: 'Client User' });
  const { status, headers, body } = await api.post(contacts, given);
  expect([status, headers.etag, headers.location]).toEqual([201, '"1"', `${contacts}/${body.id}`]);
  const stamps = { version: 1, createdAt: expect.any(String), updatedAt: body.createdAt };
  expect(body).toEqual({ id: expect.any(Number), ...given, isActive: true, sendWelcomeEmail: false, ...stamps });
  expect(await api.get(String(headers.location))).toMatchObject({ status: 200, body });
});

test("the contacts of a partner are listed newest last, the partner's own contact among them, page by page", async () => {
  const { api, contacts, firstId } = await scene();
  const made = [await create(api, contacts), await create(api, contacts)].map(({ body }) => Number(body.id));
  const first = await api.get(`${contacts}?limit=2`);
  expect(pageOf(first)).toEqual([firstId, made[0]]);
  expect(first.headers.link).toBe(`<${contacts}?limit=2&cursor=${first.body.next}>; rel="next"`);
  const second = await api.get(`${contacts}?cursor=${first.body.next}`);
  expect([pageOf(second), second.body.next]).toEqual([[made[1]], null]);
  expect((await api.get(`${contacts}?cursor=${first.body.next}x`)).status).toBe(400);
});

test('userName is unique in the installation, whatever its case', async () => {
  const { api, contacts } = await scene();
  const other = await scene();
  const userName = unique('User');
  const { path } = await create(api, contacts, { userName });
  const taken = newContact({ userName: ` ${userName.toUpperCase()}` });
  expect(refusal(await api.post(other.contacts, taken))).toEqual([409, 'user-name-taken']);
  expect(refusal(await api.patch(other.first, { userName }))).toEqual([409, 'user-name-taken']);
  await api.patch(path, { userName: unique('User') });
  expect((await api.patch(other.first, { userName })).body).toMatchObject({ userName, version: 2 });
});

test('a contact is changed by merge patch, held to its version by If-Match, and is of its own partner only', async () => {
  const { api, contacts } = await scene();
  const other = await scene();
  const { path, body } = await create(api, contacts);
  const changed = await api.patch(path, { lastName: 'Hopper' }, { 'if-match': '"1"' });
  expect(changed.body).toEqual({ ...body, lastName: 'Hopper', version: 2, updatedAt: expect.any(String) });
  expect(refusal(await api.patch(path, { lastName: 'King' }, { 'if-match': '"1"' }))).toEqual([412, 'version-mismatch']);
  expect(refusal(await api.get(`${other.contacts}/${body.id}`))).toEqual([404, 'contact-not-found']);
  expect(refusal(await api.patch(`${other.contacts}/${body.id}`, {}))).toEqual([404, 'contact-not-found']);
  expect((await api.patch(path, { email: null })).status).toBe(400);
});

test('the last active Partner Supervisor can be neither deactivated nor given another role', async () => {
  const { api, id, contacts, first, firstId } = await scene();
  const refuse = async (path: string, patch: object) => expect(refusal(await api.patch(path, patch))).toEqual([409, 'last-supervisor']);
  await refuse(first, { isActive: false });
  await refuse(first, { userRole: 'Partner User' });
  await refuse(partner(id), { contact: { isActive: false } });
  await create(api, contacts, { isActive: false });
  await refuse(first, { isActive: false });
  const second = await create(api, contacts);
  expect((await api.patch(first, { userRole: 'Partner User' })).body).toMatchObject({ id: firstId, userRole: 'Partner User' });
  await refuse(second.path, { isActive: false });
});

test('of two supervisors who are deactivated at the same moment one stays', async () => {
  const { api, contacts, first } = await scene();
  const { path } = await create(api, contacts);
  const answers = await Promise.all([first, path].map((contact) => api.patch(contact, { isActive: false })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
});

withSight('the events on the bus and the table', () => {
  test("a role above the creator's own is refused", async () => {
    const { id, contacts } = await scene();
    const { userName, password } = await credentialFor(here.sight, id, 'Partner User');
    const user = here.api.as(basic(userName, password));
    expect((await user.post(contacts, newContact({ userRole: 'Partner Supervisor' }))).status).toBe(403);
    expect((await user.get(contacts)).status).toBe(200);
  });

  test('creating and changing publish partner.contact.created and partner.contact.updated', async () => {
    const { api, id, contacts } = await scene();
    const events = await eventsOf(here.sight, async () => {
      const { path } = await create(api, contacts, { firstName: 'Ada' });
      await api.patch(path, { firstName: 'Grace' });
    });
    const tenant = `/partners/${id}`;
    expect(events.map(({ event }) => event)).toEqual(['partner.contact.created', 'partner.contact.updated']);
    expect(events[1]?.metadata).toMatchObject({ tenant, version: 2, changed: ['/firstName'], previous: { '/firstName': 'Ada' } });
    expect(events[1]?.data).toMatchObject({ firstName: 'Grace', version: 2 });
  });

  test('a change of the contact that the partner shows is a change of the partner too', async () => {
    const { api, id, first } = await scene();
    const events = await eventsOf(here.sight, () => api.patch(first, { phone: '+441312345678' }));
    expect(events.map(({ event }) => event)).toEqual(['partner.contact.updated', 'partner.updated']);
    expect(events[1]?.metadata).toMatchObject({ version: 2, changed: ['/contact/phone'], previous: { '/contact/phone': '+14155552671' } });
    const { version, createdAt: _, updatedAt: __, ...contact } = (await api.get(first)).body;
    expect((await api.get(partner(id))).body).toMatchObject({ version: 2, contact });
    expect(version).toBe(2);
  });

  test('a patch that changes nothing writes nothing and publishes nothing', async () => {
    const { api, first } = await scene();
    const { phone } = (await api.get(first)).body;
    const stored = await storedItems(here.sight);
    const events = await eventsOf(here.sight, async () => {
      for (const patch of [{}, { phone }]) expect((await api.patch(first, patch)).headers.etag).toBe('"1"');
    });
    expect([events, await storedItems(here.sight)]).toEqual([[], stored]);
  });
});
