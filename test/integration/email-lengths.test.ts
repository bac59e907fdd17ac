import { contactKey, organizationKey } from '../../functions/shared/table/keys.ts';
import { type Api, startApi } from './api.ts';
import { violationsOf } from './refusals.ts';
import { contact, makePartner, makeReseller, newOrganization, newPartner, newReseller } from './samples.ts';
import { setAttribute } from './stored.ts';

const LONG = `${'a'.repeat(65)}@example.com`;
const TOO_LONG = [LONG, `ada@${'a'.repeat(64)}.example`];

let api: Api;
let [partner, reseller] = ['', ''];
let [contactId, partnerId] = [0, 0];
beforeAll(async () => {
  api = await startApi();
  partnerId = (await makePartner(api)).id;
  partner = `/v1/partners/${partnerId}`;
  contactId = ((await api.get(partner)).body.contact as { id: number }).id;
  reseller = `/v3/resellers/${await makeReseller(api)}`;
});
afterAll(() => api.stop());

const post = (path: string, body: object) => ({ method: 'POST', path, body });
const patch = (path: string, body: object) => ({ method: 'PATCH', path, body });

test.each(TOO_LONG)('%s, which no mail server takes, is refused wherever an address is written', async (email) => {
  const at = (pointer: string) => [`body ${pointer} invalid-email`];
  expect(await violationsOf(api, post('/v1/partners', newPartner({ contact: contact({ email }) })))).toEqual(at('/contact/email'));
  expect(await violationsOf(api, post(`${partner}/contacts`, contact({ email })))).toEqual(at('/email'));
  expect(await violationsOf(api, patch(`${partner}/contacts/${contactId}`, { email }))).toEqual(at('/email'));
  expect(await violationsOf(api, patch(partner, { contact: { email } }))).toEqual(at('/contact/email'));
  expect(await violationsOf(api, post('/v3/resellers', newReseller({ email })))).toEqual(at('/email'));
  expect(await violationsOf(api, patch(reseller, { email }))).toEqual(at('/email'));
  expect(await violationsOf(api, post(`${reseller}/organizations`, newOrganization({ email })))).toEqual(at('/email'));
  const put = { ...post(`${reseller}/organizations/by-external-id/x`, newOrganization({ email })), method: 'PUT' };
  expect(await violationsOf(api, put)).toEqual(at('/email'));
});

test('an address that was stored before is read, and does not stand in the way of other changes', async () => {
  await setAttribute(api, contactKey(partnerId, contactId), 'email', LONG);
  const path = `${partner}/contacts/${contactId}`;
  expect((await api.get(path)).body.email).toBe(LONG);
  expect((await api.patch(path, { phone: '+14155552699' })).body).toMatchObject({ email: LONG, phone: '+14155552699' });

  const { body } = await api.post(`${reseller}/organizations`, newOrganization());
  const id = String(body.id);
  await setAttribute(api, organizationKey(reseller.split('/').at(-1) ?? '', id), 'email', LONG);
  expect((await api.patch(`${reseller}/organizations/${id}`, { description: 'new' })).body).toMatchObject({ email: LONG });
  expect((await api.get(`${reseller}/organizations`, { query: `email=${LONG}` })).status).toBe(200);
});
