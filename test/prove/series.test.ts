import { random } from '../../prove/shared/random.ts';
import type { Point } from '../../prove/shared/trend.ts';
import { SERIES } from '../../prove/soak/samples.ts';
import { trendOf } from '../../prove/soak/series.ts';

const SAMPLES = 200;
const REQUESTS = 36_000;
const HEAP = SERIES['heap of the runtime'];

/** A heap in KiB that fills in its first quarter, is noisy, and leaks so much at each request. */
const heap = (leak: number, seed: number): readonly Point[] => {
  const { next } = random(seed);
  return Array.from({ length: SAMPLES }, (_, at): Point => {
    const requests = (at * REQUESTS) / SAMPLES;
    const filled = 60_000 * Math.min(1, 0.5 + (2 * at) / SAMPLES);
    const burst = next() < 0.05 ? 40_000 : 0;
    return [requests, filled + 3000 * next() + burst + leak * requests];
  });
};

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed + 1);

test('a heap that fills and is noisy does not rise', () => {
  expect(SEEDS.filter((seed) => trendOf(heap(0, seed), HEAP).isRising)).toEqual([]);
});

test('a kilobyte that is kept of each request is found, and told for an hour', () => {
  const trends = SEEDS.map((seed) => trendOf(heap(1, seed), HEAP));
  expect(trends.map(({ isRising }) => isRising)).toEqual(SEEDS.map(() => true));
  for (const { risePerHour, chance } of trends) {
    expect(Math.abs(risePerHour - REQUESTS)).toBeLessThan(3000);
    expect(chance).toBeLessThan(0.001);
  }
});

test('a handle that is kept of each thousand requests is found', () => {
  const points = Array.from({ length: SAMPLES }, (_, at): Point => [180 * at, 80 + (at % 3) + Math.floor((180 * at) / 1000)]);
  expect(trendOf(points, SERIES['handles of the runtime']).isRising).toBe(true);
});

test('what is allowed for each request is allowed beside the rest', () => {
  const points = Array.from({ length: SAMPLES }, (_, at): Point => [180 * at, 30_000 + 180 * at]);
  expect(trendOf(points, SERIES['memory of the table server']).isRising).toBe(false);
  const twice = points.map(([at, value]): Point => [at, value + 180 * (at / 180)]);
  expect(trendOf(twice, SERIES['memory of the table server']).isRising).toBe(true);
});

test('processes that ended and start again may rise to what they were, and not further', () => {
  const filling = (before: number) =>
    Array.from({ length: SAMPLES }, (_, at): Point => [180 * at, at < SAMPLES / 2 ? before : 22 + Math.floor((20 * at) / SAMPLES)]);
  expect(trendOf(filling(45), SERIES['processes of functions']).isRising).toBe(false);
  expect(trendOf(filling(22), SERIES['processes of functions']).isRising).toBe(true);
  expect(trendOf(filling(45), SERIES['open files of the table server']).isRising).toBe(true);
});

test('a rise that is certain and small is none', () => {
  const points = Array.from({ length: SAMPLES }, (_, at): Point => [at, 60_000 + 10 * at]);
  expect(trendOf(points, HEAP)).toMatchObject({ rise: 990, isRising: false });
});
