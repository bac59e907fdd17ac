import { chanceOfRise, inGroups, medianSlope, middleOf, type Point } from '../shared/trend.ts';

/** The most that a series may rise over the time that is looked at. */
export interface Allowance {
  /** The unit, for its figures. */
  readonly unit: string;
  /** In parts of its level. */
  readonly growth: number;
  /** In its unit, whatever its level is. */
  readonly least: number;
  /** In its unit, for each request: beside `least`. */
  readonly perRequest?: number;
  /**
   * Whether it depends on the processes of functions: those that are idle for five minutes end, and
   * start again one by one. A rise up to the level of the first half is such.
   */
  readonly refills?: boolean;
}

/** The course of a series over the second half of the samples. */
export interface Trend {
  readonly level: number;
  /** The rise over the time that was looked at. */
  readonly rise: number;
  /** The same for 36,000 requests: ten a second for an hour. */
  readonly risePerHour: number;
  /** The probability of such a rise without a cause. */
  readonly chance: number;
  /** Whether it rises for certain, and more than is allowed. */
  readonly isRising: boolean;
}

/** The requests of an hour. */
export const HOUR_OF_REQUESTS = 36_000;

/** Successive samples are alike: few groups of them tell more of chance than many samples. */
const GROUPS = 20;
const MOST_CHANCE = 0.01;

/**
 * Returns the trend of the second half of a series over the number of requests. In the first half
 * caches fill and processes start.
 */
export const trendOf = (points: readonly Point[], { growth, least, perRequest = 0, refills = false }: Allowance): Trend => {
  const middle = Math.floor(points.length / 2);
  const half = points.slice(middle);
  const groups = inGroups(half, GROUPS);
  const level = middleOf(half.map(([, value]) => value));
  const slope = medianSlope(groups);
  const requests = (half.at(-1)?.[0] ?? 0) - (half[0]?.[0] ?? 0);
  const rise = slope * requests;
  const chance = chanceOfRise(groups.map(([, value]) => value));
  const before = middleOf(points.slice(0, middle).map(([, value]) => value));
  const isRefilled = refills && (groups.at(-1)?.[1] ?? 0) <= before;
  const isRising = !isRefilled && chance < MOST_CHANCE && rise > Math.max(growth * level, least + perRequest * requests);
  return { level, rise, risePerHour: slope * HOUR_OF_REQUESTS, chance, isRising };
};
