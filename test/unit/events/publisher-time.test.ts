import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { jest } from '@jest/globals';
import { publishedAhead } from '../../../functions/events/published-ahead.ts';
import { publish } from '../../../functions/events/publisher.ts';
import { DeadlineExceeded, untilDeadline, withDeadline } from '../../../functions/shared/base/deadline.ts';
import { newMeter } from '../../../functions/shared/observability/meter.ts';
import { eventRecord, KEYS, sequenceNumber } from '../../../testing/event-records.ts';

afterEach(() => jest.restoreAllMocks());

const idOf = ({ Detail }: PutEventsRequestEntry): number =>
  Number((JSON.parse(Detail ?? '') as { metadata: { eventId: string } }).metadata.eventId);

const NEVER = Infinity;

/**
 * Publishes three events of one tenant on a bus that takes a while for each, in an invocation of so
 * many milliseconds of a clock of its own.
 */
const run = async (remainingMs: number, busMs: number, code?: string) => {
  let clock = 1_000_000;
  jest.spyOn(performance, 'now').mockImplementation(() => clock);
  const calls: number[][] = [];
  const putEvents = async (entries: readonly PutEventsRequestEntry[]) => {
    calls.push(entries.map(idOf));
    clock += Math.min(busMs, remainingMs);
    await untilDeadline(busMs === NEVER ? new Promise(() => undefined) : Promise.resolve());
    return entries.map(() => (code === undefined ? { EventId: 'x' } : { ErrorCode: code }));
  };
  const deps = {
    ...{ bus: { name: 'bus', installation: 'tenantry-dev' }, readKeys: async () => KEYS, putEvents },
    ...{ quarantine: async () => undefined, log: { warn: () => undefined }, ahead: publishedAhead(), meter: newMeter('test') },
  };
  const records = [eventRecord(0, 'a'), eventRecord(1, 'a'), eventRecord(2, 'a')];
  const invoke = withDeadline(() => publish(records, deps));
  const response = await invoke(undefined, { getRemainingTimeInMillis: () => remainingMs });
  return { calls, failed: response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
};

test('what the time is too short for is left to the next invocation, from the first that was not begun', async () => {
  const { calls, failed } = await run(1600, 120);
  expect(calls).toEqual([[0], [1]]);
  expect(failed).toEqual([sequenceNumber(2)]);
});

test('a bus that never answers ends the batch in time, at the event it did not answer for', async () => {
  const { calls, failed } = await run(1450, NEVER);
  expect([calls, failed]).toEqual([[[0]], [sequenceNumber(0)]]);
});

test('a pause between tries that the time is too short for ends the batch as well', async () => {
  jest.spyOn(Math, 'random').mockReturnValue(1e6);
  const { calls, failed } = await run(3000, 1, 'ThrottlingException');
  expect([calls, failed]).toEqual([[[0]], [sequenceNumber(0)]]);
});

test('keys that are not read in time end the batch before its first event', async () => {
  const deps = {
    ...{ bus: { name: 'bus', installation: 'tenantry-dev' }, readKeys: () => Promise.reject(new DeadlineExceeded()) },
    ...{
      putEvents: async () => [],
      quarantine: async () => undefined,
      log: { warn: () => undefined },
      ahead: publishedAhead(),
      meter: newMeter('test'),
    },
  };
  expect(await publish([eventRecord(0, 'a')], deps)).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceNumber(0) }] });
});
