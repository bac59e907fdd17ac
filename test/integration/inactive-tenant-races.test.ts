import { contactStore } from '../../functions/partners/contacts/store.ts';
import { partnerStore } from '../../functions/partners/store.ts';
import { withActiveTenant } from '../../functions/shared/auth/active-tenant.ts';
import { type Caller, partnerUser } from '../../functions/shared/contract/caller.ts';
import { PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import { newInt32, now } from '../../functions/shared/runtime.ts';
import { type Key, partnerKey } from '../../functions/shared/table/keys.ts';
import type { Table } from '../../functions/shared/table/table.ts';
import { put } from '../../functions/shared/table/transaction.ts';
import { webhookStore } from '../../functions/webhooks/store.ts';
import { type Api, startApi } from './api.ts';
import { contact, fresh, makePartner, makeReseller, newWebhook, type StoredPartner } from './samples.ts';
import { deactivate } from './stored.ts';

let api: Api;
let above: StoredPartner;
let partner: StoredPartner;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  above = await makePartner(api, await makePartner(api));
  partner = await makePartner(api, above);
});
afterAll(() => api.stop());

const PARTNER = { permission: 'partner:update', schemes: ['bearer', 'basic'], tenant: 'partner' } as const;
const ANY = { permission: 'webhook:write', schemes: ['bearer'], tenant: 'any' } as const;

const token = (bound: Partial<Caller>): Caller => ({ actor: 'token:a', permissions: new Set(PERMISSIONS), ...bound });
const request = (caller: Caller) => ({
  ...{ query: {}, header: {}, remember: () => [], caller },
  origin: { actor: caller.actor, requestId: 'request-1', sourceIp: '192.0.2.7' },
});
const welcomes = { perAddress: 9, perPartner: 9, perTree: 9 };
const record = () => put({ pk: fresh('event'), sk: 'EVENT' }, {}, () => new Error('drawn twice'));

/**
 * A new contact of the partner; something happens after its place was read and before it is
 * written.
 */
const contactOf = async (caller: Caller, happen: () => Promise<unknown>, fields: object = {}) => {
  const { createContact } = await import('../../functions/partners/contacts/create.ts');
  let runs = 0;
  const create = async (table: Table) => {
    runs += 1;
    if (runs === 1) await happen();
    const deps = { partners: partnerStore(table), contacts: contactStore(table), record, welcomes, newInt32, now };
    return createContact({ ...request(caller), params: { id: partner.id }, body: contact({ ...fields }) as never }, deps);
  };
  return { ...(await withActiveTenant(PARTNER, caller, api.table.table, create)), runs };
};

const webhookOf = async (caller: Caller, happen: () => Promise<unknown>) => {
  const { createWebhook } = await import('../../functions/webhooks/create.ts');
  return withActiveTenant(ANY, caller, api.table.table, async (table) => {
    await happen();
    const deps = { webhooks: webhookStore(table), policy: { quotas: { perTenant: 9, total: 999 } }, newId: fresh, now };
    return createWebhook({ ...request(caller), params: {}, body: newWebhook() as never }, deps);
  });
};

const stored = async () =>
  (await api.items()).filter(({ type }) => type === 'contact' || type === 'credential' || type === 'webhook').length;
const move = (id: number, to: StoredPartner) => api.patch(`/v1/partners/${id}`, { parent: { id: to.id } });

describe('what is written at the moment of a deactivation', () => {
  test.each([
    ['the partner itself', () => partner],
    ['one above it', () => above],
  ])('is not, when the deactivation of %s was first', async (_, whose) => {
    const before = await stored();
    const refusal = { code: 'foreign-tenant' };
    const caller = token({ partnerId: partner.id });
    await expect(contactOf(caller, () => deactivate(api, whose().id))).rejects.toMatchObject(refusal);
    // A check of the partner, where a new supervisor would be counted on it.
    await deactivate(api, whose().id, true);
    const user = contactOf(caller, () => deactivate(api, whose().id), { userRole: 'Partner User' });
    await expect(user).rejects.toMatchObject(refusal);
    await deactivate(api, whose().id, true);
    await expect(webhookOf(caller, () => deactivate(api, whose().id))).rejects.toMatchObject(refusal);
    expect(await stored()).toBe(before);
  });

  test('is not for a user who signed in before, and who could not sign in now', async () => {
    const before = await stored();
    const user = partnerUser('ada', partner.id, 'Partner Supervisor');
    await expect(contactOf(user, () => deactivate(api, above.id))).rejects.toMatchObject({ code: 'credentials-invalid' });
    expect(await stored()).toBe(before);
  });

  test('is not for a reseller that is deleted in that moment', async () => {
    const reseller = await makeReseller(api);
    const before = await stored();
    const deleted = webhookOf(token({ resellerId: reseller }), () => api.remove(`/v3/resellers/${reseller}`));
    await expect(deleted).rejects.toMatchObject({ code: 'foreign-tenant' });
    expect(await stored()).toBe(before);
  });

  test('is either done or refused, whichever comes first of many at once', async () => {
    const as = await api.bearer({ partner_id: partner.id });
    const create = () => api.post(`/v1/partners/${partner.id}/contacts`, contact({ userRole: 'Partner User' }), { as });
    const before = await stored();
    const writes = Array.from({ length: 6 }, create);
    await deactivate(api, partner.id);
    const answers = await Promise.all(writes);
    const done = answers.filter(({ status }) => status === 201).length;
    expect(answers.filter(({ body }) => body.code === 'foreign-tenant')).toHaveLength(6 - done);
    expect(await stored()).toBe(before + 2 * done);
    expect((await create()).body.code).toBe('foreign-tenant');
  });
});

describe('a branch that moves after its place was read', () => {
  test('is read again: the write is done where all is active', async () => {
    const to = await makePartner(api);
    const { status, runs } = await contactOf(token({ partnerId: partner.id }), () => move(above.id, to));
    expect({ status, runs }).toEqual({ status: 201, runs: 2 });
    expect(await api.table.table.get(partnerKey(partner.id))).toMatchObject({ ancestors: [to.id, above.id], supervisorCount: 2 });
  });

  test('of a user, whose sign-in has just read its place, is read only after it moved', async () => {
    const { ancestors } = (await api.table.table.get(partnerKey(partner.id))) as { readonly ancestors: readonly number[] };
    const reads: string[] = [];
    const get = (key: Key) => {
      reads.push(key.pk);
      return api.table.table.get(key);
    };
    const table = { ...api.table.table, get };
    const user = { ...partnerUser('ada', partner.id, 'Partner Supervisor'), ancestors };
    const write = (to?: StoredPartner) =>
      withActiveTenant(PARTNER, user, table, async (required) => {
        if (to && reads.length === 0) await move(above.id, to);
        return required.commit([]);
      });
    await write();
    expect(reads).toEqual([]);
    await write(await makePartner(api));
    expect(reads).toEqual([partnerKey(partner.id).pk]);
  });

  test('is refused where the partner is now below an inactive one', async () => {
    const to = await makePartner(api);
    const closed = async () => {
      await move(above.id, to);
      await deactivate(api, to.id);
    };
    await expect(contactOf(token({ partnerId: partner.id }), closed)).rejects.toMatchObject({ code: 'foreign-tenant' });
  });
});

test('the operator writes for an inactive partner, which is how one is fixed', async () => {
  await deactivate(api, partner.id);
  expect((await contactOf(token({}), async () => undefined)).status).toBe(201);
});
