import type { PutEventsRequestEntry, PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { jest } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import { publishedAhead } from '../../../functions/events/published-ahead.ts';
import { publish } from '../../../functions/events/publisher.ts';
import type { Poison } from '../../../functions/events/stream-record.ts';
import { newMeter } from '../../../functions/shared/observability/meter.ts';
import { eventRecord, KEYS, poisonRecord, sequenceNumber } from '../../../testing/event-records.ts';

beforeEach(() => {
  // The backoff is full jitter of this.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => jest.restoreAllMocks());

const idOf = ({ Detail }: PutEventsRequestEntry): number =>
  Number((JSON.parse(Detail ?? '') as { metadata: { eventId: string } }).metadata.eventId);

/**
 * A bus that refuses an event with its next code, one per attempt; `null` is an attempt that
 * succeeds, an error fails the request.
 */
const scene = (
  codes: Readonly<Record<number, readonly (string | null | Error)[]>> = {},
  quarantine: () => Promise<void> = async () => undefined,
  readKeys = async () => KEYS,
) => {
  const meter = newMeter('test');
  const calls: number[][] = [];
  const quarantined: Poison[] = [];
  const attempts = new Map<number, number>();
  const result = (id: number): PutEventsResultEntry => {
    const attempt = attempts.get(id) ?? 0;
    attempts.set(id, attempt + 1);
    const code = codes[id]?.[attempt];
    if (code instanceof Error) throw code;
    return code ? { ErrorCode: code } : { EventId: 'x' };
  };
  const deps = {
    bus: { name: 'bus', installation: 'tenantry-dev' },
    readKeys,
    ahead: publishedAhead(),
    putEvents: async (entries: readonly PutEventsRequestEntry[]) => {
      calls.push(entries.map(idOf));
      return entries.map((entry) => result(idOf(entry)));
    },
    quarantine: async (poison: Poison) => {
      await quarantine();
      quarantined.push(poison);
    },
    log: { warn: () => undefined },
    meter,
  };
  return { calls, quarantined, meter, publish: (...records: readonly DynamoDBRecord[]) => publish(records, deps) };
};

const stoppedAt = (position: number) => ({ batchItemFailures: [{ itemIdentifier: sequenceNumber(position) }] });
const DONE = { batchItemFailures: [] };
const THROTTLED = 'ThrottlingException';
const many = (code: string) => Array.from({ length: 9 }, () => code);
const down = () => Promise.reject(new Error('queue down'));

test('events of different tenants go in one request, of one tenant in order', async () => {
  const { calls, publish: run } = scene();
  expect(await run(eventRecord(0, 'a'), eventRecord(1, 'b'), eventRecord(2, 'a'), eventRecord(3, 'a'))).toEqual(DONE);
  expect(calls).toEqual([[0, 1], [2], [3]]);
});

test('a partner is not overtaken by one below it: all below one root are one sequence', async () => {
  const { calls, publish: run } = scene({ 0: [THROTTLED] });
  const records = [eventRecord(0, '/partners/1/9', {}, 'PARTNER#1'), eventRecord(1, '/partners/1/9/12', {}, 'PARTNER#1')];
  expect(await run(...records)).toEqual(DONE);
  expect(calls).toEqual([[0], [0], [1]]);
});

test.each(['InternalFailure', 'InternalException', THROTTLED])('%s is retried, for what failed only', async (code) => {
  const { calls, quarantined, publish: run } = scene({ 1: [code, code], 3: [code] });
  expect(await run(...['a', 'b', 'c', 'd'].map((tenant, at) => eventRecord(at, tenant)))).toEqual(DONE);
  // Each has a pause of its own, so that they need not meet in one request again.
  expect([calls[0], calls.slice(1).flat().toSorted()]).toEqual([
    [0, 1, 2, 3],
    [1, 1, 3],
  ]);
  expect(quarantined).toEqual([]);
});

test('an event that keeps failing ends its partition after four attempts, and the others go on', async () => {
  const { calls, publish: run } = scene({ 1: many(THROTTLED), 2: many(THROTTLED) });
  const records = [eventRecord(0, 'a'), eventRecord(1, 'b'), eventRecord(2, 'c'), eventRecord(3, 'a'), eventRecord(4, 'b')];
  expect(await run(...records)).toEqual(stoppedAt(1));
  expect(calls.flat().filter((id) => id === 1)).toHaveLength(4);
  expect(calls.flat().filter((id) => id === 2)).toHaveLength(4);
  expect(calls.flat().filter((id) => id === 0 || id > 2)).toEqual([0, 3]);
});

test('a request that fails ends the batch: what is under way ends, and nothing else is begun', async () => {
  const { calls, publish: run } = scene({ 2: [new Error('no bus')] });
  expect(await run(eventRecord(0, 'a'), eventRecord(1, 'a'), eventRecord(2, 'b'), eventRecord(3, 'b'))).toEqual(stoppedAt(0));
  expect(calls).toEqual([[0, 2]]);
});

test('a retry that fails ends the batch at the first event still to be published', async () => {
  const { publish: run } = scene({ 1: [THROTTLED, new Error('no bus')] });
  expect(await run(eventRecord(0, 'a'), eventRecord(1, 'b'), eventRecord(2, 'c'))).toEqual(stoppedAt(1));
});

test('an event that the bus never takes is quarantined with its entry, and the others go on', async () => {
  const { calls, quarantined, publish: run } = scene({ 0: ['InvalidArgument'] });
  expect(await run(eventRecord(0, 'a', { name: 'x' }), eventRecord(1, 'a'))).toEqual(DONE);
  expect(calls).toEqual([[0], [1]]);
  expect(quarantined).toEqual([
    { sequenceNumber: sequenceNumber(0), reason: 'InvalidArgument', record: expect.objectContaining({ DetailType: 'reseller.created' }) },
  ]);
  expect(JSON.stringify(quarantined)).toContain('\\"name\\":\\"x\\"');
});

test('poison is quarantined in its place, with its record', async () => {
  const poison = poisonRecord(1);
  const { calls, quarantined, publish: run } = scene();
  expect(await run(eventRecord(0, 'a'), poison, eventRecord(2, 'b'))).toEqual(DONE);
  expect(calls).toEqual([[0, 2]]);
  expect(quarantined).toMatchObject([{ sequenceNumber: sequenceNumber(1), record: poison }]);
});

test('poison that cannot be quarantined ends its partition there, and the others go on', async () => {
  const { calls, publish: run } = scene({}, down);
  expect(await run(eventRecord(0, 'a'), poisonRecord(1, {}, 'a'), eventRecord(2, 'a'), eventRecord(3, 'b'))).toEqual(stoppedAt(1));
  expect(calls).toEqual([[0, 3]]);
});

test('a refused event that cannot be quarantined does not take an earlier one with it that is still to be retried', async () => {
  const { publish: run } = scene({ 0: many(THROTTLED), 1: ['InvalidArgument'] }, down);
  expect(await run(eventRecord(0, 'a'), eventRecord(1, 'b'))).toEqual(stoppedAt(0));
});

test('a hundred tenants share calls of ten entries, ten calls at once', async () => {
  const { calls, publish: run } = scene();
  await run(...Array.from({ length: 125 }, (_, at) => eventRecord(at, `t${at}`)));
  expect(calls.map(({ length }) => length)).toEqual([...Array.from({ length: 12 }, () => 10), 5]);
});

test('an answer with too few results counts the rest as failed', async () => {
  const sent: number[][] = [];
  const deps = {
    bus: { name: 'bus', installation: 'tenantry-dev' },
    readKeys: async () => KEYS,
    ahead: publishedAhead(),
    putEvents: async (entries: readonly PutEventsRequestEntry[]) => {
      sent.push(entries.map(idOf));
      return [{ EventId: 'x' }];
    },
    quarantine: async () => undefined,
    log: { warn: () => undefined },
    meter: newMeter('test'),
  };
  expect(await publish([eventRecord(0, 'a'), eventRecord(1, 'b'), eventRecord(2, 'c')], deps)).toEqual(DONE);
  expect(sent[0]).toEqual([0, 1, 2]);
  expect(new Set(sent.slice(1).flat())).toEqual(new Set([1, 2]));
});

test('what was published is measured with its age, each event once, beside what was quarantined and where the batch stopped', async () => {
  const { meter, publish: run } = scene({ 0: [THROTTLED], 1: ['InvalidArgument'], 3: many(THROTTLED) });
  await run(poisonRecord(9), eventRecord(0, 'a'), eventRecord(1, 'b'), eventRecord(2, 'c'), eventRecord(3, 'a'));
  const age = Date.now() - Date.parse('2026-11-22T14:15:22.000Z');
  const [measured] = meter.take();
  expect(measured).toMatchObject({
    EventsPublished: 2,
    EventsBuried: 2,
    PublisherStops: 1,
    PublishLag: [expect.any(Number), expect.any(Number)],
  });
  for (const lag of [measured?.PublishLag].flat() as readonly number[]) expect([lag >= 0, lag <= Math.max(0, age)]).toEqual([true, true]);
});

test('without keys the batch ends at its first record, and nothing is published unsigned', async () => {
  const { calls, quarantined, publish: run } = scene({}, undefined, () => Promise.reject(new Error('no keys')));
  expect(await run(poisonRecord(4), eventRecord(5, 'a'))).toEqual(stoppedAt(4));
  expect([calls, quarantined]).toEqual([[], []]);
});

test('the keys are asked for once a batch, and not for an empty one', async () => {
  const readKeys = jest.fn(async () => KEYS);
  const { publish: run } = scene({}, undefined, readKeys);
  await run();
  expect(readKeys).toHaveBeenCalledTimes(0);
  await run(eventRecord(0, 'a'), eventRecord(1, 'b'), eventRecord(2, 'a'));
  expect(readKeys).toHaveBeenCalledTimes(1);
});

test('no records are a done batch', async () => {
  expect(await scene().publish()).toEqual(DONE);
});
