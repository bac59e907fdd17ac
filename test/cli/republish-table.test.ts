import { marshall } from '@aws-sdk/util-dynamodb';
import { openEvents } from '../../cli/republish/find.ts';
import type { Selection } from '../../cli/republish/request.ts';
import { republishAll, summarize } from '../../cli/republish/run.ts';
import { readRecord } from '../../functions/events/stream-record.ts';
import { idSource } from '../../functions/shared/base/ids.ts';
import { timeOf } from '../../functions/shared/contract/time.ts';
import type { Item, Write } from '../../functions/shared/table/transaction.ts';
import { signingKey } from '../../functions/signatures/signing.ts';
import { type Api, startApi } from '../integration/api.ts';
import { at } from '../integration/organization-samples.ts';
import { makeReseller, newOrganization } from '../integration/samples.ts';

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

/** Runs the command over the table; returns what came of it, and what was inserted. */
const run = async (
  selection: Selection,
  wanted: { readonly tenant?: string; readonly event?: string; readonly dryRun?: boolean } = {},
  queues: () => never = () => undefined as never,
) => {
  const inserted: Item[] = [];
  const { table } = api.table;
  const commit = async (writes: readonly Write[]): Promise<void> => {
    await table.commit(writes);
    for (const { key, action } of writes) if (typeof action === 'object' && 'put' in action) inserted.push({ ...key, ...action.put });
  };
  const source = openEvents(selection, { table, queues });
  const outcomes = await republishAll(
    { tenant: undefined, event: undefined, dryRun: false, ...wanted },
    {
      source,
      table: { commit: Object.assign(commit, { follows: 'tryCommit' as const }) },
      newId: idSource(),
      now: Date.now,
      onOutcome: () => undefined,
    },
  );
  await source.close();
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
  for (const { expiresAt } of inserted) expect(Number(expiresAt) - Date.now() / 1000).toBeLessThanOrEqual(3600);
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

test('events are found by their ids; one that is gone is reported, and keeps nothing from being published', async () => {
  const gone = '01900000-0000-7000-8000-000000000000';
  const { inserted, ...summary } = await run({ ids: [idOf(stored[1] as Item), gone, idOf(stored[0] as Item)] });
  expect(summary).toMatchObject({ published: 2, missing: 1, reasons: [`The table has no event ${gone}.`] });
  expect(inserted.map(idOf)).toEqual([idOf(stored[0] as Item), idOf(stored[1] as Item)]);
});

test('dead letters of the publisher are deleted once their event is inserted; the others are given back', async () => {
  const [one, other] = stored as [Item, Item];
  const entry = { Detail: JSON.stringify({ metadata: { eventId: idOf(one) } }) };
  const unread = { dynamodb: { Keys: { pk: { S: other.pk }, sk: { S: other.sk } } } };
  const bodies = [{ reason: 'Refused', record: entry }, { reason: 'unreadable', record: unread }, { DDBStreamBatchInfo: {} }];
  const { queues, done } = queueOf([...bodies.map((body) => ({ Body: JSON.stringify(body) })), { Body: 'no JSON' }]);
  const { inserted, ...summary } = await run({ queue: 'url' }, {}, queues);
  expect(summary).toMatchObject({
    published: 2,
    missing: 2,
    reasons: ['The message m2 names no event.', 'The message m3 names no event.'],
  });
  expect(inserted.map(idOf)).toEqual([idOf(one), idOf(other)]);
  expect(done).toEqual(['DeleteMessage m0', 'DeleteMessage m1', 'ChangeMessageVisibility m2', 'ChangeMessageVisibility m3']);
});
