import { contactStore } from '../../functions/partners/contacts/store.ts';
import { partnerStore } from '../../functions/partners/store.ts';
import { withActiveTenant } from '../../functions/shared/auth/active-tenant.ts';
import type { Caller } from '../../functions/shared/contract/caller.ts';
import { PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import { installationEvents, now, setting } from '../../functions/shared/runtime.ts';
import { partnerKey } from '../../functions/shared/table/keys.ts';
import { replaceCommit } from '../../functions/shared/table/table.ts';
import { type Api, startApi } from './api.ts';
import { makePartner, newWebhook, type StoredPartner } from './samples.ts';

let api: Api;
let above: StoredPartner;
let partner: StoredPartner;
let child: StoredPartner;

beforeAll(async () => {
  api = await startApi({ EVENT_RETENTION_DAYS: '400' });
});
beforeEach(async () => {
  above = await makePartner(api, await makePartner(api));
  partner = await makePartner(api, above);
  child = await makePartner(api, partner);
});
afterAll(() => api.stop());

const ACCESS = { permission: 'partner:update', schemes: ['bearer', 'basic'], tenant: 'partner' } as const;
const operator: Caller = { actor: 'token:operator', permissions: new Set(PERMISSIONS) };
const welcomes = { perAddress: 9, perPartner: 9, perTree: 9 };

/**
 * Patches a partner while somebody writes, each time and at once, between what is read and what is
 * committed.
 */
const patchWhile = async (caller: Caller, id: number, body: object, meddle: () => Promise<unknown>) => {
  const { updatePartner } = await import('../../functions/partners/update.ts');
  const contested = replaceCommit(api.table.table, async (writes) => {
    await meddle();
    return api.table.table.tryCommit(writes);
  });
  return withActiveTenant(ACCESS, caller, contested, (table) => {
    const deps = { partners: partnerStore(table), contacts: contactStore(table), record: installationEvents(setting), welcomes, now };
    const origin = { actor: caller.actor, requestId: 'request-1', sourceIp: '192.0.2.7' };
    return updatePartner({ params: { id }, query: {}, header: {}, body, caller, origin, remember: () => [] }, deps);
  });
};

/** A tenant that never stops changing the partner, or what it counts; and how it was answered. */
const restless = async (of: StoredPartner, changed: StoredPartner) => {
  const as = await api.bearer({ partner_id: of.id });
  const statuses: number[] = [];
  const write = async () => {
    const { status } = await api.patch(`/v1/partners/${changed.id}`, { billingId: String(statuses.length) }, { as });
    statuses.push(status);
  };
  return { as, statuses, write };
};

const isActive = async ({ id }: StoredPartner) => (await api.table.table.get(partnerKey(id)))?.isActive;

describe('a partner that changes itself all the while', () => {
  test.each<[string, () => Caller]>([
    ['the operator', () => operator],
    ['the partner above', () => ({ ...operator, partnerId: above.id })],
  ])('does not keep %s from deactivating it', async (_, caller) => {
    const { statuses, write } = await restless(partner, partner);
    expect(await patchWhile(caller(), partner.id, { isActive: false }, write)).toMatchObject({ status: 200 });
    expect(await isActive(partner)).toBe(false);
    // It was held up, not refused for good, until it was inactive.
    expect([statuses[0], statuses.at(-1)]).toEqual([200, 503]);
    await write();
    expect(statuses.at(-1)).toBe(403);
  });

  test('is held up with all below it, whatever they write', async () => {
    const { statuses, write } = await restless(partner, partner);
    const below = await restless(child, child);
    const webhook = () => api.post('/v3/webhooks', newWebhook(), { as: below.as });
    const seen: unknown[] = [];
    const meddle = async () => {
      await write();
      if (statuses.at(-1) === 503) seen.push(await below.write(), (await webhook()).status);
    };
    expect(await patchWhile(operator, partner.id, { isActive: false }, meddle)).toMatchObject({ status: 200 });
    expect([...below.statuses, ...seen.filter(Boolean)]).toEqual([503, 503]);
  });

  test('is held up by nothing else than its deactivation, and by nobody of its own', async () => {
    const { statuses, write } = await restless(partner, partner);
    await expect(patchWhile(operator, partner.id, { billingId: 'NW-1' }, write)).rejects.toMatchObject({ code: 'contention' });
    const itself = { ...operator, partnerId: partner.id };
    await expect(patchWhile(itself, partner.id, { isActive: false }, write)).rejects.toMatchObject({ code: 'contention' });
    expect(new Set(statuses)).toEqual(new Set([200]));
  }, 15_000);

  test('writes again when it is active again: nothing of the holding up is left', async () => {
    const { statuses, write } = await restless(partner, partner);
    await patchWhile(operator, partner.id, { isActive: false }, write);
    expect((await api.patch(`/v1/partners/${partner.id}`, { isActive: true })).status).toBe(200);
    await write();
    expect(statuses.at(-1)).toBe(200);
    expect(Object.keys((await api.table.table.get(partnerKey(partner.id))) ?? {})).not.toContain('heldUntil');
  });
});
