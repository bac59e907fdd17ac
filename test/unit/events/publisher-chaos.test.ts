import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { jest } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import fc from 'fast-check';
import { type PublisherDeps, publish } from '../../../functions/events/publisher.ts';
import type { Poison } from '../../../functions/events/slices.ts';
import { newMeter } from '../../../functions/shared/meter.ts';
import { eventRecord, poisonRecord } from './stream-scene.ts';

/** What can happen to one entry (`refused` for good), to a whole request, or to the process. */
const FATES = ['ok', 'ok', 'ok', 'throttled', 'throttled', 'refused', 'lost request', 'lost answer', 'crash'] as const;
type Fate = (typeof FATES)[number];

const batch = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'poison'), { maxLength: 30 });
const fates = fc.array(fc.constantFrom(...FATES), { maxLength: 80 });

class Crash extends Error {}

/** A world in which fates come one after the other, and all goes well when they have run out. */
const world = (given: readonly Fate[]) => {
  const queue = [...given];
  const [published, buried, handled]: [number[], number[], number[]] = [[], [], []];
  const refused = new Set<number>();
  const next = (): Fate => queue.shift() ?? 'ok';
  let crashed = false;
  const strike = (fate: Fate): void => {
    if (fate !== 'lost request' && fate !== 'lost answer' && fate !== 'crash') return;
    crashed = fate === 'crash';
    throw new Crash(fate);
  };
  const deps: PublisherDeps = {
    bus: { name: 'bus', installation: 'tenantry-dev' },
    readKeys: async () => {
      const fate = next();
      if (fate === 'lost request') strike(fate);
      // Without a key there is nothing to wait for: this is not about signatures.
      return { signing: [], published: [] };
    },
    putEvents: async (entries) => {
      const request = next();
      if (request === 'lost request') strike(request);
      const results = entries.map((entry) => accept(idOf(entry), next()));
      strike(request);
      return results;
    },
    bury: async (poison) => {
      const fate = next();
      if (fate === 'lost request') strike(fate);
      buried.push(positionOf(poison));
      handled.push(positionOf(poison));
      strike(fate);
    },
    meter: newMeter('test'),
    log: {
      // The first thing that happens after a failure is the log line: a crash lets nothing be reported.
      warn: () => {
        if (crashed) throw new Crash('no report');
      },
    },
  };
  const accept = (id: number, fate: Fate) => {
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
  const restart = () => {
    crashed = false;
  };
  return { deps, published, buried, handled, refused, restart };
};

const idOf = ({ Detail }: PutEventsRequestEntry): number =>
  Number((JSON.parse(Detail ?? '') as { metadata: { eventId: string } }).metadata.eventId);
const positionOf = ({ sequenceNumber: number }: Poison): number => Number(number);

/** Runs a batch as Lambda does: from the reported checkpoint, or all of it when nothing was reported. */
const runToTheEnd = async (records: readonly DynamoDBRecord[], { deps, restart }: ReturnType<typeof world>): Promise<void> => {
  let checkpoint = 0;
  while (checkpoint < records.length) {
    restart();
    const report = await publish(records.slice(checkpoint), deps).catch(() => undefined);
    const failed = report?.batchItemFailures[0]?.itemIdentifier;
    if (failed !== undefined) checkpoint = records.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === failed);
    else if (report) checkpoint = records.length;
  }
};

beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => jest.restoreAllMocks());

test('whatever fails, each event is published or buried, nothing is invented, and the order of each tenant is kept', async () => {
  await fc.assert(
    fc.asyncProperty(batch, fates, async (tenants, given) => {
      const records = tenants.map((tenant, at) => (tenant === 'poison' ? poisonRecord(at) : eventRecord(at, tenant)));
      const scene = world(given);
      await runToTheEnd(records, scene);
      const { published, buried, handled, refused } = scene;
      expect([...new Set(handled)].toSorted((a, b) => a - b)).toEqual([...records.keys()]);
      for (const id of published) expect(tenants[id]).not.toBe('poison');
      for (const id of buried) expect(tenants[id] === 'poison' || refused.has(id)).toBe(true);
      expectOrder(handled, (id) => tenants[id] ?? '');
    }),
    { numRuns: 500 },
  );
});

/** Repeats are allowed; the first time each event of a tenant is published, or buried in its place, must follow the order of the stream. */
const expectOrder = (handled: readonly number[], tenantOf: (id: number) => string): void => {
  for (const ids of Object.values(Object.groupBy([...new Set(handled)], tenantOf))) {
    expect(ids).toEqual(ids?.toSorted((a, b) => a - b));
  }
};
