import { watchMemory } from '../../prove/hands/memory.ts';
import { outcomeOf, roundOf } from '../../prove/hands/storm-rounds.ts';
import { noWork, shareRefused, type Work } from '../../prove/hands/work.ts';
import type { System } from '../../prove/system/system.ts';

/** Reads that took so long each, and so many that were answered 503. */
const workOf = (ms: number, count: number, unavailable: number): Work => {
  const work = noWork();
  work.took.reads.push(...Array.from({ length: count }, () => ms));
  work.refused.set(503, unavailable);
  return work;
};

test('a storm that refuses half of the requests of another is told, also when the others are faster', () => {
  const storming = workOf(5, 100, 3);
  const { hotToSpread, refused, figures } = outcomeOf({
    none: [roundOf(workOf(2, 50, 0), noWork())],
    spread: [roundOf(workOf(10, 98, 2), storming)],
    hot: [roundOf(workOf(5, 50, 50), storming)],
  });
  expect(hotToSpread).toBe(0.5);
  expect(refused).toEqual({ hot: 0.5, spread: 0.02 });
  expect(figures).toMatchObject({
    'storm: another, no load: share refused': 0,
    'storm: another, storm on one: share refused': 0.5,
    'storm: creates refused, storm on one': 3,
  });
});

test('the share of refused requests is of all, and 0 of none', () => {
  expect(shareRefused(workOf(1, 30, 10))).toBe(0.25);
  expect(shareRefused(noWork())).toBe(0);
});

test('the end of a runtime that is watched is told when the watch is stopped, and ends nothing else', async () => {
  const gone = async (): Promise<never> => {
    throw new Error('The runtime has ended');
  };
  const memory = watchMemory({ system: { figures: gone, processes: gone } as Partial<System> as System });
  // An unhandled rejection would be reported by now.
  await new Promise((resolve) => setImmediate(resolve));
  await expect(memory.stop()).rejects.toThrow('The runtime has ended');
});
