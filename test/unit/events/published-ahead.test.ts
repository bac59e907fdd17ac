import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { jest } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import { publishedAhead } from '../../../functions/events/published-ahead.ts';
import { publish } from '../../../functions/events/publisher.ts';
import { newMeter } from '../../../functions/shared/observability/meter.ts';
import { eventRecord, KEYS, poisonRecord, sequenceNumber } from '../../../testing/event-records.ts';

beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => jest.restoreAllMocks());

interface Environment {
  isTaking: boolean;
  areKeysThere: boolean;
  quarantined: number;
}

/** One process of the publisher, on a bus that takes no event of tenant `a` until it is told to. */
const scene = () => {
  const environment: Environment = { isTaking: false, areKeysThere: true, quarantined: 0 };
  const taken: string[] = [];
  const idOf = ({ Detail }: PutEventsRequestEntry) =>
    (JSON.parse(Detail ?? '') as { metadata: { eventId: string; tenant: string } }).metadata;
  const put = (entry: PutEventsRequestEntry) => {
    const { eventId, tenant } = idOf(entry);
    if (tenant === 'a' && !environment.isTaking) return { ErrorCode: 'InternalFailure' };
    taken.push(eventId);
    return { EventId: 'x' };
  };
  const deps = {
    ...{ bus: { name: 'bus', installation: 'tenantry-dev' }, ahead: publishedAhead(), meter: newMeter('test') },
    readKeys: async () => (environment.areKeysThere ? KEYS : Promise.reject(new Error('no keys'))),
    putEvents: async (entries: readonly PutEventsRequestEntry[]) => entries.map(put),
    quarantine: async () => {
      environment.quarantined += 1;
    },
    log: { warn: () => undefined },
  };
  return { environment, taken, publish: (records: readonly DynamoDBRecord[]) => publish(records, deps) };
};

const records = [eventRecord(0, 'b'), eventRecord(1, 'a'), eventRecord(2, 'b'), poisonRecord(3), eventRecord(4, 'a'), eventRecord(5, 'c')];
const stopped = { batchItemFailures: [{ itemIdentifier: sequenceNumber(1) }] };

test("what was published beyond another tenant's failure is not published again when it is delivered again", async () => {
  const { environment, taken, publish: run } = scene();
  expect(await run(records)).toEqual(stopped);
  expect(await run(records.slice(1))).toEqual(stopped);
  environment.areKeysThere = false;
  expect(await run(records.slice(1))).toEqual(stopped);
  Object.assign(environment, { isTaking: true, areKeysThere: true });
  expect(await run(records.slice(1))).toEqual({ batchItemFailures: [] });
  expect([taken, environment.quarantined]).toEqual([['0', '5', '2', '1', '4'], 1]);
});

test('a batch that is done with is forgotten: an operator may have it published again', async () => {
  const { environment, taken, publish: run } = scene();
  await run(records);
  environment.isTaking = true;
  await run(records.slice(1));
  await run(records.slice(1));
  expect(taken.filter((id) => id === '5')).toHaveLength(2);
});

test('no more is remembered than some batches hold, the oldest first forgotten', () => {
  const ahead = publishedAhead();
  const many = Array.from({ length: 5001 }, (_, at) => ({ eventID: `e${at}` }));
  ahead.replace([], many);
  expect([many.filter(ahead.has).length, ahead.has({ eventID: 'e0' }), ahead.has({})]).toEqual([5000, false, false]);
});
