import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { jest } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import fc from 'fast-check';
import { publishedAhead } from '../../../functions/events/published-ahead.ts';
import { type PublisherDeps, publish } from '../../../functions/events/publisher.ts';
import type { Poison } from '../../../functions/events/stream-record.ts';
import { newMeter } from '../../../functions/shared/observability/meter.ts';
import { eventRecord, poisonRecord, sequenceNumber } from '../../../testing/event-records.ts';

/** What can happen to one entry (`refused` for good), to a whole request, or to the process. */
const FATES = ['ok', 'ok', 'ok', 'throttled', 'throttled', 'refused', 'lost request', 'lost answer', 'crash'] as const;
type Fate = (typeof FATES)[number];

const batch = fc.array(fc.record({ tenant: fc.constantFrom('a', 'b', 'c', 'd'), isPoison: fc.nat(9).map((dice) => dice === 0) }), {
  maxLength: 30,
});
const fates = fc.array(fc.constantFrom(...FATES), { maxLength: 80 });

class Crash extends Error {}

/**
 * A world in which fates come one after the other, and all goes well when they have run out; calls
 * end in any order.
 */
const environmentOf = (given: readonly Fate[], scheduler: fc.Scheduler) => {
  const queue = [...given];
  const [published, quarantined, handled]: [number[], number[], number[]] = [[], [], []];
  const refused = new Set<number>();
  const next = (): Fate => queue.shift() ?? 'ok';
  // Each process has a number: what one had begun has no effect after its death.
  let process = 0;
  let died = Promise.withResolvers<never>();
  let ahead = publishedAhead();
  const die = (): void => {
    process += 1;
    ahead = publishedAhead();
    died.reject(new Crash('the process died'));
  };
  /**
   * Runs one call of a service: before it has its effect, and before its answer arrives, others may
   * come first.
   */
  const called = async <T>(name: string, effect: () => T): Promise<T> => {
    const own = process;
    const fate = next();
    await scheduler.schedule(Promise.resolve(), `${name} sent`);
    if (own !== process) throw new Crash('dead');
    if (fate === 'lost request') throw new Error(fate);
    const result = effect();
    if (fate === 'crash') die();
    await scheduler.schedule(Promise.resolve(), `${name} answered`);
    if (own !== process || fate === 'lost answer') throw new Error(fate);
    return result;
  };
  const accept = (id: number) => {
    const fate = next();
    if (fate === 'throttled') return { ErrorCode: 'ThrottlingException' };
    if (fate === 'refused') return refuse(id);
    published.push(id);
    handled.push(id);
    return { EventId: 'x' };
  };
  const refuse = (id: number) => {
    refused.add(id);
    return { ErrorCode: 'InvalidArgument' };
  };
  const deps = (): PublisherDeps => ({
    bus: { name: 'bus', installation: 'tenantry-dev' },
    // Without a key there is nothing to wait for: this is not about signatures.
    readKeys: () => called('keys', () => ({ signing: [], published: [] })),
    putEvents: (entries) => called('put', () => entries.map((entry) => accept(idOf(entry)))),
    quarantine: (poison) =>
      called('quarantine', () => {
        quarantined.push(positionOf(poison));
        handled.push(positionOf(poison));
      }),
    ahead,
    meter: newMeter('test'),
    log: { warn: () => undefined },
  });
  /** One invocation; nothing is reported when the process dies. */
  const invoke = async (records: readonly DynamoDBRecord[]) => {
    died = Promise.withResolvers();
    const work = publish(records, deps());
    const ended = Promise.race([work, died.promise]).catch(() => undefined);
    await scheduler.waitFor(ended);
    return ended;
  };
  return { invoke, published, quarantined, handled, refused };
};

const idOf = ({ Detail }: PutEventsRequestEntry): number =>
  Number((JSON.parse(Detail ?? '') as { metadata: { eventId: string } }).metadata.eventId);
const positionOf = ({ sequenceNumber: number }: Poison): number => Number(number);

/**
 * Runs a batch as Lambda does, from the reported checkpoint, or all of it when nothing was
 * reported; tells each report that was made.
 */
const runToTheEnd = async (
  records: readonly DynamoDBRecord[],
  { invoke }: ReturnType<typeof environmentOf>,
  onReport: (checkpoint: number) => void,
): Promise<void> => {
  let checkpoint = 0;
  while (checkpoint < records.length) {
    const report = await invoke(records.slice(checkpoint));
    if (!report) continue;
    const failed = report.batchItemFailures[0]?.itemIdentifier;
    checkpoint = failed === undefined ? records.length : records.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === failed);
    onReport(checkpoint);
  }
};

beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => jest.restoreAllMocks());

type Batch = readonly { readonly tenant: string; readonly isPoison: boolean }[];

const recordsOf = (given: Batch): readonly DynamoDBRecord[] =>
  given.map(({ tenant, isPoison }, at) => (isPoison ? poisonRecord(at, {}, tenant) : eventRecord(at, tenant)));

test('whatever fails, each event is published or quarantined, nothing is invented, and the order of each tenant is kept', async () => {
  await fc.assert(
    fc.asyncProperty(batch, fates, fc.scheduler(), async (given, fated, scheduler) => {
      const scene = environmentOf(fated, scheduler);
      const { published, quarantined, handled, refused } = scene;
      await runToTheEnd(recordsOf(given), scene, (checkpoint) => {
        // What is before the checkpoint is done with: Lambda never delivers it again.
        const done = new Set(handled);
        expect([...given.keys()].slice(0, checkpoint).filter((at) => !done.has(at))).toEqual([]);
      });
      expect([...new Set(handled)].toSorted((a, b) => a - b)).toEqual([...given.keys()]);
      for (const id of published) expect(given[id]?.isPoison).toBe(false);
      for (const id of quarantined) expect(given[id]?.isPoison || refused.has(id)).toBe(true);
      expectOrder(handled, (id) => given[id]?.tenant ?? '');
    }),
    { numRuns: 500 },
  );
});

/**
 * Repeats are allowed; the first time each event of a tenant is published, or quarantined in its
 * place, must follow the order of the stream.
 */
const expectOrder = (handled: readonly number[], tenantOf: (id: number) => string): void => {
  for (const ids of Object.values(Object.groupBy([...new Set(handled)], tenantOf))) {
    expect(ids).toEqual(ids?.toSorted((a, b) => a - b));
  }
};

const NEVER_TAKEN = fc.uniqueArray(fc.nat(29), { maxLength: 6 });

test('the lowest record that is still to be published is reported, in whatever order calls end', async () => {
  await fc.assert(
    fc.asyncProperty(batch, NEVER_TAKEN, fc.scheduler(), async (given, failing, scheduler) => {
      const taken = new Set<number>();
      const underWay = new Map<string, number>();
      const deps: PublisherDeps = {
        bus: { name: 'bus', installation: 'tenantry-dev' },
        readKeys: async () => ({ signing: [], published: [] }),
        putEvents: async (entries) => {
          const ids = entries.map(idOf);
          const tenants = ids.map((id) => given[id]?.tenant ?? '');
          for (const [index, tenant] of tenants.entries()) {
            expect(underWay.get(tenant)).toBeUndefined();
            underWay.set(tenant, ids[index] ?? -1);
          }
          await scheduler.schedule(Promise.resolve(), `put ${ids}`);
          for (const tenant of tenants) underWay.delete(tenant);
          return ids.map((id) => {
            if (failing.includes(id)) return { ErrorCode: 'InternalFailure' };
            taken.add(id);
            return { EventId: 'x' };
          });
        },
        quarantine: async (poison) => {
          await scheduler.schedule(Promise.resolve(), 'quarantine');
          if (failing.includes(positionOf(poison))) throw new Error('queue down');
          taken.add(positionOf(poison));
        },
        ...{ ahead: publishedAhead(), meter: newMeter('test'), log: { warn: () => undefined } },
      };
      const work = publish(recordsOf(given), deps);
      await scheduler.waitFor(work);
      const lowest = [...given.keys()].find((at) => !taken.has(at));
      const expected = lowest === undefined ? [] : [{ itemIdentifier: sequenceNumber(lowest) }];
      expect(await work).toEqual({ batchItemFailures: expected });
      // Nobody is held up but who has an event that fails: its later ones, and nothing else.
      const isHeldUp = (at: number) => failing.some((id) => id <= at && given[id]?.tenant === given[at]?.tenant);
      expect([...given.keys()].filter((at) => !taken.has(at))).toEqual([...given.keys()].filter(isHeldUp));
    }),
    { numRuns: 100 },
  );
});
