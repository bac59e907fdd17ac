import { newToken } from '../../functions/partners/passwords/password.ts';
import { insertLink } from '../../functions/partners/passwords/store.ts';
import { normaliseAsBefore } from '../../functions/shared/table/key-encoding.ts';
import {
  credentialKey,
  entryKey,
  type Key,
  organizationNameKey,
  partnerNameKey,
  resellerNames,
} from '../../functions/shared/table/keys.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from './api.ts';
import { formerNameCalls, named } from './former-name-samples.ts';
import { at, idsOf, makeOrganization } from './organization-samples.ts';
import { refused } from './refusals.ts';
import { basic, contact, fresh, makePartner, makeReseller, newOrganization, newPartner, quickPasswordHash } from './samples.ts';
import { putBack, setAttribute } from './stored.ts';

// What was stored while a dotless i counted as an i, and a joiner told names apart.
const NAMES = ['Sarı', 'داده\u200cپردازی'] as const;

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const { isStored, patched } = formerNameCalls(() => api);

/**
 * Another spelling has moved it to its key of today; what follows finds it at that of before once
 * more.
 */
const expectMoved = async (before: Key, now: Key): Promise<void> => {
  expect([await isStored(before), await isStored(now)]).toEqual([false, true]);
  await putBack(api, now, before);
};

describe.each(NAMES)('what is stored under the former key of %s', (spelled) => {
  test('a partner is found, patched, a parent, taken, and frees that key when it is renamed', async () => {
    const name = named(spelled);
    const { id } = await makePartner(api, undefined, { name });
    const before = partnerNameKey(name, normaliseAsBefore);
    await putBack(api, partnerNameKey(name), before);
    const query = new URLSearchParams({ name }).toString();
    expect(idsOf((await api.get('/v1/partners', { query })).body.data as readonly Item[])).toEqual([id]);
    await patched(`/v1/partners/${id}`, { billingId: 'B' });
    expect((await api.post('/v1/partners', newPartner({ parent: { name } }))).body.parent).toEqual({ id, name });
    await refused(api, { method: 'POST', path: '/v1/partners', body: newPartner({ name: name.toUpperCase() }) }, 'name-taken');
    await patched(`/v1/partners/${id}`, { name: ` ${name}` });
    await expectMoved(before, partnerNameKey(name));
    await patched(`/v1/partners/${id}`, { name: fresh() });
    expect([await isStored(before), await isStored(partnerNameKey(name))]).toEqual([false, false]);
    await patched(`/v1/partners/${id}`, { name });
    expect([await isStored(before), await isStored(partnerNameKey(name))]).toEqual([false, true]);
  });

  test('a user signs in, is patched, taken, and frees that key when it is renamed', async () => {
    const userName = named(spelled);
    const partner = await makePartner(api, undefined, { contact: contact({ userName }) });
    const { contact: user } = (await api.get(`/v1/partners/${partner.id}`)).body as { readonly contact: { readonly id: number } };
    await setAttribute(api, credentialKey(userName), 'passwordHash', quickPasswordHash());
    const before = credentialKey(userName, normaliseAsBefore);
    await putBack(api, credentialKey(userName), before);
    const signIn = async (name: string) => (await api.get(`/v1/partners/${partner.id}`, { as: basic(name, 'correct horse') })).status;
    expect(await signIn(userName)).toBe(200);
    const path = `/v1/partners/${partner.id}/contacts/${user.id}`;
    await patched(path, { phone: '+441312345678', userName: ` ${userName}` });
    await refused(api, { method: 'POST', path: `/v1/partners/${partner.id}/contacts`, body: contact({ userName }) }, 'user-name-taken');
    await expectMoved(before, credentialKey(userName));
    await patched(path, { userName: `${userName}x` });
    expect([await isStored(before), await isStored(credentialKey(userName))]).toEqual([false, false]);
    expect(await signIn(`${userName}x`)).toBe(200);
  });

  test('a user sets a password by a link', async () => {
    const userName = named(spelled);
    const partner = await makePartner(api, undefined, { contact: contact({ userName }) });
    const { contact: user } = (await api.get(`/v1/partners/${partner.id}`)).body as { readonly contact: { readonly id: number } };
    const before = credentialKey(userName, normaliseAsBefore);
    await putBack(api, credentialKey(userName), before);
    const token = newToken();
    const link = { partnerId: partner.id, contactId: user.id, email: 'ada@example.com' };
    await api.table.table.commit([insertLink(token, link, new Date())]);
    expect(await api.post('/v1/password', { token, password: 'a strong one 7' }, { as: null })).toMatchObject({ status: 204 });
    expect((await api.table.table.get(before))?.passwordHash).toEqual(expect.any(String));
  });

  test.each(['renamed', 'deleted'])('an organization is found, patched, and frees that key when it is %s', async (how) => {
    const reseller = await makeReseller(api);
    const { id } = await makeOrganization(api, reseller, { name: spelled });
    const before = organizationNameKey(reseller, spelled, normaliseAsBefore);
    await putBack(api, organizationNameKey(reseller, spelled), before);
    const find = async () => idsOf((await api.get(at(reseller), { query: new URLSearchParams({ name: spelled }).toString() })).items);
    expect(await find()).toEqual([id]);
    await patched(at(reseller, id), { description: 'D', name: ` ${spelled}` });
    expect(await find()).toEqual([id]);
    await expectMoved(before, organizationNameKey(reseller, spelled));
    if (how === 'renamed') await patched(at(reseller, id), { name: fresh() });
    else expect(await api.remove(at(reseller, id))).toMatchObject({ status: 204 });
    expect(await isStored(before)).toBe(false);
    expect((await api.post(at(reseller), newOrganization({ name: spelled }))).status).toBe(201);
  });

  test.each(['renamed', 'deleted'])('a reseller is patched, and leaves nothing behind when it is %s', async (how) => {
    const id = await makeReseller(api, { name: spelled });
    const before = entryKey(resellerNames, spelled, id, normaliseAsBefore);
    await putBack(api, entryKey(resellerNames, spelled, id), before);
    await patched(`/v3/resellers/${id}`, { description: 'D', name: ` ${spelled}` });
    await expectMoved(before, entryKey(resellerNames, spelled, id));
    if (how === 'renamed') await patched(`/v3/resellers/${id}`, { name: fresh() });
    else expect(await api.remove(`/v3/resellers/${id}`)).toMatchObject({ status: 204 });
    expect(await isStored(before)).toBe(false);
  });
});

test('a partner that is stored as if it had an i is not the parent of that name', async () => {
  const name = named('Kırım');
  await makePartner(api, undefined, { name });
  await putBack(api, partnerNameKey(name), partnerNameKey(name, normaliseAsBefore));
  const call = { method: 'POST', path: '/v1/partners', body: newPartner({ parent: { name: name.replaceAll('ı', 'i') } }) };
  await refused(api, call, 'parent-not-found');
});

test('a dotless i and an i are two partners, two users and two organizations', async () => {
  const end = fresh();
  const reseller = await makeReseller(api);
  for (const name of [`Sarı ${end}`, `Sari ${end}`]) {
    await makePartner(api, undefined, { name, contact: contact({ userName: name }) });
    await makeOrganization(api, reseller, { name });
  }
});

test('an entity with a name that is refused now is read and patched in its other fields', async () => {
  const reseller = await makeReseller(api);
  const { id } = await makeOrganization(api, reseller);
  const partner = await makePartner(api);
  const old = 'Acme\u200b';
  await setAttribute(api, { pk: `RESELLER#${reseller}`, sk: `ORG#${String(id)}` }, 'name', old);
  await setAttribute(api, { pk: `RESELLER#${reseller}`, sk: 'RESELLER' }, 'name', old);
  await setAttribute(api, { pk: `PARTNER#${partner.id}`, sk: 'PARTNER' }, 'name', old);
  for (const [path, patch] of [
    [at(reseller, id), { description: 'D' }],
    [`/v3/resellers/${reseller}`, { description: 'D' }],
    [`/v1/partners/${partner.id}`, { billingId: 'B' }],
  ] as const) {
    await patched(path, patch);
    expect((await api.get(path)).body).toMatchObject({ ...patch, name: old });
  }
});
