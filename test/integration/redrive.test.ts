import type { DeadLetterFilter } from '../../cli/redrive/dead-letter.ts';
import type { EndpointRule } from '../../cli/redrive/endpoint-rule.ts';
import { deadLettersInTable } from '../../cli/redrive/from-table.ts';
import { redriveAll } from '../../cli/redrive/redrive-all.ts';
import { Refusal } from '../../functions/shared/contract/problems.ts';
import { deadLetterRecord } from '../support/dead-letter.ts';
import { type FakeAws, startFakeAws } from '../support/fake-aws.ts';
import { type Api, startApi } from './api.ts';
import { collectAll, deliveryEnvironment, letterTo, makeWebhook } from './webhook-samples.ts';

let api: Api;
let aws: FakeAws;

beforeAll(async () => {
  aws = await startFakeAws();
  api = await startApi({ ...deliveryEnvironment, ...aws.environment, DELIVERY_LOG_DAYS: '3653' });
}, 20_000);
afterAll(async () => {
  await api.stop();
  await aws.stop();
});

type Send = (endpoint: string) => Promise<void>;

/** Runs the command once over the table; answers how many came to what. */
const run = async (filter: DeadLetterFilter, send: Send = async () => undefined, rule?: EndpointRule) => {
  const source = deadLettersInTable({ table: api.table.table, filter, send, rules: async () => rule });
  const outcomes = await redriveAll(await source.find(), 4, () => undefined);
  return Object.fromEntries([...Map.groupBy(outcomes, ({ result }) => result)].map(([result, of]) => [result, of.length]));
};

const collect = (records: readonly ReturnType<typeof letterTo>[]) => collectAll(records);

test('every dead letter of an endpoint is redelivered once, over pages of the log, and none a second time', async () => {
  const webhook = await makeWebhook(api, { status: 'failing' });
  // Long ago, so that none counts on its health.
  const records = Array.from({ length: 130 }, (_, index) =>
    letterTo(webhook, { eventId: `e${index}`, sentAt: Date.parse('2025-12-31T00:00:00Z') + index }),
  );
  await collect(records);
  const sent: string[] = [];
  const filter = { webhook: webhook.id };
  expect(await run(filter, async (endpoint) => void sent.push(endpoint))).toEqual({ sent: 130 });
  expect(sent).toEqual(Array(130).fill(webhook.id));
  expect(await run(filter)).toEqual({});
}, 30_000);

test('what the bus did not take is sent by the next run, and only that', async () => {
  const webhook = await makeWebhook(api);
  await collect(Array.from({ length: 6 }, () => letterTo(webhook)));
  let calls = 0;
  const flaky: Send = async () => {
    calls += 1;
    if (calls % 2 === 0) throw new Refusal('dependency-unavailable', 'The event bus is unavailable; try again.');
  };
  expect(await run({ webhook: webhook.id }, flaky)).toEqual({ sent: 3, failed: 3 });
  expect(await run({ webhook: webhook.id })).toEqual({ sent: 3 });
});

test('only those that are meant are sent: of an event, of an error', async () => {
  const webhook = await makeWebhook(api);
  await collect([
    letterTo(webhook, { event: 'reseller.updated', errorCode: 'TIMEOUT' }),
    letterTo(webhook, { event: 'reseller.updated' }),
    letterTo(webhook, { errorCode: 'TIMEOUT' }),
  ]);
  expect(await run({ webhook: webhook.id, event: 'reseller.updated', error: 'TIMEOUT' })).toEqual({ sent: 1 });
  expect(await run({ webhook: webhook.id })).toEqual({ sent: 2 });
});

test('an endpoint that is suspended under way keeps all that it may not have been sent', async () => {
  const webhook = await makeWebhook(api);
  await collect(Array.from({ length: 5 }, () => letterTo(webhook)));
  const gone = { errorMessage: 'Request failed with status code 410.' };
  const send: Send = async () => void (await collect([letterTo(webhook, gone)]));
  const first = await run({ webhook: webhook.id }, send);
  expect(first).toEqual({ skipped: 5 });
  const { items } = await api.get('/v3/webhook-event-logs', { query: `webhookId=${webhook.id}&result=dead-letter&limit=100` });
  expect(items.length).toBeGreaterThanOrEqual(6);
});

test('an endpoint of the deployment is sent to while its rule is enabled', async () => {
  await collect([deadLetterRecord({ rule: 'operator-erp' })]);
  expect(await run({ webhook: 'erp' })).toEqual({ skipped: 1 });
  expect(await run({ webhook: 'erp' }, undefined, { arn: 'rule', isEnabled: false })).toEqual({ skipped: 1 });
  expect(await run({ webhook: 'erp' }, undefined, { arn: 'rule', isEnabled: true })).toEqual({ sent: 1 });
});
