import { marshall } from '@aws-sdk/util-dynamodb';
import { openEvents } from '../../cli/republish/find.ts';
import type { Selection } from '../../cli/republish/request.ts';
import { type Outcome, republishAll, summarize } from '../../cli/republish/run.ts';
import { readRecord } from '../../functions/events/stream-record.ts';
import { idSource, timeOfId } from '../../functions/shared/base/ids.ts';
import { timeOf } from '../../functions/shared/contract/time.ts';
import { exists } from '../../functions/shared/table/condition.ts';
import { type Item, remove, type Write } from '../../functions/shared/table/transaction.ts';
import { signingKey } from '../../functions/signatures/signing.ts';
import { type Api, startApi } from '../integration/api.ts';
import { at } from '../integration/organization-samples.ts';
import { makePartner, makeReseller, newOrganization } from '../integration/samples.ts';

let api: Api;
let reseller: string;
let stored: readonly Item[];

beforeAll(async () => {
  api = await startApi();
  reseller = await makeReseller(api);
  await api.post(at(reseller), newOrganization());
  await makeReseller(api);
  stored = (await api.items()).filter(({ type }) => type === 'event').toSorted((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
});
afterAll(() => api.stop());

const idOf = ({ metadata }: Item): string => (metadata as { readonly eventId: string }).eventId;

interface Message {
  readonly Body: string;
}

/** A queue with these messages, and what was deleted from it and given back. */
const queueOf = (messages: readonly Message[]) => {
  const done: string[] = [];
  const batches = [messages.map((message, at) => ({ ...message, MessageId: `m${at}`, ReceiptHandle: `m${at}` })), []];
  const client = {
    send: async ({ constructor: { name }, input }: { constructor: { name: string }; input: { readonly ReceiptHandle?: string } }) => {
      if (name === 'ReceiveMessageCommand') return { Messages: batches.shift() };
      done.push(`${name.replace('Command', '')} ${input.ReceiptHandle}`);
      return {};
    },
  };
  return { queues: () => client as never, done };
};

interface Around {
  readonly queues?: () => never;
  /** Takes the place of the insertion of an event, or comes after it. */
  readonly onInsert?: (event: Item) => void | Promise<void>;
}

/** Runs the command over the table; returns what came of it, and what was inserted. */
const run = async (
  selection: Selection,
  wanted: { readonly tenant?: string; readonly event?: string; readonly dryRun?: boolean } = {},
  { queues = () => undefined as never, onInsert }: Around = {},
) => {
  const inserted: Item[] = [];
  const { table } = api.table;
  const commit = async (writes: readonly Write[]): Promise<void> => {
    await table.commit(writes);
    for (const { key, action } of writes) {
      if (typeof action !== 'object' || !('put' in action)) continue;
      const event = { ...action.put, ...key };
      await onInsert?.(event);
      inserted.push(event);
    }
  };
  const told: Outcome[] = [];
  const source = openEvents(selection, { table, queues });
  const outcomes = await republishAll(
    { tenant: undefined, event: undefined, dryRun: false, ...wanted },
    {
      source,
      table: { tryCommit: table.tryCommit, commit: Object.assign(commit, { follows: 'tryCommit' as const }) },
      newId: idSource(),
      now: Date.now,
      onOutcome: (outcome) => void told.push(outcome),
    },
  );
  await source.close();
  expect(told).toEqual(outcomes);
  return { ...summarize(outcomes), inserted };
};

/** Returns the event that the publisher puts on the bus for an inserted item. */
const published = (item: Item) => {
  const record = { eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage: marshall(item, { removeUndefinedValues: true }) } };
  const read = readRecord(record as never, { name: 'bus', installation: 'tenantry-test' }, [signingKey('ab'.repeat(32))]);
  if ('reason' in read) throw new Error(read.reason);
  const { metadata, payload } = JSON.parse(read.entry.Detail ?? '') as {
    metadata: { eventId: string; signature?: string };
    payload: object;
  };
  return { id: metadata.eventId, payload, source: read.entry.Source, isSigned: metadata.signature !== undefined };
};

const everything = () => ({ from: Date.now() - 60_000, to: Date.now() + 1000 });

test('the events of a span are inserted again, in their order, and are the same events on the bus', async () => {
  expect(stored.length).toBeGreaterThanOrEqual(3);
  const { inserted, ...summary } = await run(everything());
  expect(summary).toMatchObject({
    published: stored.length,
    events: { 'reseller.created': 2, 'reseller.organization.created': 1 },
    reasons: [],
  });
  expect(inserted.map(published)).toEqual(stored.map((item) => ({ ...published(item), isSigned: true })));
  expect(inserted.every(({ sk }) => String(sk).startsWith('EVENT#'))).toBe(true);
});

test('the table is as before, and no index had a copy', async () => {
  const before = await api.items();
  const { inserted } = await run(everything());
  expect(new Set(await api.items())).toEqual(new Set(before));
  expect(inserted.flatMap((item) => Object.keys(item).filter((name) => name.startsWith('gsi')))).toEqual([]);
  const seconds = inserted.map(({ expiresAt }) => Number(expiresAt) - Date.now() / 1000);
  expect([Math.min(...seconds) > 3000, Math.max(...seconds) <= 3600]).toEqual([true, true]);
});

test('only those of a tenant, or of one name, are meant; a dry run publishes none', async () => {
  expect(await run(everything(), { tenant: `/resellers/${reseller}`, dryRun: true })).toEqual({
    ...{ found: 2, events: { 'reseller.created': 1, 'reseller.organization.created': 1 }, reasons: [], inserted: [] },
  });
  expect(await run(everything(), { event: 'reseller.organization.created' })).toMatchObject({ published: 1 });
  expect(await run({ from: timeOf('2026-01-01T00:00:00Z'), to: timeOf('2026-01-02T00:00:00Z') })).toEqual({
    events: {},
    reasons: [],
    inserted: [],
  });
});

test('those of a partner are those of all partners below it, too, wherever it is itself', async () => {
  const from = Date.now();
  const root = await makePartner(api);
  const child = await makePartner(api, root);
  await makePartner(api, child);
  await makePartner(api);
  const found = async (tenant: string) => (await run({ from, to: Date.now() + 1000 }, { tenant, dryRun: true })).events['partner.created'];
  expect(await Promise.all([`/partners/${root.id}`, `/partners/${child.id}`, `/partners/${root.id}/${child.id}`, '/'].map(found))).toEqual([
    ...[3, 2, 2, 4],
  ]);
  // The id of the root, and another digit.
  expect(await found(`/partners/${String(root.id).slice(0, -1)}`)).toBeUndefined();
});

test('events are found by their ids; one that is gone is reported, and keeps nothing from being published', async () => {
  const gone = '01900000-0000-7000-8000-000000000000';
  const { inserted, ...summary } = await run({ ids: [idOf(stored[1] as Item), gone, gone, idOf(stored[0] as Item)] });
  expect(summary).toMatchObject({ published: 2, missing: 2, reasons: [`The table has no event ${gone}.`] });
  expect(inserted.map(idOf)).toEqual([idOf(stored[0] as Item), idOf(stored[1] as Item)]);
});

test('dead letters of the publisher are deleted once their event is inserted; the others are given back', async () => {
  const [one, other] = stored as [Item, Item];
  const entry = { Detail: JSON.stringify({ metadata: { eventId: idOf(one) } }) };
  const unread = { dynamodb: { Keys: { pk: { S: other.pk }, sk: { S: other.sk } } } };
  const bodies = [{ reason: 'Refused', record: entry }, { reason: 'unreadable', record: unread }, { DDBStreamBatchInfo: {} }];
  const { queues, done } = queueOf([...bodies.map((body) => ({ Body: JSON.stringify(body) })), { Body: 'no JSON' }]);
  const { inserted, ...summary } = await run({ queue: 'url' }, {}, { queues });
  expect(summary).toMatchObject({
    published: 2,
    missing: 2,
    reasons: ['The message m2 names no event.', 'The message m3 names no event.'],
  });
  expect(inserted.map(idOf)).toEqual([idOf(one), idOf(other)]);
  expect(done).toEqual(['DeleteMessage m0', 'DeleteMessage m1', 'ChangeMessageVisibility m2', 'ChangeMessageVisibility m3']);
});

test('a span of weeks is read to its end, which is not in it', async () => {
  const to = timeOfId(idOf(stored.at(-1) as Item));
  const published = (end: number) => stored.filter((event) => timeOfId(idOf(event)) < end).length;
  expect(await run({ from: to - 30 * 86_400_000, to })).toMatchObject({ published: published(to) });
  expect(await run({ from: to - 30 * 86_400_000, to: to + 1 })).toMatchObject({ published: published(to + 1) });
});

test('a dead letter whose event is not inserted, or is gone, is given back, and the others are published', async () => {
  const gone = '01900000-0000-7000-8000-000000000000';
  const ids = [idOf(stored[0] as Item), gone, idOf(stored[1] as Item)];
  const bodies = [
    ...ids.map((eventId) => ({ record: { Detail: JSON.stringify({ metadata: { eventId } }) } })),
    { record: { dynamodb: { Keys: { pk: { S: 'RESELLER#gone' }, sk: { S: `EVENT#${gone}` } } } } },
  ];
  const { queues, done } = queueOf(bodies.map((body) => ({ Body: JSON.stringify(body) })));
  const onInsert = (event: Item): void => {
    if (idOf(event) === ids[0]) throw new Error('throttled');
  };
  expect(await run({ queue: 'url' }, {}, { queues, onInsert })).toMatchObject({
    ...{ failed: 1, missing: 2, published: 1 },
    reasons: ['throttled', `The table has no event ${gone}.`, `The table has no item RESELLER#gone, EVENT#${gone}.`],
  });
  expect(done).toEqual(['DeleteMessage m2', ...['m0', 'm1', 'm3'].map((message) => `ChangeMessageVisibility ${message}`)]);
});

test('an event is published, too, when its time removes the copy first', async () => {
  const onInsert = ({ pk, sk }: Item) => api.table.table.commit([remove({ pk, sk } as never, exists(), () => new Error('gone'))]);
  expect(await run({ ids: [idOf(stored[0] as Item)] }, {}, { onInsert })).toMatchObject({ published: 1 });
});
