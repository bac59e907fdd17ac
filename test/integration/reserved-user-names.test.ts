import { contactStore } from '../../functions/partners/contacts/store.ts';
import { credentialKey } from '../../functions/shared/table/keys.ts';
import { quickHash } from '../support/quick-hash.ts';
import { type Api, startApi } from './api.ts';
import { type Contact, contactCalls } from './contact-samples.ts';
import { violationsOf } from './refusals.ts';
import { basic, contact, fresh, makePartner, newPartner, type StoredPartner } from './samples.ts';
import { setAttribute } from './stored.ts';

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

describe('a user name that could be taken for that of an API credential', () => {
  const SPELLINGS = ['key-ada', 'KEY-5f3a1c0e9d7b42868f10', ' Key-', 'ｋｅｙ－ada', '\u212Aey\u2010ada', 'key\u2013ada', 'key\u2212ada'];

  test.each(SPELLINGS)('%p is refused of a new contact, a new partner and a renamed contact', async (userName) => {
    expect(await violationsOf(api, { method: 'POST', path: path(), body: contact({ userName }) })).toEqual(['body /userName reserved']);
    const body = newPartner({ contact: contact({ userName }) });
    expect(await violationsOf(api, { method: 'POST', path: '/v1/partners', body })).toEqual(['body /contact/userName reserved']);
    expect(await violationsOf(api, { method: 'PATCH', path: path(first.id), body: { userName } })).toEqual(['body /userName reserved']);
    const shown = { method: 'PATCH', path: `/v1/partners/${partner.id}`, body: { contact: { userName } } };
    expect(await violationsOf(api, shown)).toEqual(['body /contact/userName reserved']);
    expect((await api.get(path(first.id))).body).toMatchObject({ userName: first.userName, version: 1 });
  });

  test('is named with the rule, beside everything else that is wrong', async () => {
    const { body } = await api.post(path(), contact({ userName: 'key-ada', phone: 'none' }));
    expect(body.errors).toEqual([
      expect.objectContaining({ pointer: '/phone' }),
      expect.objectContaining({ pointer: '/userName', message: expect.stringContaining('must not begin with "key-"') }),
    ]);
  });

  test.each(['keynes', 'monkey-1', 'key_ada', 'the key-ada'])('is not %p', async (userName) => {
    await make({ userName: `${userName}${fresh()}` });
  });

  test('stays what it is where it was stored before, signs in, and can be spelled and called otherwise', async () => {
    const userName = `key-${fresh()}`;
    const { id } = await make();
    const before = (await api.get(path(id))).body as unknown as Contact & { readonly userRole: 'Partner User'; readonly isActive: boolean };
    await api.table.table.commit(
      await contactStore(api.table.table).replace(partner.id, before as never, { ...before, userName } as never),
    );
    await setAttribute(api, credentialKey(userName), 'passwordHash', quickHash('secret'));
    expect((await api.get(path(id), { as: basic(userName, 'secret') })).status).toBe(200);
    expect(await patch(id, { userName, firstName: 'Grace' })).toMatchObject({ status: 200, body: { userName, firstName: 'Grace' } });
    expect(await patch(id, { userName: userName.toUpperCase() })).toMatchObject({ status: 200 });
    await refusedPatch(id, { userName: `key-${fresh()}` }, 'invalid-request');
    expect(await patch(id, { userName: fresh() })).toMatchObject({ status: 200 });
  });
});
