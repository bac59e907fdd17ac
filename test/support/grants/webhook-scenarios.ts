import { randomUUID } from 'node:crypto';
import { listDeliveries } from '../../../functions/deliveries/contract.ts';
import { listEventLogs } from '../../../functions/event-logs/contract.ts';
import { listWebhooks } from '../../../functions/webhooks/contract.ts';
import { newOrganization, newPartner, newReseller, unique } from '../journey-entities.ts';
import { oneOfEachPlace } from './event-places.ts';
import type { Scenario } from './grants.ts';
import { logScenarios } from './log-scenarios.ts';
import { answers, consuming, get, lists, type Made, patch, post, type ScenarioRequest, type Scene, says } from './scene.ts';

const NOBODY = '00000000-0000-7000-8000-000000000000';

/** An endpoint at a place of the receiver, whose last part says what it answers. */
export const newWebhook = ({ system }: Pick<Scene, 'system'>, answer: number, fields: object = {}) => ({
  name: unique('Endpoint'),
  url: `${system.receiver.url}/${randomUUID()}-${answer}`,
  token: 'token-of-a-webhook-endpoint',
  events: ['reseller.*', 'partner.*'],
  ...fields,
});

/**
 * Two tenants and their endpoints: one that takes everything, and others that refused something and
 * were suspended for it.
 */
const estate = async (scene: Scene) => {
  const { send, bound, system } = scene;
  const make = async (asked: ScenarioRequest): Promise<Made> => (await send(asked)).body as Made;
  const reseller = await make(post('/v3/resellers', newReseller()));
  const partner = await make(post('/v1/partners', newPartner()));
  const [own, partners] = [await bound({ reseller: reseller.id }), await bound({ partner: Number(partner.id) })];
  const endpoint = (answer: number, fields: object, authorization?: string) =>
    make({ ...post('/v3/webhooks', newWebhook(scene, answer, fields)), ...(authorization !== undefined && { authorization }) });
  const healthy = await endpoint(200, {}, own);
  const fixed = await endpoint(400, {}, own);
  const [healthyOfPartner, fixedOfPartner] = [await endpoint(200, {}, partners), await endpoint(400, {}, partners)];
  await endpoint(410, { resellerId: reseller.id });
  await system.runtime.idle();
  await make(post(`/v3/resellers/${reseller.id}/organizations`, newOrganization()));
  await send(patch(`/v1/partners/${partner.id}`, { billingId: unique('billing') }));
  await system.runtime.idle();
  const fix = { url: healthy.url, token: 'another-token-of-an-endpoint' };
  for (const { id } of [fixed, fixedOfPartner]) await send(patch(`/v3/webhooks/${id}`, fix));
  await system.runtime.idle();
  const deliveryTo = async ({ id }: Made): Promise<string> =>
    String((await send(get(`/v3/webhook-event-logs?webhookId=${id}`))).items[0]?.id);
  const ofPartner = { healthy: healthyOfPartner, deliveryId: await deliveryTo(fixedOfPartner) };
  return { reseller, partner, own, partners, healthy, fixed, deliveryId: await deliveryTo(fixed), ofPartner };
};

/** The functions of webhook endpoints, of deliveries to them, and of the event log. */
export const webhookScenarios = async (scene: Scene): Promise<readonly Scenario[]> => {
  const { reseller, partner, own, partners, healthy, fixed, deliveryId, ofPartner } = await estate(scene);
  const path = `/v3/webhooks/${healthy.id}`;
  const key = randomUUID;
  const idle = { enabled: false };
  const make = async (as: object = {}) => (await scene.send({ ...post('/v3/webhooks', newWebhook(scene, 200, idle)), ...as })).body as Made;
  const [spare, ...removed] = [await make(), await make(), await make()];
  /** Each writes for a tenant, which has to be active: a reseller, and a partner. */
  const forTenant = async (authorization: string, whose: string, healthyId: string, sentId: string): Promise<readonly Scenario[]> => {
    const as = { authorization };
    const [changed, ...gone] = [await make(as), await make(as), await make(as)];
    return [
      answers(
        scene,
        'WebhookEndpointsCreate',
        `creates ${whose}`,
        () => ({ ...post('/v3/webhooks', newWebhook(scene, 200, idle)), ...as }),
        201,
      ),
      answers(
        scene,
        'WebhookEndpointsUpdate',
        `changes ${whose}`,
        () => ({ ...patch(`/v3/webhooks/${changed.id}`, { name: unique('Endpoint') }), ...as }),
        200,
      ),
      consuming(
        scene,
        'WebhookEndpointsDelete',
        `deletes ${whose}`,
        gone.map(({ id }) => ({ method: 'DELETE', path: `/v3/webhooks/${id}`, ...as })),
        204,
      ),
      answers(
        scene,
        'WebhookEndpointsTest',
        `sends a sample to ${whose}`,
        () => ({ ...post(`/v3/webhooks/${healthyId}/test`, {}), ...as }),
        202,
      ),
      answers(
        scene,
        'DeliveriesRedeliver',
        `sends again to ${whose}`,
        () => ({ ...post(`/v3/webhook-event-logs/${sentId}:redeliver`, undefined), ...as }),
        202,
      ),
    ];
  };
  const logs = (query: string) => `/v3/webhook-event-logs?${query}`;
  const events = (query: string) => `/v3/event-logs?${query}`;
  const found = oneOfEachPlace((await scene.send(get(events('limit=100&sort=-createdAt')))).items as readonly Made[]);

  return [
    says(scene, 'WebhookEndpointsCreate', { method: 'POST', path: '/v3/webhooks' }),
    answers(
      scene,
      'WebhookEndpointsCreate',
      'creates',
      () => ({ ...post('/v3/webhooks', newWebhook(scene, 200, { ...idle, resellerId: reseller.id }), key()), authorization: own }),
      201,
    ),
    answers(
      scene,
      'WebhookEndpointsCreate',
      'looks whether it answered',
      () => post('/v3/webhooks', newWebhook(scene, 200, { resellerId: NOBODY }), key()),
      404,
    ),
    says(scene, 'WebhookEndpointsGet', get(path)),
    answers(scene, 'WebhookEndpointsGet', 'reads', get(path), 200),
    says(scene, 'WebhookEndpointsList', get('/v3/webhooks')),
    answers(scene, 'WebhookEndpointsList', 'lists all', get('/v3/webhooks?limit=1'), 200),
    answers(scene, 'WebhookEndpointsList', "lists a tenant's", { ...get('/v3/webhooks'), authorization: own }, 200),
    lists(scene, 'WebhookEndpointsList', listWebhooks, get('/v3/webhooks?limit=1')),
    says(scene, 'WebhookEndpointsUpdate', { method: 'PATCH', path }),
    answers(scene, 'WebhookEndpointsUpdate', 'changes', () => patch(`/v3/webhooks/${spare.id}`, { name: unique('Endpoint') }), 200),
    says(scene, 'WebhookEndpointsDelete', { method: 'DELETE', path }),
    consuming(
      scene,
      'WebhookEndpointsDelete',
      'deletes',
      removed.map(({ id }) => ({ method: 'DELETE', path: `/v3/webhooks/${id}` })),
      204,
    ),
    says(scene, 'WebhookEndpointsTest', { method: 'POST', path: `${path}/test` }),
    answers(scene, 'WebhookEndpointsTest', 'sends a sample', () => post(`${path}/test`, {}, key()), 202),
    answers(scene, 'WebhookEndpointsTest', 'looks whether it answered', () => post(`/v3/webhooks/${NOBODY}/test`, {}, key()), 404),
    says(scene, 'DeliveriesList', get('/v3/webhook-event-logs')),
    answers(scene, 'DeliveriesList', 'lists all', get(logs('limit=1')), 200),
    answers(scene, 'DeliveriesList', "lists a tenant's", { ...get(logs('limit=1')), authorization: own }, 200),
    answers(scene, 'DeliveriesList', "lists an endpoint's", get(logs(`webhookId=${fixed.id}`)), 200),
    lists(scene, 'DeliveriesList', listDeliveries, get('/v3/webhook-event-logs?limit=1')),
    says(scene, 'DeliveriesGet', get(`/v3/webhook-event-logs/${deliveryId}`)),
    answers(scene, 'DeliveriesGet', 'reads', get(`/v3/webhook-event-logs/${deliveryId}`), 200),
    says(scene, 'DeliveriesRedeliver', { method: 'POST', path: `/v3/webhook-event-logs/${deliveryId}:redeliver` }),
    answers(
      scene,
      'DeliveriesRedeliver',
      'sends again',
      () => post(`/v3/webhook-event-logs/${deliveryId}:redeliver`, undefined, key()),
      202,
    ),
    answers(
      scene,
      'DeliveriesRedeliver',
      'looks whether it answered',
      () => post(`/v3/webhook-event-logs/${NOBODY}:redeliver`, undefined, key()),
      404,
    ),
    says(scene, 'EventLogList', get('/v3/event-logs')),
    answers(scene, 'EventLogList', 'lists what happened', get(events('limit=100')), 200),
    answers(scene, 'EventLogList', "lists a reseller's", { ...get(events('limit=1')), authorization: own }, 200),
    answers(scene, 'EventLogList', "lists a partner's", { ...get(events('limit=1')), authorization: partners }, 200),
    answers(scene, 'EventLogList', 'tells a history', get(events(`resource=partner&resourceId=${partner.id}`)), 200),
    lists(scene, 'EventLogList', listEventLogs, get('/v3/event-logs?limit=1')),
    says(scene, 'EventLogGet', get(`/v3/event-logs/${NOBODY}`)),
    ...found.map((id) => answers(scene, 'EventLogGet', `reads ${id}`, get(`/v3/event-logs/${id}`), 200)),
    ...(await logScenarios(scene, own, found)),
    // Last: what only a log needs is shown by a scenario that can be tried again.
    ...(await forTenant(own, "a reseller's", healthy.id, deliveryId)),
    ...(await forTenant(partners, "a partner's", ofPartner.healthy.id, ofPartner.deliveryId)),
  ];
};

/** The functions that belong to no tenant. */
export const systemScenarios = (scene: Scene): readonly Scenario[] => {
  const { system } = scene;
  const keys = says(scene, 'SystemWebhookKeys', get('/.well-known/webhook-keys.json'), 200);
  return [
    says(scene, 'SystemFallback', get('/'), 200),
    says(scene, 'SystemHealth', get('/healthz'), 200),
    says(scene, 'SystemOpenApi', get('/openapi.json'), 200),
    says(scene, 'SystemAsyncApi', get('/asyncapi.json'), 200),
    says(scene, 'SystemFallback', get('/nowhere'), 404),
    says(scene, 'SystemReference', get('/docs/assets/none'), 404),
    keys,
    {
      ...keys,
      name: 'reads the signing keys, which it would remember',
      act: async () => {
        await system.runtime.functions.kill(system.functionName('SystemWebhookKeys'));
        return keys.act();
      },
    },
  ];
};
