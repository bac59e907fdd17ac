import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { localClientOptions } from '@tenantry/cdk-local/dynamodb/client-options';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { dataOutput } from '../../local/tenantry-stacks.ts';
import type { KeySet } from '../../receiver/verify-webhook.ts';
import { SEED } from '../../testing/event-records.ts';
import {
  latestRelease,
  type RecordedEvent,
  type RecordedEvents,
  type RecordedItems,
  readRecorded,
  webhookOf,
} from '../../testing/recorded-release.ts';
import { type Arrival, openReceiver, type Receiver } from '../faults/receiver.ts';
import { random } from '../shared/random.ts';
import { readEvents } from '../system/events.ts';
import { openSystem, type System } from '../system/system.ts';
import { type Client, openClient } from './client.ts';
import { commandsFor } from './commands.ts';
import { untilHealthy } from './endpoints.ts';
import { faultOf } from './fault-of.ts';
import { checkQuiet, type Promises } from './promises.ts';
import { type Change, checkChanges, checkReads } from './release-requests.ts';
import { hasAll, shifted } from './shifted.ts';

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
    checkBus(system, release, promises);
    const position = receiver.arrivals.length;
    const changes = await checkChanges(client, release, promises);
    await system.idle();
    checkArrivals(receiver.arrivals.slice(position), changes, promises);
    const replayed = await replay({ system, folder: options.folder, receiver }, release.webhooks.pending, left - HOUR_MS);
    checkReplay(replayed, release, promises);
    await checkSignatures(client, receiver, release, promises);
    checkQuiet(system, promises);
    return {
      release: latestRelease(),
      'items of it': release.items.length,
      'webhooks that came': receiver.arrivals.length,
      'webhooks replayed': replayed.length,
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

/** An event as the table has it. */
interface StoredEvent extends Pick<RecordedEvent['detail'], 'payload'> {
  readonly metadata: { readonly eventId: string };
  /** The only endpoint that gets it, as a test. */
  readonly directedTo?: string;
}

/** The events in its table, which its publisher may have left for the one of today. */
const eventsOf = ({ items }: Pick<RecordedItems, 'items'>): readonly StoredEvent[] =>
  items.filter(({ type }) => type === 'event') as readonly unknown[] as readonly StoredEvent[];

const checkBus = (system: System, release: Pick<RecordedItems, 'items'>, promises: Promises): void => {
  const details = new Map(readEvents(system).map(({ id, detail }) => [id, detail]));
  for (const { metadata, payload } of eventsOf(release)) {
    const isThere = hasAll(details.get(metadata.eventId), { payload });
    promises.check('an event that the release wrote is on the bus', isThere, `${payload.event} ${metadata.eventId}`);
  }
};

const checkArrivals = (arrivals: readonly Arrival[], changes: readonly Change[], promises: Promises): void => {
  const idOf = ({ body }: Arrival): unknown => (JSON.parse(body) as { readonly data: { readonly id?: unknown } }).data.id;
  for (const [event, id] of changes) {
    const isThere = arrivals.some((arrival) => arrival.event === event && idOf(arrival) === id);
    promises.check('a change of what the release made reaches its endpoint', isThere, `${event} of ${id} did not come`);
  }
};

/** The endpoint takes the events of all resellers, and new partners. */
const IS_REPLAYED = /^(?:reseller\..*|partner\.created)$/;

const checkReplay = (replayed: readonly Arrival[], release: Pick<RecordedItems, 'items'>, promises: Promises): void => {
  const ids = new Set(replayed.map(({ id }) => id));
  for (const { metadata, payload, directedTo } of eventsOf(release))
    if (directedTo === undefined && IS_REPLAYED.test(payload.event)) {
      const isThere = ids.has(metadata.eventId);
      promises.check('an event of the release is replayed to its endpoint', isThere, `${payload.event} ${metadata.eventId}`);
    }
};

interface ReplayScene {
  readonly system: System;
  readonly folder: string;
  readonly receiver: Receiver;
}

/** Replays the whole archive to an endpoint of the release; returns the webhooks that came. */
const replay = async ({ system, folder, receiver }: ReplayScene, endpoint: string, fromMs: number): Promise<readonly Arrival[]> => {
  const position = receiver.arrivals.length;
  const span = ['--from', new Date(fromMs).toISOString(), '--to', new Date().toISOString()];
  await commandsFor(system, folder)('replay', '--webhook', endpoint, ...span, '--settle', '0');
  await system.idle();
  return receiver.arrivals.slice(position);
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
