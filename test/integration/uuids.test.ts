import { type FakeAws, startFakeAws } from '../support/fake-aws.ts';
import { type Api, type Call, startApi } from './api.ts';
import { refused } from './refusals.ts';
import { fresh, makeReseller, newOrganization, newReseller, newWebhook } from './samples.ts';
import { collectAll, deliveryEnvironment, letterTo, makeWebhook } from './webhook-samples.ts';

let api: Api;
let aws: FakeAws;
let reseller: string;

beforeAll(async () => {
  aws = await startFakeAws();
  api = await startApi({ ...deliveryEnvironment, ...aws.environment });
  reseller = await makeReseller(api);
}, 20_000);
afterAll(async () => {
  await api.stop();
  await aws.stop();
});

const upper = (id: unknown): string => String(id).toUpperCase();

describe('an id in upper case names the same entity (RFC 9562, section 4), which is answered in lower case', () => {
  test('a reseller', async () => {
    const [id, other] = [await makeReseller(api), await makeReseller(api)];
    const path = `/v3/resellers/${upper(id)}`;
    const read = await api.get(path);
    expect(read).toMatchObject({ status: 200, body: { id } });
    expect((await api.get(`${path}/limits`)).body).toEqual((await api.get(`/v3/resellers/${id}/limits`)).body);
    expect(await api.patch(path, { description: 'x' })).toMatchObject({ status: 200, body: { id } });
    expect((await api.remove(path)).status).toBe(204);
    await refused(api, { path: `/v3/resellers/${id}` }, 'reseller-not-found');
    expect((await api.get(`/v3/resellers/${other}`)).status).toBe(200);
  });

  test('an organization, from its making to its being restored', async () => {
    const list = `/v3/resellers/${upper(reseller)}/organizations`;
    const made = await api.post(list, newOrganization({ resellerId: upper(reseller) }));
    expect(made.status).toBe(201);
    const { id } = made.body;
    expect(made.headers.location).toBe(`/v3/resellers/${reseller}/organizations/${id}`);
    const path = `${list}/${upper(id)}`;
    expect((await api.get(path)).body).toEqual(made.body);
    expect((await api.get(list)).items).toEqual((await api.get(`/v3/resellers/${reseller}/organizations`)).items);
    expect(await api.patch(path, { description: 'x' })).toMatchObject({ status: 200, body: { id } });
    expect((await api.remove(path)).status).toBe(204);
    expect(await api.post(`${path}:restore`, undefined)).toMatchObject({ status: 200, body: { id } });
    const batch = await api.post(`${list}:batch`, { organizations: [newOrganization({ resellerId: upper(reseller) })] });
    expect(batch.body).toMatchObject({ results: [{ status: 201 }] });
  });

  test('a webhook endpoint, and the reseller it is for', async () => {
    const made = await api.post('/v3/webhooks', newWebhook({ resellerId: upper(reseller) }));
    expect(made).toMatchObject({ status: 201, body: { resellerId: reseller } });
    const path = `/v3/webhooks/${upper(made.body.id)}`;
    expect((await api.get(path)).body).toEqual(made.body);
    const listed = await api.get('/v3/webhooks', { query: `resellerId=${upper(reseller)}` });
    expect(listed.items).toMatchObject([{ id: made.body.id }]);
    expect(await api.patch(path, { enabled: false })).toMatchObject({ status: 200, body: { id: made.body.id } });
    expect((await api.remove(path)).status).toBe(204);
  });

  test('a delivery, by its id and by that of its endpoint', async () => {
    const webhook = await makeWebhook(api);
    await collectAll([letterTo(webhook, { eventId: 'e1' })]);
    const { items } = await api.get('/v3/webhook-event-logs', { query: `webhookId=${upper(webhook.id)}` });
    expect(items).toMatchObject([{ webhookId: webhook.id, eventId: 'e1' }]);
    const read = await api.get(`/v3/webhook-event-logs/${upper(items[0]?.id)}`);
    expect(read).toMatchObject({ status: 200, body: { id: items[0]?.id } });
    expect(await api.post(`/v3/webhook-event-logs/${upper(items[0]?.id)}:redeliver`, undefined)).toMatchObject({
      ...{ status: 202, body: { id: items[0]?.id } },
    });
  });

  test('what the event log is asked about', async () => {
    const { items } = await api.get('/v3/event-logs', { query: `resource=reseller&resourceId=${upper(reseller)}` });
    expect(items).toMatchObject([{ event: 'reseller.created', resourceId: reseller, tenant: `/resellers/${reseller}` }]);
  });
});

describe('a caller bound to a reseller', () => {
  const as = (id: string) => api.bearer({ reseller_id: id });

  test('is inside it, however its token, the path and the body spell it', async () => {
    for (const [bound, asked] of [
      [upper(reseller), reseller],
      [reseller, upper(reseller)],
      [upper(reseller), upper(reseller)],
    ] as const) {
      const call: Partial<Call> = { as: await as(bound) };
      expect(await api.get(`/v3/resellers/${asked}`, call)).toMatchObject({ status: 200, body: { id: reseller } });
      expect(await api.post('/v3/webhooks', newWebhook({ resellerId: asked }), call)).toMatchObject({
        ...{ status: 201, body: { resellerId: reseller } },
      });
    }
  });

  test('stays outside every other', async () => {
    const other = await makeReseller(api);
    await refused(api, { path: `/v3/resellers/${upper(other)}`, as: await as(upper(reseller)) }, 'foreign-tenant');
  });
});

test('a keyed request is the same one, whatever the case of its path', async () => {
  const headers = { 'idempotency-key': fresh('key') };
  const body = newOrganization();
  const first = await api.post(`/v3/resellers/${reseller}/organizations`, body, { headers });
  const again = await api.post(`/v3/resellers/${upper(reseller)}/organizations`, body, { headers });
  expect(again).toMatchObject({ status: 201, body: first.body, headers: { 'idempotency-replayed': 'true' } });
});

test('what is no UUID of ours stays as it is written', async () => {
  const externalId = '019F2B6C-7A10-7CC3-9B0E-3D9C0F1F6A55';
  const path = (id: string) => `/v3/resellers/${reseller}/organizations/by-external-id/${id}`;
  const { body } = await api.put(path(externalId), newOrganization());
  expect(body).toMatchObject({ externalId });
  expect((await api.put(path(externalId.toLowerCase()), newOrganization())).status).toBe(201);
  await refused(api, { path: '/v3/resellers/NO-UUID' }, 'reseller-not-found');
  const keyed = (key: string) => api.post('/v3/resellers', newReseller(), { headers: { 'idempotency-key': key } });
  const [one, other] = [await keyed(externalId), await keyed(externalId.toLowerCase())];
  expect([one.status, other.status]).toEqual([201, 201]);
});
