import type { EventBridge } from '@tenantry/cdk-local/eventbridge/event-bridge';
import { reconcile } from '../../functions/webhooks/reconciler.ts';
import { type Api, startApi } from './api.ts';
import { bridgeOf, depsOf } from './reconciler-scene.ts';
import { makeReseller, newWebhook } from './samples.ts';

let api: Api;
let bridge: EventBridge;

beforeAll(async () => {
  bridge = bridgeOf();
  api = await startApi({ WEBHOOK_QUOTA: '3', WEBHOOK_QUOTA_PER_TENANT: '2' });
});
afterAll(async () => {
  await api.stop();
  await bridge.stop();
});

test('a tenant has its own quota, sees it, and does not see how many endpoints others have', async () => {
  const as = await api.bearer({ reseller_id: await makeReseller(api) });
  const create = (by?: string) => api.post('/v3/webhooks', newWebhook(), by === undefined ? {} : { as: by });
  const answers = await Promise.all(Array.from({ length: 5 }, () => create(as)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409, 409]);
  expect((await create(as)).body).toMatchObject({ code: 'quota-reached', limitName: 'webhooks', limit: 2, count: 2 });

  const other = await api.bearer({ reseller_id: await makeReseller(api) });
  expect((await create(other)).status).toBe(201);
  const { body } = await create(other);
  expect(body).toMatchObject({ code: 'quota-reached' });
  expect(body).not.toHaveProperty('count');
  expect((await create()).body).toMatchObject({ code: 'quota-reached', limit: 3, count: 3 });

  // What is deleted makes room once nothing is left of it, for its tenant and in all.
  const { id } = answers.find(({ status }) => status === 201)?.body ?? {};
  expect((await api.remove(`/v3/webhooks/${id}`, { as })).status).toBe(204);
  expect((await create(as)).status).toBe(409);
  await reconcile(String(id), depsOf({ table: api.table.table, bridge }));
  expect((await create(as)).status).toBe(201);
});
