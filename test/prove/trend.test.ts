import { chanceOfRise, inGroups, medianSlope, middleOf, type Point } from '../../prove/shared/trend.ts';

const series = (values: readonly number[]): readonly Point[] => values.map((value, at): Point => [at, value]);

test('the middle of an even number of values is between two of them', () => {
  expect([middleOf([3, 1, 2]), middleOf([4, 1, 3, 2]), middleOf([])]).toEqual([2, 2.5, Number.NaN]);
});

test('a slope is the median of those of all pairs', () => {
  // 1, 1.5, 2, 7/3, 3 and 4.
  expect(medianSlope(series([1, 2, 4, 8]))).toBeCloseTo(13 / 6, 12);
});

test('an outlier does not change a slope', () => {
  expect(medianSlope(series([0, 1, 2, 300, 4, 5, 6]))).toBe(1);
});

test.each([[[]], [[7]]])('%j have no slope', (values) => {
  expect(medianSlope(series(values))).toBe(0);
});

test('points of the same time make no slope', () => {
  const points: readonly Point[] = [
    [1, 5],
    [1, 9],
    [2, 7],
  ];
  expect(medianSlope(points)).toBe(0);
});

test.each([
  // S = 45, variance 125: z = 44 / √125.
  ['ten values that rise', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 4.15e-5],
  ['ten values that fall', [10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 1 - 4.15e-5],
  // S = 8, variance 44 / 3 after the ties: z = 7 / √(44 / 3).
  ['values with ties', [1, 1, 2, 2, 3], 0.03379],
  // S = 0.
  ['values without a trend', [2, 1, 1, 2], 0.5],
  ['values that are all the same', [4, 4, 4, 4], 1],
] as const)('the chance of %s is known', (_, values, chance) => {
  expect(chanceOfRise(values) / chance).toBeCloseTo(1, 2);
});

test('groups of successive points are represented by their medians', () => {
  expect(inGroups(series([1, 9, 2, 5, 5, 50]), 2)).toEqual([
    [1, 2],
    [4, 5],
  ]);
  expect(inGroups(series([1, 2]), 20)).toHaveLength(2);
});
