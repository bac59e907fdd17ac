import { median, pairedRatio, percentile, rounded } from '../../bench/shared/statistics.ts';
import { refusedIn, requestsIn, type Work } from './work.ts';

/** The load beside which the requests of another reseller are timed. */
export const LOADS = ['none', 'spread', 'hot'] as const;

export type Load = (typeof LOADS)[number];

interface Round {
  /** The median and the 99th percentile of the other reseller's requests, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** The other reseller's requests that were answered with success, and those that were not. */
  readonly answered: number;
  readonly refused: number;
  /** The creates of the storm that were answered with success, and those that were not. */
  readonly creates: number;
  readonly createsRefused: number;
}

/** The rounds of each load. */
export type Rounds = Readonly<Record<Load, readonly Round[]>>;

/** Returns what one round came to, by the work of the other reseller and that of the storm. */
export const roundOf = (other: Work, storming: Work): Round => {
  const took = Object.values(other.took).flat();
  return {
    ...{ p50: percentile(took, 0.5), p99: percentile(took, 0.99) },
    ...{ answered: requestsIn(other), refused: refusedIn(other) },
    ...{ creates: requestsIn(storming), createsRefused: refusedIn(storming) },
  };
};

/** Compares the loads: how much slower another reseller is, and how many of its requests fail. */
export const outcomeOf = (rounds: Rounds) => {
  const all = (load: Load, figure: keyof Round): readonly number[] => rounds[load].map((round) => round[figure]);
  const sum = (load: Load, figure: keyof Round): number => all(load, figure).reduce((total, value) => total + value, 0);
  const ratio = (one: Load, other: Load, figure: keyof Round): number => rounded(pairedRatio(all(one, figure), all(other, figure)), 2);
  const share = (load: Load): number => rounded(sum(load, 'refused') / (sum(load, 'refused') + sum(load, 'answered')), 3);
  return {
    hotToSpread: ratio('hot', 'spread', 'p50'),
    refused: { hot: share('hot'), spread: share('spread') },
    figures: {
      'storm: another, no load: p50 ms': rounded(median(all('none', 'p50')), 1),
      'storm: another, storm spread: p50 ms': rounded(median(all('spread', 'p50')), 1),
      'storm: another, storm on one: p50 ms': rounded(median(all('hot', 'p50')), 1),
      'storm: p50, on one to spread (bound 2)': ratio('hot', 'spread', 'p50'),
      'storm: p99, on one to spread': ratio('hot', 'spread', 'p99'),
      'storm: p50, on one to no load': ratio('hot', 'none', 'p50'),
      'storm: another, no load: share refused': share('none'),
      'storm: another, storm spread: share refused': share('spread'),
      'storm: another, storm on one: share refused': share('hot'),
      'storm: creates, on one to spread': ratio('hot', 'spread', 'creates'),
      'storm: creates refused, storm spread': sum('spread', 'createsRefused'),
      'storm: creates refused, storm on one': sum('hot', 'createsRefused'),
    },
  };
};
