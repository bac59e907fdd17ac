import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import { newId, newInt32, now } from '../../functions/shared/runtime.ts';
import { eventRecorder } from '../../functions/shared/table/events.ts';
import type { Table } from '../../functions/shared/table/table.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from './api.ts';
import { inEveryOrder } from './every-order.ts';
import { answerOf, cameTo, request } from './organization-operations.ts';
import { fresh, makePartner, makeReseller, newPartner, newReseller } from './samples.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
// Whoever decides again does so at once.
beforeEach(() => void jest.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => jest.restoreAllMocks());
afterAll(() => api.stop());

const record = eventRecorder({ newId, retentionDays: 400 });
const asked = { ...request, caller: { ...request.caller, permissions: new Set(PERMISSIONS) } };

const loadPuts = async () => {
  const [resellers, reseller, removal, partners, partner, contacts] = await Promise.all([
    import('../../functions/resellers/store.ts'),
    import('../../functions/resellers/put.ts'),
    import('../../functions/resellers/delete.ts'),
    import('../../functions/partners/store.ts'),
    import('../../functions/partners/put.ts'),
    import('../../functions/partners/contacts/store.ts'),
  ]);
  const limit = { perAddress: 10, perPartner: 10, perTree: 10 };
  return {
    reseller: (externalId: string, body: Item) => (table: Table) =>
      reseller.putReseller({ ...asked, params: { externalId }, body: body as never }, { ...depsOf(resellers.resellerStore(table)) }),
    removeReseller: (resellerId: string) => (table: Table) =>
      removal.deleteReseller({ ...asked, params: { resellerId }, body: {} }, depsOf(resellers.resellerStore(table))),
    partner: (externalId: string, body: Item, partnerId?: number) => (table: Table) =>
      partner.putPartner(
        {
          ...asked,
          caller: { ...asked.caller, ...(partnerId !== undefined && { partnerId }) },
          params: { externalId },
          body: body as never,
        },
        {
          ...{ partners: partners.partnerStore(table), contacts: contacts.contactStore(table), record, welcomes: limit },
          ...{ newReference: randomUUID, newInt32, now },
        },
      ),
  };
};
const depsOf = <S>(resellers: S) => ({ resellers, record, newId, now });

test.each(['one body', 'two bodies'])(
  'two PUTs of one new reseller with %s make one, which is what the later says',
  async (bodies) => {
    const puts = await loadPuts();
    const orders = await inEveryOrder(api.table.table, async (run) => {
      const externalId = fresh('erp');
      const [first, second = first] = [newReseller(), ...(bodies === 'one body' ? [] : [newReseller()])];
      const outcomes = await run([puts.reseller(externalId, first as Item), puts.reseller(externalId, second as Item)]);
      const statuses = outcomes.map(cameTo);
      expect(statuses.toSorted()).toEqual([200, 201]);
      const { items } = await api.get('/v3/resellers', { query: `externalId=${externalId}` });
      expect(items).toEqual([answerOf(outcomes[statuses.indexOf(200)])]);
      expect(items[0]).toMatchObject({ version: bodies === 'one body' ? 1 : 2 });
    });
    expect(orders).toBeGreaterThanOrEqual(6);
  },
  60_000,
);

test('a PUT and a DELETE of one reseller leave what the later says: none, or a new one', async () => {
  const puts = await loadPuts();
  const seen = new Set<string>();
  await inEveryOrder(api.table.table, async (run) => {
    const externalId = fresh('erp');
    const id = await makeReseller(api, { externalId });
    const outcomes = await run([puts.reseller(externalId, newReseller()), puts.removeReseller(id)]);
    seen.add(outcomes.map(cameTo).join(' and '));
    const { items } = await api.get('/v3/resellers', { query: `externalId=${externalId}` });
    expect(items.map((item) => item.id === id)).toEqual(cameTo(outcomes[0] as never) === 201 ? [false] : []);
  });
  expect(seen).toEqual(new Set(['200 and 204', '201 and 204']));
}, 60_000);

test('two PUTs of one new partner with one body make one partner, and both find it so', async () => {
  const puts = await loadPuts();
  const parent = await makePartner(api);
  const orders = await inEveryOrder(api.table.table, async (run) => {
    const externalId = fresh('crm');
    const body = newPartner({ parent: { id: parent.id } });
    const outcomes = await run([puts.partner(externalId, body), puts.partner(externalId, body)]);
    expect(outcomes.map(cameTo).toSorted()).toEqual([200, 201]);
    expect(answerOf(outcomes[0])).toEqual(answerOf(outcomes[1]));
    const { body: page } = await api.get('/v1/partners', { query: `partner=${parent.id}&externalId=${externalId}` });
    expect(page.data).toEqual([answerOf(outcomes[0])]);
  });
  expect(orders).toBeGreaterThanOrEqual(6);
}, 60_000);

test('a PUT changes nothing below a parent that leaves the branch of the caller after it was read', async () => {
  const puts = await loadPuts();
  const [own, other] = [await makePartner(api), await makePartner(api)];
  const parent = await makePartner(api, own);
  const externalId = fresh('crm');
  const child = await makePartner(api, parent, { externalId });
  const { table } = api.table;
  let reads = 0;
  const get: Table['get'] = async (key) => {
    const item = await table.get(key);
    reads += 1;
    if (reads === 1) expect((await api.patch(`/v1/partners/${parent.id}`, { parent: { id: other.id } })).status).toBe(200);
    return item;
  };
  const put = puts.partner(externalId, newPartner({ parent: { id: parent.id } }), own.id)({ ...table, get });
  await expect(put).rejects.toHaveProperty('code', 'foreign-tenant');
  expect((await api.get(`/v1/partners/${child.id}`)).body.name).toBe(child.name);
});
