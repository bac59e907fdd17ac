import { journey, withSight } from '../support/journey.ts';
import { credentialFor } from '../support/journey-credential.ts';
import { createPartner, newPartner, unique } from '../support/journey-entities.ts';
import {
  basic,
  createChain,
  eventsOf,
  newContact,
  PARTNER_RIGHTS,
  type PartnerEvent,
  partner,
  refusal,
} from '../support/journey-partners.ts';
import { storedItems } from '../support/journey-table.ts';

const here = journey();
const operator = () => here.as(PARTNER_RIGHTS);

describe('PATCH /v1/partners/{id}', () => {
  test('is a merge patch: what is absent stays, and null removes an optional field', async () => {
    const api = await operator();
    const id = await createPartner(api, { billingId: 'B-1', verificationPhrase: 'blue heron' });
    const before = (await api.get(partner(id))).body;
    const { status, headers, body } = await api.patch(partner(id), { billingId: null, contact: { phone: '+441312345678' } });
    const { billingId, verificationPhrase, ...kept } = before as { billingId: string; verificationPhrase: string };
    const contact = { ...(before.contact as object), phone: '+441312345678' };
    expect([status, headers.etag]).toEqual([200, '"2"']);
    expect(body).toEqual({ ...kept, contact, version: 2, updatedAt: expect.any(String) });
    expect(Date.parse(String(body.updatedAt))).toBeGreaterThan(Date.parse(String(before.updatedAt)));
    expect((await api.get(partner(id))).body).toEqual({ ...body, verificationPhrase });
    expect(billingId).toBe('B-1');
  });

  test('changes and removes the verification phrase without answering it', async () => {
    const api = await operator();
    const id = await createPartner(api, { verificationPhrase: 'blue heron' });
    expect((await api.patch(partner(id), { verificationPhrase: 'grey seal' })).text).not.toContain('grey seal');
    expect((await api.get(partner(id))).body.verificationPhrase).toBe('grey seal');
    await api.patch(partner(id), { verificationPhrase: null });
    expect((await api.get(partner(id))).body).not.toHaveProperty('verificationPhrase');
  });

  test.each([
    ['name', null, 'wrong-type'],
    ['reference', null, 'wrong-type'],
    ['isActive', null, 'wrong-type'],
    ['parent', null, 'wrong-type'],
    ['contact', null, 'wrong-type'],
    ['id', 7, 'read-only'],
    ['version', 'x', 'wrong-type'],
    ['childCount', 7, 'unknown-property'],
  ])('refuses %s given as %p', async (member, value, code) => {
    const api = await operator();
    const { status, body } = await api.patch(partner(await createPartner(api)), { [member]: value });
    expect([status, body.errors]).toEqual([400, [expect.objectContaining({ in: 'body', pointer: `/${member}`, code })]]);
  });

  test('honours If-Match', async () => {
    const api = await operator();
    const id = await createPartner(api);
    expect((await api.patch(partner(id), { billingId: 'B-2' }, { 'if-match': '"1"' })).headers.etag).toBe('"2"');
    expect(refusal(await api.patch(partner(id), { billingId: 'B-3' }, { 'if-match': '"1"' }))).toEqual([412, 'version-mismatch']);
    expect((await api.patch(partner(id), { billingId: 'B-3' }, { 'if-match': '*' })).body).toMatchObject({ billingId: 'B-3', version: 3 });
  });

  test('of ten at once under one version lets one through', async () => {
    const api = await operator();
    const id = await createPartner(api);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => api.patch(partner(id), { billingId: `B-${index}` }, { 'if-match': '"1"' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
  });

  test('keeps name and reference unique, and frees those that are given up', async () => {
    const api = await operator();
    const [name, reference] = [unique('Name'), unique('Reference')];
    const [first, second] = [await createPartner(api, { name, reference }), await createPartner(api)];
    expect(refusal(await api.patch(partner(second), { name: ` ${name.toUpperCase()} ` }))).toEqual([409, 'name-taken']);
    expect(refusal(await api.patch(partner(second), { reference }))).toEqual([409, 'reference-taken']);
    expect((await api.patch(partner(first), { name: name.toUpperCase() })).status).toBe(200);
    await api.patch(partner(first), { name: unique('Name'), reference: unique('Reference') });
    expect((await api.patch(partner(second), { name, reference })).body).toMatchObject({ name, reference, version: 2 });
  });

  test('names another existing contact of that partner by its id', async () => {
    const api = await operator();
    const [id, other] = [await createPartner(api), await createPartner(api)];
    const second = (await api.post(`${partner(id)}/contacts`, newContact({ userRole: 'Partner User' }))).body;
    const foreign = (await api.post(`${partner(other)}/contacts`, newContact())).body;
    const { body } = await api.patch(partner(id), { contact: { id: second.id } });
    expect(body).toMatchObject({ version: 2, contact: { id: second.id, userName: second.userName, userRole: 'Partner User' } });
    expect(refusal(await api.patch(partner(id), { contact: { id: foreign.id } }))).toEqual([404, 'contact-not-found']);
    const both = await api.patch(partner(id), { contact: { id: foreign.id, firstName: 'Grace' } });
    expect(both.body.errors).toEqual([expect.objectContaining({ pointer: '/contact', code: 'conflicting-values' })]);
  });

  test('that repeats the parent as it is changes nothing, though the parent is above the caller or inactive', async () => {
    const api = await operator();
    const [above, id] = await createChain(api, await createPartner(api), 2);
    const itself = await here.as(PARTNER_RIGHTS, { partner: Number(id) });
    expect((await itself.patch(partner(Number(id)), { parent: { id: above } })).body).toMatchObject({ id, version: 1 });
    await api.patch(partner(Number(above)), { isActive: false });
    expect((await api.patch(partner(Number(id)), { parent: { id: above } })).body).toMatchObject({ id, version: 1 });
    const wrong = await api.patch(partner(Number(id)), { parent: { id: above, name: unique('Another') } });
    expect(wrong.body.errors).toEqual([expect.objectContaining({ pointer: '/parent', code: 'conflicting-values' })]);
  });
});

test('a partner is deactivated with isActive: false, and there is no DELETE', async () => {
  const api = await operator();
  const id = await createPartner(api);
  expect((await api.patch(partner(id), { isActive: false })).body).toMatchObject({ isActive: false, version: 2 });
  const { status, headers } = await api.delete(partner(id));
  expect([status, headers.allow]).toEqual([405, 'GET, HEAD, PATCH']);
});

test('below an inactive ancestor nothing is created until it is reactivated', async () => {
  const api = await operator();
  const top = await createPartner(api);
  const [, , id = 0] = await createChain(api, top, 3);
  const create = () => api.post('/v1/partners', newPartner({ parent: { id } }));
  await api.patch(partner(top), { isActive: false });
  expect(refusal(await create())).toEqual([409, 'parent-inactive']);
  await api.patch(partner(top), { isActive: true });
  expect((await create()).status).toBe(201);
});

withSight('the events on the bus and the table', () => {
  test('a PATCH that changes nothing writes nothing and publishes nothing', async () => {
    const api = await operator();
    const id = await createPartner(api, { billingId: 'B-1', verificationPhrase: 'blue heron' });
    const { body } = await api.get(partner(id));
    const { name, contact } = body as { name: string; contact: { readonly id: number; readonly phone: string } };
    const same = { name, billingId: 'B-1', verificationPhrase: 'blue heron', isActive: true, contact: { phone: contact.phone } };
    const stored = await storedItems(here.sight);
    const events = await eventsOf(here.sight, async () => {
      for (const patch of [{}, same, { contact: { id: contact.id } }]) {
        expect(await api.patch(partner(id), patch)).toMatchObject({ status: 200, headers: { etag: '"1"' } });
      }
    });
    expect(events).toEqual([]);
    expect(await storedItems(here.sight)).toEqual(stored);
  });

  test('a change publishes partner.updated with what changed and what it was', async () => {
    const api = await operator();
    const id = await createPartner(api, { billingId: 'B-1', verificationPhrase: 'blue heron' });
    const changes = { billingId: null, verificationPhrase: 'grey seal', contact: { email: 'grace@partner.example' } };
    const events = await eventsOf(here.sight, () => api.patch(partner(id), changes));
    expect(events.map(({ event }) => event)).toEqual(['partner.updated', 'partner.contact.updated']);
    const [{ data, metadata }] = events as [PartnerEvent];
    expect(metadata).toMatchObject({ tenant: `/partners/${id}`, version: 2, previousVersion: 1 });
    expect(metadata.changed).toEqual(['/billingId', '/contact/email', '/verificationPhrase']);
    expect(metadata.previous).toEqual({ '/billingId': 'B-1', '/contact/email': 'ada@partner.example' });
    const { verificationPhrase: _, ...answered } = (await api.get(partner(id))).body;
    expect(data).toEqual(answered);
  });

  test('deactivating and reactivating publish partner.deactivated and partner.reactivated, and nothing else', async () => {
    const api = await operator();
    const id = await createPartner(api);
    const events = await eventsOf(here.sight, async () => {
      await api.patch(partner(id), { isActive: false });
      await api.patch(partner(id), { isActive: false });
      await api.patch(partner(id), { isActive: true });
    });
    expect(events.map(({ event, metadata: { version, changed, previous } }) => ({ event, version, changed, previous }))).toEqual([
      { event: 'partner.deactivated', version: 2, changed: ['/isActive'], previous: { '/isActive': true } },
      { event: 'partner.reactivated', version: 3, changed: ['/isActive'], previous: { '/isActive': false } },
    ]);
  });

  test('a user below an inactive ancestor does not sign in until it is reactivated', async () => {
    const api = await operator();
    const top = await createPartner(api);
    const [, id = 0] = await createChain(api, top, 2);
    const signIn = async () => {
      // A user of its own each time: one that was verified is remembered for up to 60 seconds.
      const { userName, password } = await credentialFor(here.sight, id, 'Partner User');
      return here.api.as(basic(userName, password)).get(partner(id));
    };
    expect((await signIn()).status).toBe(200);
    await api.patch(partner(top), { isActive: false });
    expect(refusal(await signIn())).toEqual([401, 'credentials-invalid']);
    await api.patch(partner(top), { isActive: true });
    expect((await signIn()).status).toBe(200);
  });
});
