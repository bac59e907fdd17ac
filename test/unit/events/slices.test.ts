import fc from 'fast-check';
import { type Outgoing, slices } from '../../../functions/events/slices.ts';

const outgoing = fc.array(fc.record({ partition: fc.constantFrom('a', 'b', 'c', 'd', 'e'), bytes: fc.integer({ min: 0, max: 400_000 }) }), {
  maxLength: 40,
});
const eventsOf = (given: readonly { partition: string; bytes: number }[]): readonly Outgoing[] =>
  given.map(({ partition, bytes }, at) => ({ sequenceNumber: String(at), partition, entry: { Detail: 'é'.repeat(bytes / 2) } }));

const sizeOf = (slice: readonly Outgoing[]) => slice.reduce((sum, { entry }) => sum + Buffer.byteLength(entry.Detail ?? ''), 0);

test('slices are the batch in its order, nothing lost and nothing added', () => {
  fc.assert(
    fc.property(outgoing, (given) => expect(slices(eventsOf(given)).flat()).toEqual(eventsOf(given))),
    { numRuns: 50 },
  );
});

test('a slice is what one PutEvents takes, with one event of a partition at most', () => {
  fc.assert(
    fc.property(outgoing, (given) => {
      for (const slice of slices(eventsOf(given))) {
        expect(slice.length).toBeGreaterThanOrEqual(1);
        expect(slice.length).toBeLessThanOrEqual(10);
        expect(slice.length === 1 || sizeOf(slice) <= 500_000).toBe(true);
        expect(new Set(slice.map(({ partition }) => partition)).size).toBe(slice.length);
      }
    }),
    { numRuns: 50 },
  );
});

test('events of many partitions fill whole slices', () => {
  const events = eventsOf(Array.from({ length: 25 }, (_, at) => ({ partition: `t${at}`, bytes: 10 })));
  expect(slices(events).map(({ length }) => length)).toEqual([10, 10, 5]);
});

test('no events are no slices', () => {
  expect(slices([])).toEqual([]);
});
