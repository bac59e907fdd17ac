import { deliveriesOf, deliveriesTo, deliveryDetailKey, pendingWebhookKey } from '../../functions/shared/table/webhook-keys.ts';
import { deadLetterRecord } from '../support/dead-letter.ts';
import { type FakeAws, startFakeAws } from '../support/fake-aws.ts';
import { type Api, startApi } from './api.ts';
import { makePartner, makeReseller } from './samples.ts';
import { eventsBy, itemsAddedBy } from './stored.ts';
import { collectAll, deliveryEnvironment, letterTo, makeWebhook, storedWebhook } from './webhook-samples.ts';

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

const idsOf = async (range: ReturnType<typeof deliveriesOf>): Promise<readonly string[]> => {
  const { items } = await api.table.table.range({ range, limit: 1000, after: undefined });
  return items.map(({ ownerId }) => String(ownerId));
};

const letters = (count: number, to: { readonly id: string }) => Array.from({ length: count }, () => letterTo(to));

test('a dead letter becomes a delivery with its event, on the lists of all, of its tenant and of its endpoint, all for as long as configured', async () => {
  const reseller = await makeReseller(api);
  const webhook = await makeWebhook(api, { owner: `/resellers/${reseller}`, resellerId: reseller });
  const record = letterTo(webhook, { eventId: 'e1', retryAttempts: 185, condition: 'MaximumRetryAttempts' });
  const added = await itemsAddedBy(api, () => collectAll([record]));
  const [delivery] = added.delivery ?? [];
  expect(delivery).toMatchObject({
    ...{ webhookId: webhook.id, eventId: 'e1', event: 'reseller.created', tenant: '/resellers/r1', owner: `/resellers/${reseller}` },
    ...{ result: 'dead-letter', errorCode: 'SDK_CLIENT_ERROR', condition: 'MaximumRetryAttempts', retryAttempts: 185 },
  });
  const id = String(delivery?.id);
  const detail = await api.table.table.get(deliveryDetailKey(id));
  expect(JSON.parse(String(detail?.detail))).toEqual((JSON.parse(record.body) as { readonly detail: object }).detail);
  for (const range of [deliveriesOf('/'), deliveriesOf(`/resellers/${reseller}`), deliveriesTo(webhook.id)])
    expect(await idsOf(range)).toContain(id);
  const expiries = Object.values(added).flatMap((items) => items.map(({ expiresAt }) => expiresAt));
  expect(expiries).toHaveLength(5);
  expect(new Set(expiries)).toEqual(new Set([Math.floor(Number(record.attributes.SentTimestamp) / 1000) + 30 * 86_400]));
});

test('a message that is delivered again adds and counts nothing', async () => {
  const webhook = await makeWebhook(api);
  const record = letterTo(webhook);
  await collectAll([record]);
  expect(await itemsAddedBy(api, () => collectAll([record, record]))).toEqual({});
  expect(await storedWebhook(api, webhook.id)).toMatchObject({ failures: 1, status: 'failing' });
});

test('the dead letter of an endpoint of the deployment is kept under its name', async () => {
  const { delivery = [] } = await itemsAddedBy(api, () => collectAll([deadLetterRecord({ rule: 'operator-billing' })]));
  expect(delivery).toEqual([expect.objectContaining({ webhookId: 'billing', owner: '/' })]);
});

test('that of an endpoint that was removed is kept, and that of one that is being removed counts nothing', async () => {
  const gone = { id: crypto.randomUUID() };
  const closing = await makeWebhook(api, { owner: '/resellers/r9', deletedAt: '2026-01-02T00:00:00.000Z' });
  const { delivery = [] } = await itemsAddedBy(api, () => collectAll([letterTo(gone), letterTo(closing)]));
  expect(delivery.map(({ owner }) => owner).toSorted()).toEqual(['/', '/resellers/r9']);
  expect(await storedWebhook(api, closing.id)).toMatchObject({ failures: 0 });
});

test('what is no dead letter goes to the poison queue with its attributes and the reason, and holds nothing up', async () => {
  const webhook = await makeWebhook(api);
  const poison = { ...deadLetterRecord(), body: 'no JSON' };
  const { delivery = [] } = await itemsAddedBy(api, () => collectAll([poison, letterTo(webhook)]));
  expect(delivery).toHaveLength(1);
  expect(aws.messages.at(-1)).toMatchObject({
    QueueUrl: aws.environment.POISON_QUEUE_URL,
    MessageBody: 'no JSON',
    MessageAttributes: { ERROR_CODE: { StringValue: 'SDK_CLIENT_ERROR' }, REASON: { StringValue: 'the body is no JSON' } },
  });
});

test('a message that cannot be kept is reported alone, and is kept when it is delivered again', async () => {
  const [first, broken, last] = [deadLetterRecord(), deadLetterRecord({ data: { text: 'x'.repeat(450_000) } }), deadLetterRecord()];
  const failed: string[] = [];
  const { delivery = [] } = await itemsAddedBy(api, async () => failed.push(...(await collectAll([first, broken, last]))));
  expect(failed).toEqual([broken.messageId]);
  expect(delivery).toHaveLength(2);
});

/** Hands batches over at once, and what failed again, as the queue does. */
const collectAtOnce = async (batches: readonly (readonly ReturnType<typeof letterTo>[])[]): Promise<void> => {
  const failed = new Set((await Promise.all(batches.map(collectAll))).flat());
  const left = batches.map((batch) => batch.filter(({ messageId }) => failed.has(messageId))).filter((batch) => batch.length > 0);
  if (left.length > 0) await collectAtOnce(left);
};

test('dead letters of one endpoint in batches that run at once are counted exactly', async () => {
  const webhook = await makeWebhook(api);
  await collectAtOnce([letters(3, webhook), letters(3, webhook), letters(3, webhook)]);
  expect(await storedWebhook(api, webhook.id)).toMatchObject({ failures: 9, status: 'failing', version: 1 });
}, 30_000);

test('more of them than the limit suspend it once, and are all kept', async () => {
  const webhook = await makeWebhook(api);
  const told = await eventsBy(api, () => collectAtOnce(Array.from({ length: 5 }, () => letters(4, webhook))));
  // Those of before its suspension say nothing of it any more.
  expect(await storedWebhook(api, webhook.id)).toMatchObject({ failures: 10, status: 'suspended', version: 2 });
  expect(told.map(({ payload }) => payload.event)).toEqual(['webhook.suspended']);
  expect(await idsOf(deliveriesTo(webhook.id))).toHaveLength(20);
}, 30_000);

test('ten that did not reach the endpoint at once do not suspend it', async () => {
  const webhook = await makeWebhook(api);
  const unreached = {
    errorCode: 'CONNECTION_FAILURE',
    errorMessage: 'Unable to invoke ApiDestination endpoint: endpoint cannot be reached (ENOTFOUND).',
  };
  await collectAll(Array.from({ length: 12 }, () => letterTo(webhook, unreached)));
  expect(await storedWebhook(api, webhook.id)).toMatchObject({ failures: 1, status: 'failing', version: 1 });
  expect(await idsOf(deliveriesTo(webhook.id))).toHaveLength(12);
});

test('one that changes nothing of its endpoint, of the same moment as another of an outage or of before, is kept', async () => {
  const unreached = { errorCode: 'CONNECTION_FAILURE', errorMessage: 'endpoint cannot be reached (ENOTFOUND).' };
  const now = Date.now();
  for (const webhook of [await makeWebhook(api), await makeWebhook(api, { enabled: false })]) {
    const records = [now, now, now - 100].map((sentAt) => letterTo(webhook, { ...unreached, sentAt }));
    expect(await collectAll(records)).toEqual([]);
    expect(await idsOf(deliveriesTo(webhook.id))).toHaveLength(3);
  }
});

test('a suspension is an event with the endpoint as the API answers it, and the control plane follows', async () => {
  const webhook = await makeWebhook(api, { failures: 9, lastFailureAt: new Date().toISOString(), status: 'failing' });
  const record = letterTo(webhook);
  const [event] = await eventsBy(api, () => collectAll([record]));
  const { body } = await api.get(`/v3/webhooks/${webhook.id}`);
  expect(body).toMatchObject({ status: 'suspended', version: 2, statusReason: expect.stringContaining('10 webhooks were dead-lettered') });
  expect(event).toMatchObject({
    pk: `WEBHOOK#${webhook.id}`,
    payload: { event: 'webhook.suspended', data: body },
    metadata: {
      tenant: '/',
      version: 2,
      previousVersion: 1,
      actor: 'tenantry',
      requestId: record.messageId,
      previous: { '/status': 'failing' },
    },
  });
  expect(await api.table.table.get(pendingWebhookKey(webhook.id))).toMatchObject({ version: 2, tries: 0 });
});

test('it belongs to the tenant of the endpoint: a reseller, or a partner within its hierarchy', async () => {
  const reseller = await makeReseller(api);
  const root = await makePartner(api);
  const child = await makePartner(api, root);
  const gone = { errorMessage: 'Unable to invoke ApiDestination endpoint: Request failed with status code 410.' };
  const [ofReseller, ofPartner] = [
    await makeWebhook(api, { owner: `/resellers/${reseller}` }),
    await makeWebhook(api, { owner: `/partners/${child.id}` }),
  ];
  const told = await eventsBy(api, () => collectAll([letterTo(ofReseller, gone), letterTo(ofPartner, gone)]));
  expect(new Set(told.map(({ pk, metadata }) => `${pk} ${metadata.tenant}`))).toEqual(
    new Set([`RESELLER#${reseller} /resellers/${reseller}`, `PARTNER#${root.id} /partners/${root.id}/${child.id}`]),
  );
  expect(await storedWebhook(api, ofPartner.id)).toMatchObject({
    status: 'suspended',
    failures: 1,
    statusReason: 'The endpoint answered 410 Gone.',
  });
});

test('an endpoint that is resumed starts anew, also when it was changed while it was suspended', async () => {
  const webhook = await makeWebhook(api);
  await collectAll(letters(10, webhook));
  expect((await api.patch(`/v3/webhooks/${webhook.id}`, { name: 'New' })).body).toMatchObject({ status: 'pending' });
  expect(await storedWebhook(api, webhook.id)).toMatchObject({ suspendedAt: expect.any(String) });
  await api.patch(`/v3/webhooks/${webhook.id}`, { enabled: true });
  const resumed = await storedWebhook(api, webhook.id);
  expect(resumed).toMatchObject({ failures: 0, status: 'pending', version: 4 });
  expect(resumed).not.toHaveProperty('suspendedAt');
});

test('a failing endpoint is shown as healthy after a quiet time, alone and in the list', async () => {
  const reseller = await makeReseller(api);
  const owner = `/resellers/${reseller}` as const;
  const as = await api.bearer({ reseller_id: reseller });
  const times = [59, 61].map((minutes) => new Date(Date.now() - minutes * 60_000).toISOString());
  const made = [];
  for (const lastFailureAt of times)
    made.push(await makeWebhook(api, { owner, status: 'failing', failures: 1, lastFailureAt, statusReason: 'x' }));
  const { items } = await api.get('/v3/webhooks', { as });
  expect(items.map(({ status }) => status)).toEqual(['failing', 'healthy']);
  const shown = await Promise.all(made.map(async ({ id }) => (await api.get(`/v3/webhooks/${id}`)).body.status));
  expect(shown).toEqual(['failing', 'healthy']);
});
