import { HOUR_OF_REQUESTS } from './series.ts';

/** The requests of a run, and how many are begun a second. */
export interface Plan {
  readonly requests: number;
  readonly perSecond: number;
}

/** From this time on, in seconds, the requests of an hour are made: those of `--long`. */
const LONG = 600;
/** The requests of each second of a shorter run. */
const SHORTER = 30;
/** The part of the time for which they are planned: what is late is not caught up with. */
const PLANNED = 0.9;

/** Returns the requests that a run of so many seconds has to make. */
export const planOf = (seconds: number): Plan => {
  const requests = seconds >= LONG ? HOUR_OF_REQUESTS : Math.floor(SHORTER * seconds);
  return { requests, perSecond: requests / (PLANNED * seconds) };
};

interface Made {
  readonly planned: number;
  readonly made: number;
  /** Of those that were made. */
  readonly unavailable: number;
  /** The percentage of requests that were answered 503, from one sample to the next. */
  readonly shares: readonly number[];
}

/** The percentage of requests that may be answered 503, of all and in each tenth of a run. */
const MOST = 50;
const TENTHS = 10;

/**
 * Returns why the requests of a run show nothing: there were too few, or most were answered 503.
 * The tenths of the second half are looked at one by one: in the first half processes start.
 */
export const whyNotMeasured = ({ planned, made, unavailable, shares }: Made): readonly string[] => {
  const part = (unavailable * 100) / made;
  const later = tenthsOf(shares).slice(TENTHS / 2);
  return [
    ...(made < planned ? [`not measured: ${made} of ${planned} requests were made`] : []),
    ...(part > MOST ? [`not measured: ${part.toFixed(0)} % of all requests were answered 503`] : []),
    ...later.flatMap((share, at) =>
      share > MOST ? [`not measured: in tenth ${TENTHS / 2 + at + 1} of the run ${share.toFixed(0)} % of requests were answered 503`] : [],
    ),
  ];
};

const tenthsOf = (values: readonly number[]): readonly number[] =>
  Array.from({ length: TENTHS }, (_, tenth) => {
    const own = values.slice(Math.floor((tenth * values.length) / TENTHS), Math.floor(((tenth + 1) * values.length) / TENTHS));
    return own.reduce((sum, value) => sum + value, 0) / Math.max(1, own.length);
  });
