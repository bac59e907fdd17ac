import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { v7 } from 'uuid';
import { now } from '../../functions/shared/runtime.ts';
import { resellerEventKey } from '../../functions/shared/table/event-keys.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type FakeAws, startFakeAws } from '../support/fake-aws.ts';
import { type Api, startApi } from './api.ts';
import { countedTable } from './counted-table.ts';
import { makePartner, makeReseller } from './samples.ts';
import { collectAll, deliveryEnvironment, letterTo, makeWebhook } from './webhook-samples.ts';

let api: Api;
let aws: FakeAws;

beforeAll(async () => {
  aws = await startFakeAws();
  api = await startApi({ ...deliveryEnvironment, ...aws.environment });
}, 20_000);
afterAll(async () => {
  await api.stop();
  await aws.stop();
});

const outcomesOf = async (eventId: unknown, as?: string) => api.get(`/v3/event-logs/${eventId}/deliveries`, as === undefined ? {} : { as });

const endpointsIn = (body: Item): readonly Item[] => body.endpoints as readonly Item[];

/** A reseller that was created, which is an event, and the endpoints that it was for. */
const scene = async () => {
  const owners = await makeWebhook(api, { events: ['reseller.created'] });
  const deaf = await makeWebhook(api, { events: ['partner.*'] });
  const disabled = await makeWebhook(api, { enabled: false, status: 'disabled' });
  const reseller = await makeReseller(api);
  const late = await makeWebhook(api, { createdAt: '2099-01-01T00:00:00.000Z', updatedAt: '2099-01-01T00:00:00.000Z' });
  const mine = await makeWebhook(api, { owner: `/resellers/${reseller}`, resellerId: reseller, name: 'Mine' });
  const [event] = (await api.get('/v3/event-logs', { query: `resource=reseller&resourceId=${reseller}` })).items;
  const tenant = `/resellers/${reseller}`;
  const letter = { eventId: String(event?.id), tenant, requestId: String(event?.requestId), data: { id: reseller } };
  return { owners, deaf, disabled, late, mine, reseller, tenant, event, letter };
};

test('an event has an outcome at each endpoint that it was for, with what was recorded', async () => {
  const { owners, disabled, deaf, late, mine, letter, event, tenant } = await scene();
  const before = Date.now();
  await collectAll([letterTo(mine, { ...letter, sentAt: before, errorMessage: 'Request failed with status code 422.' })]);
  await collectAll([letterTo(mine, { ...letter, sentAt: before + 1, errorMessage: 'Request failed with status code 410.' })]);
  const { status, body } = await outcomesOf(event?.id);
  expect([status, body]).toEqual([200, expect.objectContaining({ eventId: event?.id, event: 'reseller.created', tenant, at: event?.at })]);
  const found = new Map(endpointsIn(body).map((one) => [one.webhookId, one]));
  expect(found.get(mine.id)).toMatchObject({
    ...{ name: 'Mine', outcome: 'dead-letter', explanation: 'The endpoint answered 410, which is not retried.' },
    deliveries: [422, 410].map((answer) => ({ eventId: event?.id, reason: `The endpoint answered ${answer}, which is not retried.` })),
  });
  expect(found.get(owners.id)).toMatchObject({ outcome: 'unconfirmed', certainAt: expect.any(String), deliveries: [] });
  expect(found.get(disabled.id)).toMatchObject({ outcome: 'not-sent', explanation: 'The endpoint was disabled.' });
  expect(found.get('billing')).toMatchObject({ outcome: 'unknown', deliveries: [] });
  expect([found.has(deaf.id), found.has(late.id)]).toEqual([false, false]);
});

test('an endpoint that is deleted, or does not subscribe any more, is there with its deliveries', async () => {
  const { deaf, letter, event } = await scene();
  const gone = { id: v7() };
  await collectAll([letterTo(gone, letter), letterTo(deaf, letter)]);
  const endpoints = endpointsIn((await outcomesOf(event?.id)).body);
  for (const webhookId of [gone.id, deaf.id]) {
    expect(endpoints.filter((one) => one.webhookId === webhookId)).toEqual([
      expect.objectContaining({ outcome: 'dead-letter', deliveries: [expect.objectContaining({ webhookId })] }),
    ]);
  }
});

test('nothing is assumed of an event that was recorded before deliveries were found by it', async () => {
  const { owners, event, reseller } = await scene();
  const key = resellerEventKey(reseller, String(event?.id));
  const UpdateExpression = 'REMOVE gsi1pk, gsi1sk';
  await api.table.client.send(new UpdateCommand({ TableName: api.table.name, Key: key, UpdateExpression }));
  const found = endpointsIn((await outcomesOf(event?.id)).body).find(({ webhookId }) => webhookId === owners.id);
  expect(found).toMatchObject({ outcome: 'unknown', explanation: expect.stringContaining('older than the index') });
});

test('a tenant sees its own event at its own endpoints, and another tenant’s event is not found', async () => {
  const { mine, owners, letter, event, reseller } = await scene();
  await collectAll([letterTo(mine, letter), letterTo(owners, letter)]);
  const own = await outcomesOf(event?.id, await api.bearer({ reseller_id: reseller }));
  expect(endpointsIn(own.body).map(({ webhookId, outcome }) => [webhookId, outcome])).toEqual([[mine.id, 'dead-letter']]);
  const [root, other] = [await makePartner(api), await makeReseller(api)];
  for (const as of [await api.bearer({ reseller_id: other }), await api.bearer({ partner_id: root.id })]) {
    expect(await outcomesOf(event?.id, as)).toMatchObject({ status: 404, body: { code: 'event-not-found' } });
  }
  for (const id of [v7(), 'x']) expect(await outcomesOf(id)).toMatchObject({ status: 404, body: { code: 'event-not-found' } });
});

test('a partner above sees it at the endpoints of its own', async () => {
  const root = await makePartner(api);
  const above = await makeWebhook(api, { owner: `/partners/${root.id}`, events: ['partner.*'] });
  const child = await makePartner(api, root);
  const its = await makeWebhook(api, { owner: `/partners/${child.id}`, events: ['partner.*'] });
  const [event] = (await api.get('/v3/event-logs', { query: `resource=partner&resourceId=${child.id}` })).items;
  const idsFor = async (partner: number) =>
    endpointsIn((await outcomesOf(event?.id, await api.bearer({ partner_id: partner }))).body).map(({ webhookId }) => webhookId);
  expect([await idsFor(root.id), await idsFor(child.id)]).toEqual([[above.id], [its.id]]);
});

test('it costs a query of the event, of its deliveries and of the endpoints, and a read of each', async () => {
  const { reseller, event, mine, letter } = await scene();
  await collectAll([letterTo(mine, letter)]);
  const counted = countedTable(api);
  const [{ getEventLogDeliveries }, { deliveryStore }, { webhookStore }, { eventLogStore }] = await Promise.all([
    import('../../functions/event-logs/deliveries.ts'),
    import('../../functions/deliveries/store.ts'),
    import('../../functions/webhooks/store.ts'),
    import('../../functions/event-logs/store.ts'),
  ]);
  const { table } = counted;
  const stores = { logs: eventLogStore(table), deliveries: deliveryStore(table), webhooks: webhookStore(table) };
  const caller = { actor: 'token:x', permissions: new Set<never>(), resellerId: reseller };
  const request = { ...{ body: {}, query: {}, header: {}, caller }, params: { id: String(event?.id) }, remember: () => [] };
  const origin = { actor: 'token:x', requestId: 'r', sourceIp: '' };
  const trips = await counted.tripsOf(() => getEventLogDeliveries({ ...request, origin }, { ...stores, deployed: [], keptDays: 30, now }));
  counted.stop();
  expect(trips.map(({ command }) => command).toSorted()).toEqual(['BatchGetItem', 'BatchGetItem', 'GetItem', 'Query', 'Query', 'Query']);
  // The event and its place, two of the index, and one for each endpoint and each delivery.
  if (!process.env.DYNAMODB_ENDPOINT) expect(trips.reduce((sum, { units }) => sum + units, 0)).toBe(5);
});
