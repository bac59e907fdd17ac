import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { HEADER_PATHS } from '../../functions/events/contract-delivery.ts';
import { EVENT_NAMES } from '../../functions/events/event-names.ts';
import { readRecord } from '../../functions/events/stream-record.ts';
import { PARTITIONS, SORT_KEYS } from '../../functions/shared/table/partitions.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { keysOf } from '../../functions/signatures/keys.ts';
import { SEED } from '../../testing/event-records.ts';
import type { RecordedEvent, RecordedEvents, RecordedItems } from '../../testing/recorded-release.ts';
import { openScene } from './open-scene.ts';
import { play } from './play.ts';

/**
 * Plays the scenario with the handlers of this checkout.
 * @throws {Error} when it leaves out a kind of item or an event
 */
export const recordData = async (): Promise<{ readonly items: RecordedItems; readonly events: RecordedEvents }> => {
  const { api, stop } = await openScene();
  try {
    const played = await play(api);
    const items = await api.table.items();
    const recordedAt = new Date().toISOString();
    requireAll('item', kindsWithout(items));
    return { items: { recordedAt, ...played, items }, events: eventsOf(items) };
  } finally {
    await stop();
  }
};

const requireAll = (what: string, missing: readonly string[]): void => {
  if (missing.length > 0) throw new Error(`the scenario makes no ${what} of the kinds ${missing.join(', ')}`);
};

/** These are on a developer's machine only, never written, or not keys of the table. */
const NOT_KEPT = new Set(['demo', 'health', 'listed', 'treePlace']);

/** Lists the partition keys and sort keys that no item has. */
const kindsWithout = (items: readonly Item[]): readonly string[] => {
  // No other character of a pattern means anything in an expression.
  const isMissing = (attribute: 'pk' | 'sk', pattern: string) => {
    const expression = new RegExp(`^${pattern.replaceAll('*', '[^]+')}$`);
    return !items.some((item) => expression.test(String(item[attribute])));
  };
  const kept = <V>(patterns: Readonly<Record<string, V>>) =>
    Object.entries(patterns).flatMap(([name, value]) => (NOT_KEPT.has(name) ? [] : [value]));
  return [
    ...kept<readonly string[]>(PARTITIONS)
      .flat()
      .filter((pattern) => isMissing('pk', pattern)),
    ...kept<string>(SORT_KEYS).filter((pattern) => isMissing('sk', pattern)),
  ];
};

const BUS = { name: 'tenantry-dev', installation: 'tenantry-dev' };

/** Returns the stream record that an item makes. */
export const streamRecord = (item: Item): DynamoDBRecord => ({
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: '1',
    Keys: { pk: { S: String(item.pk) }, sk: { S: String(item.sk) } },
    NewImage: marshall(item) as NonNullable<DynamoDBRecord['dynamodb']>['NewImage'] & object,
  },
});

/** Publishes the event of an item as today's publisher does; nothing for any other item. */
export const publishedEvent = (item: Item): RecordedEvent | undefined => {
  if (item.type !== 'event') return undefined;
  const read = readRecord(streamRecord(item), BUS, keysOf({ current: SEED }).signing);
  if ('reason' in read) throw new Error(`the event ${item.sk} cannot be published: ${read.reason}`);
  const { Detail = '', DetailType, Source, Resources, Time } = read.entry;
  const detail = JSON.parse(Detail) as RecordedEvent['detail'];
  return {
    ...{ version: '0', id: String(detail.metadata.eventId), 'detail-type': DetailType, source: Source },
    ...{ account: '111111111111', time: Time?.toISOString(), region: 'eu-west-1', resources: Resources, detail },
  };
};

const eventsOf = (items: readonly Item[]): RecordedEvents => {
  const published = items.flatMap((item) => publishedEvent(item) ?? []).filter(({ source }) => source === 'tenantry');
  const events = EVENT_NAMES.flatMap((name) => published.find(({ detail }) => detail.payload.event === name) ?? []);
  const names = new Set(events.map(({ detail }) => detail.payload.event));
  requireAll(
    'event',
    EVENT_NAMES.filter((name) => !names.has(name)),
  );
  return { keys: { keys: [...keysOf({ current: SEED }).published] }, headers: HEADER_PATHS, events };
};
