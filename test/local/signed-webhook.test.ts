import { awsEndpoint } from '@tenantry/cdk-local/base/aws-endpoint';
import type { webhookBridge } from '@tenantry/cdk-local/test/webhook-bridge';
import { type Received, type Reply, statuses, type WebhookReceiver } from '@tenantry/cdk-local/test/webhook-receiver';
import { webhookScene } from '@tenantry/cdk-local/test/webhook-scene';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { keysOf, readKeyring } from '../../functions/signatures/keys.ts';
import { STEPS, takeStep } from '../../functions/signatures/rotation.ts';
import { type KeySet, verifyWebhook } from '../../receiver/verify-webhook.ts';
import { eventRecord } from '../../testing/event-records.ts';
import { startSecret, type TestSecret } from '../../testing/secret.ts';

const scene = webhookScene();
const DATA = { name: 'Zürich € 😀', '2': 'zwei', '10': 'zehn', nested: { ö: [9007199254740991, 0.1, -1.5, 1e-7], a: { c: {}, b: null } } };

// As lib/webhooks/webhook-endpoint.ts makes rule and target.
const PATTERN = { source: ['tenantry', 'tenantry.directed'], 'detail-type': [{ prefix: 'reseller.' }, 'to:hook'] };
const HttpParameters = {
  HeaderParameters: {
    'Webhook-Id': '$.detail.metadata.eventId',
    'Webhook-Event': '$.detail.payload.event',
    'Webhook-Tenant': '$.detail.metadata.tenant',
    'Webhook-Signature': '$.detail.metadata.signature',
  },
};

interface Line {
  readonly receiver: WebhookReceiver;
  readonly hook: ReturnType<typeof webhookBridge>;
  readonly secret: TestSecret;
  readonly handler: (event: DynamoDBStreamEvent, context: object) => Promise<DynamoDBBatchResponse>;
}

/** The publisher as Lambda runs it, a bus with one endpoint, and the receiver behind it. */
const line = async (reply: Reply = statuses(200)): Promise<Line> => {
  const receiver = await scene.receiver(reply);
  const hook = scene.connect({ url: receiver.url, target: { HttpParameters } });
  hook.bridge.putRule({ Name: 'hook', EventPattern: JSON.stringify(PATTERN) });
  Object.assign(process.env, secret.environment, {
    LOG_LEVEL: 'SILENT',
    EVENT_BUS_NAME: 'default',
    INSTALLATION: 'tenantry-dev',
    DEAD_LETTER_QUEUE_URL: 'http://127.0.0.1:1/',
  });
  const bus = await awsEndpoint({ handlers: { AWSEvents: hook.bridge.handle } });
  opened.push(bus);
  process.env.AWS_ENDPOINT_URL_EVENTBRIDGE = bus.url;
  // A function of its own, as after a cold start.
  cold += 1;
  const { handler } = (await import(`../../functions/events/publish.ts?cold=${cold}`)) as Pick<Line, 'handler'>;
  return { receiver, hook, secret, handler };
};

let secret: TestSecret;
let cold = 0;
const opened: { stop(): Promise<void> }[] = [];
beforeEach(async () => {
  secret = await startSecret();
});
afterEach(async () => {
  for (const { stop } of [...opened.splice(0), secret]) await stop();
});

const publish = ({ handler }: Line, position = 0) => handler({ Records: [eventRecord(position, '/resellers/r', DATA)] }, {});
const published = (): KeySet => ({ keys: keysOf(readKeyring(secret.text ?? '')).published });

/**
 * Writes the same value otherwise: members the other way round, everything beyond ASCII escaped,
 * with white space.
 */
const rewritten = (text: string): string =>
  JSON.stringify(reversed(JSON.parse(text)), null, '\t').replace(
    /[^\n\t\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, item]) => [name, reversed(item)]),
  );
};

const verified = ({ headers, body }: Received, keys = published()) => verifyWebhook(headers, rewritten(body), keys, { token: null });
const expectVerified = async (request: Received | undefined, keys?: KeySet) =>
  expect(await verified(request as Received, keys)).toMatchObject({
    id: '0',
    tenant: '/resellers/r',
    event: 'reseller.created',
    data: DATA,
  });

test('a receiver that re-serialises, re-orders and escapes verifies the first attempt and every retry by one signature', async () => {
  const here = await line(statuses(503, 503, 200));
  expect(await publish(here)).toEqual({ batchItemFailures: [] });
  await here.receiver.arrival(3);
  const { received } = here.receiver;
  expect(rewritten(received[0]?.body ?? '')).not.toBe(received[0]?.body);
  expect(rewritten(received[0]?.body ?? '')).toMatch(/^[\n\t\x20-\x7e]*\\ud83d[\n\t\x20-\x7e]*$/);
  for (const request of received) await expectVerified(request);
  expect(new Set(received.map(({ headers }) => headers['webhook-signature'])).size).toBe(1);
});

test('a dead letter that is put on the bus again verifies, and so does what is directed to one endpoint, under the name of its event', async () => {
  const here = await line(statuses(400, 200));
  await publish(here);
  await here.receiver.arrival(1);
  await here.hook.bridge.idle();
  const letter = JSON.parse((await here.hook.deadLetter())?.body ?? '{}') as Record<'source' | 'detail-type', string> & {
    readonly detail: object;
  };
  const put = (Source: string, DetailType: string) =>
    here.hook.bridge.putEvents({ Entries: [{ Source, DetailType, Detail: JSON.stringify(letter.detail) }] });
  put(letter.source, letter['detail-type']);
  put('tenantry.directed', 'to:hook');
  put('tenantry.directed', 'to:another');
  await here.receiver.arrival(3);
  await here.hook.bridge.idle();
  expect(here.receiver.received.map(({ headers }) => headers['webhook-event'])).toEqual(Array(3).fill('reseller.created'));
  for (const request of here.receiver.received) await expectVerified(request);
});

test('what was signed before a rotation verifies through all of its steps and after it; what the new key signs verifies for who pinned the old one', async () => {
  const here = await line();
  await publish(here);
  await here.receiver.arrival(1);
  const pinned = published();
  for (const [index, step] of STEPS.entries()) {
    const changed = takeStep(readKeyring(secret.text ?? ''), step, {
      now: new Date(),
      newSeed: () => 'e5'.repeat(32),
      force: true,
      keepDays: 400,
    });
    secret.text = JSON.stringify(changed);
    await expectVerified(here.receiver.received[0]);
    const later = await line();
    await publish(later);
    await later.receiver.arrival(1);
    const [request] = later.receiver.received;
    await expectVerified(request);
    // Only from the last step on is the old key no longer beside the new one.
    if (index < STEPS.length - 1) await expectVerified(request, pinned);
    else await expect(verified(request as Received, pinned)).rejects.toMatchObject({ code: 'unknown-key' });
  }
});

test('a changed value, another id, another key and a truncated signature do not verify', async () => {
  const here = await line();
  await publish(here);
  await here.receiver.arrival(1);
  const { headers, body } = here.receiver.received[0] as Received;
  const signature = String(headers['webhook-signature']);
  const refused = async (given: Parameters<typeof verifyWebhook>[0], text: string, keys: KeySet, code: string) =>
    expect(verifyWebhook(given, rewritten(text), keys, { token: null })).rejects.toMatchObject({ code });
  await refused(headers, body.replace('zwei', 'drei'), published(), 'bad-signature');
  await refused(headers, body.replace('0.1', '0.10000000000000002'), published(), 'bad-signature');
  await refused({ ...headers, 'webhook-id': '1' }, body, published(), 'bad-signature');
  await refused({ ...headers, 'webhook-tenant': '/resellers/s' }, body, published(), 'bad-signature');
  await refused(headers, body, { keys: keysOf({ current: 'f6'.repeat(32) }).published }, 'unknown-key');
  const [ours] = published().keys;
  const other = keysOf({ current: 'f6'.repeat(32) }).published.map((key) => ({ ...key, kid: ours?.kid ?? '' }));
  await refused(headers, body, { keys: other }, 'bad-signature');
  await refused({ ...headers, 'webhook-signature': signature.slice(0, -1) }, body, published(), 'malformed-signature');
});

test('while Secrets Manager is down nothing goes out, and the batch is handed over again from its first event', async () => {
  const here = await line();
  const { text } = secret;
  secret.text = undefined;
  const failed = await publish(here, 3);
  expect(failed.batchItemFailures).toHaveLength(1);
  expect(Number(failed.batchItemFailures[0]?.itemIdentifier)).toBe(3);
  await here.hook.bridge.idle();
  expect(here.receiver.received).toEqual([]);
  secret.text = text;
  expect(await publish(here)).toEqual({ batchItemFailures: [] });
  await here.receiver.arrival(1);
  await expectVerified(here.receiver.received[0]);
});
