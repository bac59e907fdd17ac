import { normaliseAsBefore } from '../../functions/shared/table/key-encoding.ts';
import { credentialKey, entryKey, organizationNameKey, partnerNameKey, resellerNames } from '../../functions/shared/table/keys.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from './api.ts';
import { formerNameCalls, named } from './former-name-samples.ts';
import { at, idsOf, makeOrganization } from './organization-samples.ts';
import { refused } from './refusals.ts';
import { basic, contact, makePartner, makeReseller, newOrganization, newPartner, quickPasswordHash } from './samples.ts';
import { putBack, setAttribute } from './stored.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const { isStored, patched } = formerNameCalls(() => api);

/** What it is renamed to, whose key of today is that key or leaves it. */
const RENAMES = [
  ['a dotless i', 'Sarı', 'Sari'],
  ['a joiner', 'داده\u200cپردازی', 'دادهپردازی'],
] as const;

describe.each(RENAMES)('what is stored under the former key of a name with %s is renamed to the name without', (_, spelled, other) => {
  const found = async (path: string, name: string) => {
    const { body, items } = await api.get(path, { query: new URLSearchParams({ name }).toString() });
    return idsOf((body.data as readonly Item[] | undefined) ?? items);
  };

  test('a partner', async () => {
    const [name, now] = [named(spelled), named(other)];
    const { id } = await makePartner(api, undefined, { name });
    const before = partnerNameKey(name, normaliseAsBefore);
    await putBack(api, partnerNameKey(name), before);
    const plain = name.replace(spelled, other);
    await patched(`/v1/partners/${id}`, { name: plain });
    expect(await found('/v1/partners', plain)).toEqual([id]);
    await refused(api, { method: 'POST', path: '/v1/partners', body: newPartner({ name: plain.toUpperCase() }) }, 'name-taken');
    await patched(`/v1/partners/${id}`, { name: now });
    expect([await isStored(before), await isStored(partnerNameKey(plain)), await isStored(partnerNameKey(now))]).toEqual([
      false,
      false,
      true,
    ]);
  });

  test.each(['itself', 'through its partner'])('a user, %s', async (through) => {
    const userName = named(spelled);
    const partner = await makePartner(api, undefined, { contact: contact({ userName }) });
    const { contact: user } = (await api.get(`/v1/partners/${partner.id}`)).body as { readonly contact: { readonly id: number } };
    await setAttribute(api, credentialKey(userName), 'passwordHash', quickPasswordHash());
    const before = credentialKey(userName, normaliseAsBefore);
    await putBack(api, credentialKey(userName), before);
    const rename = (to: string) =>
      through === 'itself'
        ? patched(`/v1/partners/${partner.id}/contacts/${user.id}`, { userName: to })
        : patched(`/v1/partners/${partner.id}`, { contact: { userName: to } });
    const signIn = async (name: string) => (await api.get(`/v1/partners/${partner.id}`, { as: basic(name, 'correct horse') })).status;
    const plain = userName.replace(spelled, other);
    await rename(plain);
    expect(await signIn(plain)).toBe(200);
    await refused(
      api,
      { method: 'POST', path: `/v1/partners/${partner.id}/contacts`, body: contact({ userName: plain }) },
      'user-name-taken',
    );
    await rename(`${plain}x`);
    expect([await isStored(before), await isStored(credentialKey(plain)), await signIn(`${plain}x`)]).toEqual([false, false, 200]);
  });

  test('an organization', async () => {
    const reseller = await makeReseller(api);
    const { id } = await makeOrganization(api, reseller, { name: spelled });
    const before = organizationNameKey(reseller, spelled, normaliseAsBefore);
    await putBack(api, organizationNameKey(reseller, spelled), before);
    await patched(at(reseller, id), { name: other });
    expect(await found(at(reseller), other)).toEqual([id]);
    await refused(api, { method: 'POST', path: at(reseller), body: newOrganization({ name: other.toUpperCase() }) }, 'name-taken');
    expect(await api.remove(at(reseller, id))).toMatchObject({ status: 204 });
    expect([await isStored(before), await isStored(organizationNameKey(reseller, other))]).toEqual([false, false]);
  });

  test('a reseller', async () => {
    const name = named(spelled);
    const plain = name.replace(spelled, other);
    const id = await makeReseller(api, { name });
    const before = entryKey(resellerNames, name, id, normaliseAsBefore);
    await putBack(api, entryKey(resellerNames, name, id), before);
    await patched(`/v3/resellers/${id}`, { name: plain });
    expect(await found('/v3/resellers', plain)).toEqual([id]);
    expect(await api.remove(`/v3/resellers/${id}`)).toMatchObject({ status: 204 });
    expect([await isStored(before), await isStored(entryKey(resellerNames, plain, id))]).toEqual([false, false]);
  });
});
