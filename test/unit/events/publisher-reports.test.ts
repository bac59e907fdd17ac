import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { jest } from '@jest/globals';
import { publishedAhead } from '../../../functions/events/published-ahead.ts';
import { publish } from '../../../functions/events/publisher.ts';
import { newMeter } from '../../../functions/shared/observability/meter.ts';
import { eventRecord, KEYS, poisonRecord, sequenceNumber } from '../../../testing/event-records.ts';

const TRIGGERED = Date.parse('2026-11-22T14:15:22.000Z');

/** A publisher whose bus answers each entry with `code`, with what it logs and measures. */
const scene = (code?: string, readKeys = async () => KEYS) => {
  const logged: unknown[] = [];
  const calls: number[][] = [];
  const meter = newMeter('test');
  const deps = {
    ...{ bus: { name: 'bus', installation: 'tenantry-dev' }, readKeys, ahead: publishedAhead(), quarantine: async () => undefined, meter },
    putEvents: async (entries: readonly PutEventsRequestEntry[]) => {
      calls.push(entries.map(({ Detail }) => Number((JSON.parse(Detail ?? '') as { metadata: { eventId: string } }).metadata.eventId)));
      return entries.map(() => (code === undefined ? { EventId: 'x' } : { ErrorCode: code }));
    },
    log: { warn: (...line: readonly unknown[]) => void logged.push(line) },
  };
  const run = async (...records: Parameters<typeof publish>[0]) => {
    await publish(records, deps);
    const [values = {}] = meter.take();
    return { logged, values };
  };
  return { run, calls };
};

test('of what waits for a call, the lowest position of the batch goes first', async () => {
  const { run, calls } = scene();
  // A second event of the first tenant, and ten tenants more than ten calls of ten take at once.
  const tenants = ['t0', ...Array.from({ length: 110 }, (_, at) => `t${at}`)];
  await run(...tenants.map((tenant, position) => eventRecord(position, tenant)));
  expect(calls[0]?.slice(0, 2)).toEqual([0, 2]);
  expect(calls[10]?.[0]).toBe(1);
  expect(calls.flat().toSorted((one, other) => one - other)).toEqual(tenants.map((_, position) => position));
});

test('a batch without keys says why it stopped, and where', async () => {
  const cause = new Error('no keys');
  const { run } = scene(undefined, () => Promise.reject(cause));
  const { logged, values } = await run(eventRecord(4, 'a'), eventRecord(5, 'b'));
  expect(logged).toEqual([['stopped', { sequenceNumber: sequenceNumber(4), cause, partitions: 1 }]]);
  expect(values).toMatchObject({ PublisherStops: 1 });
});

test('a batch that the bus does not take says how many partitions stopped', async () => {
  jest.spyOn(Math, 'random').mockReturnValue(0);
  const { logged } = await scene('InternalFailure').run(eventRecord(4, 'a'), eventRecord(5, 'b'), eventRecord(6, 'b'));
  expect(logged).toEqual([['stopped', { sequenceNumber: sequenceNumber(4), cause: new Error('InternalFailure'), partitions: 2 }]]);
  jest.restoreAllMocks();
});

test('what can never be published says so, with its reason', async () => {
  const { logged, values } = await scene('MalformedDetail').run(eventRecord(4, 'a'));
  expect(logged).toEqual([['quarantined', { reason: 'MalformedDetail', sequenceNumber: sequenceNumber(4) }]]);
  expect(values).toMatchObject({ EventsBuried: 1 });
  const [[message, facts] = []] = (await scene().run(poisonRecord(5))).logged as [string, object][];
  expect([message, facts]).toEqual(['quarantined', { reason: expect.stringMatching(/\S/), sequenceNumber: sequenceNumber(5) }]);
});

test('the lag is the time since the change, and never negative', async () => {
  const clock = jest.spyOn(Date, 'now');
  clock.mockReturnValue(TRIGGERED + 1500);
  expect((await scene().run(eventRecord(4, 'a'))).values).toMatchObject({ EventsPublished: 1, PublishLag: 1500 });
  clock.mockReturnValue(TRIGGERED - 1500);
  expect((await scene().run(eventRecord(4, 'a'))).values).toMatchObject({ EventsPublished: 1, PublishLag: 0 });
  clock.mockRestore();
});

test('the pause before the next attempt is up to twice as long each time', async () => {
  jest.spyOn(Math, 'random').mockReturnValue(0.01);
  const timer = jest.spyOn(globalThis, 'setTimeout');
  await scene('ThrottlingException').run(eventRecord(4, 'a'));
  expect(timer.mock.calls.map(([, ms]) => ms).filter((ms) => ms !== undefined && ms < 100)).toEqual([2, 4, 8]);
  jest.restoreAllMocks();
});

test('records without an id are never taken for one another', () => {
  const ahead = publishedAhead();
  const { eventID: _, ...record } = eventRecord(4, 'a');
  ahead.replace([], [record]);
  expect(ahead.has(record)).toBe(false);
});
