/** A point of a series: when it was measured, and the value. */
export type Point = readonly [at: number, value: number];

/** The median; NaN of none. */
export const middleOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2;
};

/**
 * Returns the slope of a series by Theil and Sen: the median of the slopes of all pairs, on which
 * single outliers have no effect. 0 of fewer than two points.
 */
export const medianSlope = (points: readonly Point[]): number => {
  const slopes = points.flatMap(([at, value], index) =>
    points.slice(index + 1).flatMap(([later, next]) => (later === at ? [] : [(next - value) / (later - at)])),
  );
  return slopes.length === 0 ? 0 : middleOf(slopes);
};

/**
 * Returns the probability that values without a trend would rise as much, by Mann and Kendall:
 * one-sided, normal, with the corrections for ties and for continuity.
 */
export const chanceOfRise = (values: readonly number[]): number => {
  const { length } = values;
  const signs = values.flatMap((value, index) => values.slice(index + 1).map((later) => Math.sign(later - value)));
  const sum = signs.reduce((total, sign) => total + sign, 0);
  const spread = (count: number): number => count * (count - 1) * (2 * count + 5);
  const ties = [...Map.groupBy(values, (value) => value).values()].reduce((total, group) => total + spread(group.length), 0);
  const variance = (spread(length) - ties) / 18;
  return variance <= 0 ? 1 : upperTail((sum - Math.sign(sum)) / Math.sqrt(variance));
};

/** Returns the share of the normal distribution above z (Abramowitz and Stegun, 26.2.17). */
const upperTail = (z: number): number => {
  if (z < 0) return 1 - upperTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
};

/** Returns the medians of groups of successive points, at the middle of each group. */
export const inGroups = (points: readonly Point[], groups: number): readonly Point[] =>
  Array.from({ length: groups }, (_, group) =>
    points.slice(Math.floor((group * points.length) / groups), Math.floor(((group + 1) * points.length) / groups)),
  )
    .filter(({ length }) => length > 0)
    .map((group): Point => [middleOf(group.map(([at]) => at)), middleOf(group.map(([, value]) => value))]);
