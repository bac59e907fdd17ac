import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { makePartner, makeReseller } from './samples.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const read = async (query: string): Promise<readonly Item[]> => (await api.get('/v3/event-logs', { query })).items;

describe('one event of the log', () => {
  const one = (id: unknown, as?: string) => ({ path: `/v3/event-logs/${id}`, ...(as !== undefined && { as }) });

  test('is what the list has of it, whoever’s it is, and has no entity tag: its version is that of another entity', async () => {
    const [reseller, partner] = [await makeReseller(api), await makePartner(api)];
    const [own, partners] = [await api.bearer({ reseller_id: reseller }), await api.bearer({ partner_id: partner.id })];
    for (const [query, as] of [
      [`resource=reseller&resourceId=${reseller}`, own],
      [`resource=partner&resourceId=${partner.id}`, partners],
    ] as const) {
      const [entry] = await read(query);
      for (const token of [undefined, as]) {
        const { status, body, headers } = await api.send(one(entry?.id, token));
        expect([status, body, headers.etag]).toEqual([200, entry, undefined]);
      }
      expect((await api.send(one(String(entry?.id).toUpperCase()))).status).toBe(200);
    }
  });

  test('of another tenant is not found, as one that does not exist', async () => {
    const [reseller, other] = [await makeReseller(api), await makeReseller(api)];
    const root = await makePartner(api);
    const [partner, beside] = [await makePartner(api, root), await makePartner(api, root)];
    const [ofReseller] = await read(`resource=reseller&resourceId=${reseller}`);
    const [ofPartner] = await read(`resource=partner&resourceId=${partner.id}`);
    const [ofRoot] = await read(`resource=partner&resourceId=${root.id}`);
    const tokens = {
      other: await api.bearer({ reseller_id: other }),
      own: await api.bearer({ reseller_id: reseller }),
      partner: await api.bearer({ partner_id: partner.id }),
      beside: await api.bearer({ partner_id: beside.id }),
      root: await api.bearer({ partner_id: root.id }),
    };
    const foreign = [
      [ofReseller, tokens.other],
      [ofReseller, tokens.partner],
      [ofPartner, tokens.own],
      [ofPartner, tokens.beside],
      [ofRoot, tokens.partner],
    ] as const;
    for (const [entry, as] of foreign) {
      const { body } = await refused(api, one(entry?.id, as), 'event-not-found');
      const { body: missing } = await refused(api, one('019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e31', as), 'event-not-found');
      expect(Object.keys(body)).toEqual(Object.keys(missing));
    }
    expect((await api.send(one(ofPartner?.id, tokens.root))).status).toBe(200);
  });

  test.each([
    'x',
    '0',
    'test-019f2b6c-b0aa-7c11-9e44-2d7f3c5b8a10',
    'ffffffff-ffff-7fff-bfff-ffffffffffff',
    '019f2b6c-91d4-4d2a-8f11-0c5a2b7a9e31',
  ])('by the id %s, which no event has, is not found', async (id) => {
    await refused(api, one(id), 'event-not-found');
  });

  test('needs the permission, and takes no parameter', async () => {
    await refused(api, one('x', await api.bearer({ permissions: ['reseller:read'] })), 'permission-missing');
    expect(await violationsOf(api, { ...one('x'), query: 'limit=1' })).toEqual(['query /limit unknown-property']);
  });
});
