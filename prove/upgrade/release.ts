import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { localClientOptions } from '@tenantry/cdk-local/dynamodb/client-options';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { dataOutput } from '../../local/tenantry-stacks.ts';
import type { KeySet } from '../../receiver/verify-webhook.ts';
import { SEED } from '../../testing/event-records.ts';
import { latestRelease, type RecordedEvents, type RecordedItems, readRecorded, webhookOf } from '../../testing/recorded-release.ts';
import { openReceiver, type Receiver } from '../faults/receiver.ts';
import { random } from '../shared/random.ts';
import { openSystem, type System } from '../system/system.ts';
import { type Client, openClient } from './client.ts';
import { commandsFor } from './commands.ts';
import { untilHealthy } from './endpoints.ts';
import { faultOf } from './fault-of.ts';
import type { Promises } from './promises.ts';
import { checkChanges, checkReads } from './release-requests.ts';
import { shifted } from './shifted.ts';

interface Scene {
  readonly folder: string;
  readonly assembly: string;
  readonly seed: number;
  readonly promises: Promises;
}

const REGION = 'us-east-1';
const HOUR_MS = 3_600_000;

/**
 * Starts today's build on the table and the signing key of the last release, and holds it to what
 * an upgrade promises. Returns the figures.
 */
export const checkRelease = async ({ promises, ...options }: Scene): Promise<Readonly<Record<string, number | string>>> => {
  const receiver = await openReceiver(random(options.seed));
  const system = await openSystem({ ...options, timeScale: 0.01 });
  try {
    const client = await openClient(system);
    const { recordedAt, ...recorded } = readRecorded<RecordedItems>('items.json');
    // A minute after it was left: answers to keyed requests expire within a day.
    const left = Date.now() - 60_000;
    const release = ofReceiver(shifted(recorded, left - Date.parse(recordedAt)), receiver);
    await load(system, release.items);
    await checkReads(client, release, promises);
    await untilHealthy(client, release.webhooks.pending);
    await system.idle();
    const published = receiver.arrivals.length;
    await checkChanges(client, release, promises);
    await system.idle();
    const replayed = await replay({ system, folder: options.folder, receiver }, release.webhooks.pending, left - HOUR_MS);
    await checkSignatures(client, receiver, release, promises);
    return {
      release: latestRelease(),
      'items of it': release.items.length,
      'webhooks at the upgrade': published,
      'webhooks replayed': replayed,
    };
  } finally {
    await system.stop();
    await receiver.stop();
  }
};

/** Its endpoints lead to the receiver. */
const ofReceiver = <T>(release: T, { url }: Receiver): T =>
  JSON.parse(JSON.stringify(release).replaceAll('https://hooks.example.com', url).replaceAll('https://other.example.com', url)) as T;

/** Gives a system the signing key and the items of the release, before it has any of its own. */
const load = async (system: System, items: readonly Item[]): Promise<void> => {
  const secrets = new SecretsManagerClient(localClientOptions(system.awsUrl(), REGION));
  const base = new DynamoDBClient(localClientOptions(system.dynamodbUrl(), REGION));
  const [SecretId, TableName] = ['SigningSecretArn', 'TableName'].map((name) => dataOutput(system.outputs(), name));
  const SecretString = JSON.stringify({ current: SEED });
  await secrets.send(new PutSecretValueCommand({ SecretId, SecretString }));
  const table = DynamoDBDocumentClient.from(base);
  for (const Item of items) await table.send(new PutCommand({ TableName, Item }));
  secrets.destroy();
  base.destroy();
};

interface ReplayScene {
  readonly system: System;
  readonly folder: string;
  readonly receiver: Receiver;
}

/** Replays the whole archive to an endpoint of the release; returns how many webhooks came. */
const replay = async ({ system, folder, receiver }: ReplayScene, endpoint: string, fromMs: number): Promise<number> => {
  const position = receiver.arrivals.length;
  const span = ['--from', new Date(fromMs).toISOString(), '--to', new Date().toISOString()];
  await commandsFor(system, folder)('replay', '--webhook', endpoint, ...span, '--settle', '0');
  await system.idle();
  return receiver.arrivals.length - position;
};

const checkSignatures = async (
  client: Client,
  receiver: Receiver,
  { items }: Pick<RecordedItems, 'items'>,
  promises: Promises,
): Promise<void> => {
  const { body } = await client.send({ path: '/.well-known/webhook-keys.json', as: null });
  const keys = body as unknown as KeySet;
  const tokens = new Set(items.filter(({ type }) => type === 'webhook-token').map(({ token }) => String(token)));
  for (const arrival of receiver.arrivals) {
    const token = arrival.headers['webhook-token'] ?? '';
    const fault = tokens.has(token) ? await faultOf(arrival, keys, token) : `the token ${token} is of no endpoint of the release`;
    promises.check('a webhook of today verifies with the keys of the release', fault === undefined, `${arrival.event}: ${fault}`);
  }
  const { events, headers } = readRecorded<RecordedEvents>('events.json');
  for (const event of events) {
    const webhook = webhookOf(event, headers);
    const id = String(event.detail.metadata.eventId);
    const token = 'a-token-of-the-tests';
    const fault = await faultOf({ id, body: webhook.body, headers: { ...webhook.headers, 'Webhook-Token': token } }, keys, token);
    promises.check(
      'a webhook of the release verifies with the keys of today',
      fault === undefined,
      `${event.detail.payload.event}: ${fault}`,
    );
  }
};
