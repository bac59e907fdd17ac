import { EventBridgeClient, ListApiDestinationsCommand, ListConnectionsCommand, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { type WebhookReceiver, webhookReceiver } from '@tenantry/cdk-local/test/webhook-receiver';
import { fetchKeys, verifyWebhook } from '../../receiver/verify-webhook.ts';
import { journey } from '../support/journey.ts';
import { createReseller, newOrganization, organizationsOf, unique } from '../support/journey-entities.ts';
import { deployment, eventually, whereEmulatorUsesNetwork } from './deployment.ts';

const here = journey();
const bridge = new EventBridgeClient();
const token = 'token-of-a-webhook-endpoint';
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await webhookReceiver();
});
afterAll(() => receiver.stop());

/** An endpoint of a new reseller, at a public name that leads to the receiver. */
const endpoint = async () => {
  const reseller = await createReseller(await here.as(['reseller:write']));
  const rights = ['webhook:write', 'webhook:read', 'eventLog:read', 'reseller:organization:create'];
  const api = await here.as(rights, { reseller });
  const url = `https://port-${new URL(receiver.url).port}.example.com/${reseller}`;
  const { body, headers } = await api.post('/v3/webhooks', { name: unique('CRM'), url, token, events: ['reseller.organization.*'] });
  const path = String(headers.location);
  const shown = () => api.get(path);
  const status = (wanted: string) =>
    eventually(`status ${wanted}`, async () => ((await shown()).body.status === wanted ? true : undefined));
  const arrival = (event: string) =>
    eventually(event, async () => receiver.received.find((one) => one.path === `/${reseller}` && one.headers['webhook-event'] === event));
  return { id: String(body.id), api, reseller, path, status, arrival };
};

/** The names of everything that EventBridge has of an endpoint. */
const resourcesOf = async (id: string): Promise<readonly unknown[]> => {
  const NamePrefix = `${deployment.outputs.EventBusName}-${id.replaceAll('-', '')}`;
  const { Connections = [] } = await bridge.send(new ListConnectionsCommand({ NamePrefix }));
  const { ApiDestinations = [] } = await bridge.send(new ListApiDestinationsCommand({ NamePrefix }));
  const { Rules = [] } = await bridge.send(new ListRulesCommand({ NamePrefix, EventBusName: deployment.outputs.EventBusName }));
  return [Connections, ApiDestinations, Rules].map((found) => found.length);
};

test('the reconciler makes connection, destination and rule of an endpoint by what its role allows, and removes them', async () => {
  const { id, api, path, status } = await endpoint();
  await status('healthy');
  expect(await resourcesOf(id)).toEqual([1, 1, 1]);
  expect((await api.patch(path, { enabled: false })).status).toBe(200);
  await status('disabled');
  expect((await api.delete(path)).status).toBe(204);
  await eventually('the removal', async () => (String(await resourcesOf(id)) === '0,0,0' ? true : undefined));
});

whereEmulatorUsesNetwork(() => {
  test('an organization becomes a webhook over https that its receiver can verify by the published keys', async () => {
    const { api, reseller, status, arrival } = await endpoint();
    await status('healthy');
    const { body } = await api.post(organizationsOf(reseller), newOrganization());
    const { headers, body: sent } = await arrival('reseller.organization.created');
    const keys = fetchKeys(`${deployment.api}/.well-known/webhook-keys.json`);
    expect(await verifyWebhook(headers, sent, keys, { token })).toMatchObject({ event: 'reseller.organization.created', data: body });
    expect(JSON.parse(sent)).toEqual({ event: 'reseller.organization.created', data: body, triggeredAt: body.createdAt });
  });

  test('a test of an endpoint reaches it alone', async () => {
    const { api, path, status, arrival } = await endpoint();
    await status('healthy');
    expect((await api.post(`${path}/test`, {})).status).toBe(202);
    expect((await arrival('reseller.organization.created')).headers['webhook-id']).toMatch(/^test-/);
  });
});
