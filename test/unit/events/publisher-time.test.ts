import { setTimeout as delay } from 'node:timers/promises';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { jest } from '@jest/globals';
import { publish } from '../../../functions/events/publisher.ts';
import { DeadlineExceeded, inTime, withDeadline } from '../../../functions/shared/deadline.ts';
import { newMeter } from '../../../functions/shared/meter.ts';
import { eventRecord, KEYS, sequenceNumber } from './stream-scene.ts';

afterEach(() => jest.restoreAllMocks());

const idOf = ({ Detail }: PutEventsRequestEntry): number =>
  Number((JSON.parse(Detail ?? '') as { metadata: { eventId: string } }).metadata.eventId);

/** Publishes three events of one tenant on a bus that takes a while for each, in an invocation of so many milliseconds. */
const run = async (remainingMs: number, busMs: number, code?: string) => {
  const calls: number[][] = [];
  const putEvents = async (entries: readonly PutEventsRequestEntry[]) => {
    calls.push(entries.map(idOf));
    await inTime(delay(busMs));
    return entries.map(() => (code === undefined ? { EventId: 'x' } : { ErrorCode: code }));
  };
  const deps = {
    ...{ bus: { name: 'bus', installation: 'tenantry-dev' }, readKeys: async () => KEYS, putEvents },
    ...{ bury: async () => undefined, log: { warn: () => undefined }, meter: newMeter('test') },
  };
  const records = [eventRecord(0, 'a'), eventRecord(1, 'a'), eventRecord(2, 'a')];
  const began = performance.now();
  const invoke = withDeadline(() => publish(records, deps));
  const response = await invoke(undefined, { getRemainingTimeInMillis: () => remainingMs });
  const failed = response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return { calls, failed, ms: performance.now() - began };
};

test('what the time is too short for is left to the next invocation, from the first that was not begun', async () => {
  const { calls, failed, ms } = await run(1600, 120);
  expect(calls).toEqual([[0], [1]]);
  expect(failed).toEqual([sequenceNumber(2)]);
  expect(ms).toBeLessThan(1600);
});

test('a bus that never answers ends the batch in time, at the event it did not answer for', async () => {
  const { calls, failed, ms } = await run(1450, 60_000);
  expect([calls, failed]).toEqual([[[0]], [sequenceNumber(0)]]);
  expect(ms).toBeLessThan(1450);
});

test('a pause between tries that the time is too short for ends the batch as well', async () => {
  jest.spyOn(Math, 'random').mockReturnValue(1e6);
  const { calls, failed } = await run(3000, 1, 'ThrottlingException');
  expect([calls, failed]).toEqual([[[0]], [sequenceNumber(0)]]);
});

test('keys that are not read in time end the batch before its first event', async () => {
  const deps = {
    ...{ bus: { name: 'bus', installation: 'tenantry-dev' }, readKeys: () => Promise.reject(new DeadlineExceeded()) },
    ...{ putEvents: async () => [], bury: async () => undefined, log: { warn: () => undefined }, meter: newMeter('test') },
  };
  expect(await publish([eventRecord(0, 'a')], deps)).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceNumber(0) }] });
});
