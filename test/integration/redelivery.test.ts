import { deliveryKey } from '../../functions/shared/table/webhook-keys.ts';
import { deadLetterRecord } from '../support/dead-letter.ts';
import { type FakeAws, startFakeAws } from '../support/fake-aws.ts';
import { type Api, type Call, startApi } from './api.ts';
import { fresh } from './samples.ts';
import { setAttribute } from './stored.ts';
import { collectAll, deliveryEnvironment, letterTo, makeWebhook, storedWebhook } from './webhook-samples.ts';

const LOGS = '/v3/webhook-event-logs';

let api: Api;
let aws: FakeAws;

beforeAll(async () => {
  aws = await startFakeAws();
  api = await startApi({ ...deliveryEnvironment, ...aws.environment });
}, 20_000);
beforeEach(() => {
  aws.refuse(undefined);
  aws.onTaken(async () => undefined);
  aws.entries.length = 0;
});
afterAll(async () => {
  await api.stop();
  await aws.stop();
});

const list = async (query: string) => api.get(LOGS, { query });

const deliveryTo = async (webhook: { readonly id: string } | string, data: object = {}) => {
  const record = typeof webhook === 'string' ? deadLetterRecord({ rule: `operator-${webhook}`, data }) : letterTo(webhook, { data });
  await collectAll([record]);
  const endpoint = typeof webhook === 'string' ? webhook : webhook.id;
  const [delivery] = (await list(`webhookId=${endpoint}&sort=-createdAt&limit=1`)).items;
  const { detail } = JSON.parse(record.body) as { readonly detail: { readonly metadata: object } };
  return { path: `${LOGS}/${delivery?.id}`, id: String(delivery?.id), detail };
};

const redeliver = (path: string, call: Omit<Call, 'path' | 'body'> = {}) => api.post(`${path}:redeliver`, undefined, call);

test('redelivering puts the very event on the bus for this endpoint, and says so', async () => {
  const webhook = await makeWebhook(api);
  const { path, detail } = await deliveryTo(webhook, { name: 'Grüße 😀' });
  const { status, body } = await redeliver(path);
  expect(status).toBe(202);
  expect(body).toMatchObject({ result: 'redelivered', redeliveredAt: expect.any(String) });
  const [entry] = aws.entries;
  expect(entry).toMatchObject({ EventBusName: 'tenantry-dev', Source: 'tenantry.directed', DetailType: `to:${webhook.id}` });
  const metadata = { ...detail.metadata, lineage: ['/resellers/r1'] };
  expect(JSON.parse(entry?.Detail ?? '')).toEqual({ ...detail, metadata });
  expect((await api.get(path)).body).toEqual(body);
  expect((await list(`webhookId=${webhook.id}&result=redelivered`)).items).toEqual([body]);
});

test('redelivering can be repeated, also for an endpoint of the deployment', async () => {
  const { path } = await deliveryTo('billing');
  expect([(await redeliver(path)).status, (await redeliver(path)).status]).toEqual([202, 202]);
  expect(aws.entries.map(({ DetailType }) => DetailType)).toEqual(['to:billing', 'to:billing']);
});

test('redelivering with an Idempotency-Key sends once and answers the same', async () => {
  const { path } = await deliveryTo(await makeWebhook(api));
  const headers = { 'idempotency-key': fresh('key') };
  const [one, two] = [await redeliver(path, { headers }), await redeliver(path, { headers })];
  expect(two).toMatchObject({ status: 202, body: one.body, headers: { 'idempotency-replayed': 'true' } });
  expect(aws.entries).toHaveLength(1);
});

test.each([['InternalFailure'], ['ThrottlingException']])(
  'redelivering is refused as unavailable when the bus refuses the event (%s), and nothing is marked',
  async (code) => {
    const { path } = await deliveryTo('billing');
    aws.refuse(code);
    expect(await redeliver(path)).toMatchObject({ status: 503, body: { code: 'dependency-unavailable' } });
    expect((await api.get(path)).body).toMatchObject({ result: 'dead-letter' });
  },
);

test.each<[string, Parameters<typeof makeWebhook>[1]]>([
  ['suspended', { status: 'suspended', suspendedAt: '2026-11-22T14:00:00.000Z' }],
  ['disabled', { status: 'disabled', enabled: false }],
  ['still being set up', { status: 'pending' }],
  ['being removed', { deletedAt: '2026-11-22T14:00:00.000Z' }],
])('redelivering is refused while the endpoint is %s, and nothing is sent', async (_, state) => {
  const { path } = await deliveryTo(await makeWebhook(api, state));
  expect(await redeliver(path)).toMatchObject({ status: 409, body: { code: 'webhook-not-receiving' } });
  expect(aws.entries).toEqual([]);
});

test('redelivering is refused when nothing is left of the endpoint, and for a name that the deployment does not have', async () => {
  for (const endpoint of [{ id: crypto.randomUUID() }, 'erp']) {
    expect(await redeliver((await deliveryTo(endpoint)).path)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('is gone') },
    });
  }
});

test('redelivering marks nothing when the endpoint is suspended while the event is being sent: its rule may have dropped it', async () => {
  const webhook = await makeWebhook(api);
  const { path } = await deliveryTo(webhook);
  aws.onTaken(() => collectAll([letterTo(webhook, { errorMessage: 'Request failed with status code 410.' })]));
  expect(await redeliver(path)).toMatchObject({ status: 409, body: { code: 'webhook-not-receiving' } });
  expect(await storedWebhook(api, webhook.id)).toMatchObject({ status: 'suspended' });
  expect((await api.get(path)).body).toMatchObject({ result: 'dead-letter' });
});

test('redelivering is not found once the delivery is past its days, or never was', async () => {
  const { path, id } = await deliveryTo('billing');
  await setAttribute(api, deliveryKey(id), 'expiresAt', 1);
  expect((await redeliver(path)).status).toBe(404);
  expect((await redeliver(`${LOGS}/${crypto.randomUUID()}`)).status).toBe(404);
  expect(aws.entries).toEqual([]);
});

test('redelivering is the only verb there is: a path with another one is not found, and with none takes GET', async () => {
  const { path } = await deliveryTo('billing');
  expect(await api.post(`${path}:repeat`, undefined)).toMatchObject({ status: 404, body: { code: 'route-not-found' } });
  expect(await api.post(path, undefined)).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
});
