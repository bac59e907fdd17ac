import { pairedRatio, percentile, rounded } from '../../bench/shared/statistics.ts';
import { random } from '../shared/random.ts';
import type { Size } from './size.ts';
import type { Store } from './stores.ts';
import { letWork, noWork, refusedIn, requestsIn, requestsOf, type Work } from './work.ts';

/** The work of one store over all rounds. */
interface Compared {
  readonly work: Work;
  /** Requests a second of each round. */
  readonly rates: number[];
  /** The seconds of all rounds, with what was still to be answered at the end of each. */
  seconds: number;
}

/**
 * Loads two stores in turn, each as its clients manage, and returns what each did; nothing of the
 * one is under way while the other works.
 */
export const compareStores = async (stores: readonly Store[], size: Size, seed: number) => {
  const results = new Map(stores.map((store): [Store, Compared] => [store, { work: noWork(), rates: [], seconds: 0 }]));
  for (const store of stores) await loadFor(store, size, size.warmSeconds, noWork(), seed);
  for (let round = 0; round < size.compared.rounds; round += 1) {
    // Each is the first in turn.
    for (const store of round % 2 === 0 ? stores : stores.toReversed()) {
      const result = results.get(store) as Compared;
      const { work, rates } = result;
      const [before, began] = [requestsIn(work), performance.now()];
      await loadFor(store, size, size.compared.seconds, work, seed + round);
      const seconds = (performance.now() - began) / 1000;
      result.seconds += seconds;
      rates.push((requestsIn(work) - before) / seconds);
      await store.system.idle();
    }
  }
  return (store: Store): Compared => results.get(store) as Compared;
};

const loadFor = async (store: Store, { clients }: Size, seconds: number, work: Work, seed: number): Promise<void> => {
  const { any } = requestsOf(store, work);
  const sources = Array.from({ length: clients }, (_, client) => random(seed).fork(`client ${client}`));
  await letWork(clients, seconds, async (client) => {
    const source = sources[client];
    if (source) await any(source, source.below(store.resellers.length));
  });
};

/** Returns the figures of a load: requests a second, and their times in milliseconds. */
export const figuresOf = (name: string, work: Work, seconds: number): Record<string, number> =>
  Object.fromEntries([
    ...Object.entries(work.took).flatMap(([kind, times]) => [
      [`${name}: ${kind}/s`, rounded(times.length / seconds, 1)],
      [`${name}: ${kind} p50 ms`, rounded(percentile(times, 0.5), 1)],
      [`${name}: ${kind} p99 ms`, rounded(percentile(times, 0.99), 1)],
    ]),
    [`${name}: not answered with success`, refusedIn(work)],
  ]);

/** Returns the throughput of one store in parts of that of another: the median of the rounds. */
export const throughputRatio = (one: Compared, other: Compared): number => rounded(pairedRatio(one.rates, other.rates), 2);
