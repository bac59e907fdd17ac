import { setTimeout as delay } from 'node:timers/promises';
import { median, pairedRatio, percentile, rounded } from '../../bench/shared/statistics.ts';
import { random } from '../shared/random.ts';
import type { Size } from './size.ts';
import type { Store } from './stores.ts';
import { letWork, noWork, requestsOf, type Work } from './work.ts';

/** The load beside which the requests of another reseller are timed. */
const LOADS = ['none', 'spread', 'hot'] as const;

type Load = (typeof LOADS)[number];

interface Round {
  /** The median and the 99th percentile of the other reseller's requests, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly creates: number;
}

/** The resellers over which the same storm is spread. */
const SPREAD_OVER = 100;
/** The clients of the other reseller, and the milliseconds between two requests of each. */
const VICTIMS = 10;
const EACH_MS = 1000;

/**
 * Times the requests of one reseller at a fixed rate while another gets as many creates as clients
 * manage. The same clients are then spread over a hundred resellers: what is slower beside the one
 * than beside the hundred is the doing of the hot reseller, not of a busy machine.
 */
export const storm = async (store: Store, { storms, stormClients }: Size, seed: number, work: Work) => {
  const rounds: Record<Load, Round[]> = { none: [], spread: [], hot: [] };
  const { length } = store.resellers;
  const source = random(seed).fork('storm');
  // The last ones: the first have the endpoints.
  const over = Math.min(SPREAD_OVER, Math.floor(length / 2));
  const { create } = requestsOf(store, work);
  const targetOf = (load: Load): number => length - 1 - (load === 'hot' ? 0 : source.below(over));

  for (let round = 0; round < storms.rounds; round += 1) {
    for (const load of round % 2 === 0 ? LOADS : LOADS.toReversed()) {
      const seconds = load === 'none' ? storms.seconds / 2 : storms.seconds;
      const before = work.took.creates.length;
      const storming = load === 'none' ? undefined : letWork(stormClients, seconds, () => create(targetOf(load)));
      const took = await victim(store, seconds, work);
      await storming;
      rounds[load].push({ p50: percentile(took, 0.5), p99: percentile(took, 0.99), creates: work.took.creates.length - before });
      await store.system.idle();
    }
  }
  return figuresOf(rounds);
};

/** Begins the requests of the other reseller in time, whether or not those before are answered. */
const victim = async (store: Store, seconds: number, { changes, refused }: Work): Promise<readonly number[]> => {
  const own = noWork();
  const { create, get, list } = requestsOf(store, own);
  const [id = ''] = store.resellers[0]?.organizations ?? [];
  const requests = [() => create(0), () => get(0, id), () => list(0)];
  const count = Math.max(3, Math.floor((VICTIMS * seconds * 1000) / EACH_MS));
  const begin = async (_: unknown, index: number): Promise<void> => {
    await delay((index * EACH_MS) / VICTIMS);
    await requests[index % requests.length]?.();
  };
  await Promise.all(Array.from({ length: count }, begin));
  changes.push(...own.changes);
  for (const [status, times] of own.refused) refused.set(status, (refused.get(status) ?? 0) + times);
  return Object.values(own.took).flat();
};

const figuresOf = (rounds: Readonly<Record<Load, readonly Round[]>>) => {
  const all = (load: Load, figure: keyof Round): readonly number[] => rounds[load].map((round) => round[figure]);
  const ratio = (one: Load, other: Load, figure: keyof Round): number => rounded(pairedRatio(all(one, figure), all(other, figure)), 2);
  return {
    hotToSpread: ratio('hot', 'spread', 'p50'),
    figures: {
      'storm: another, no load: p50 ms': rounded(median(all('none', 'p50')), 1),
      'storm: another, storm spread: p50 ms': rounded(median(all('spread', 'p50')), 1),
      'storm: another, storm on one: p50 ms': rounded(median(all('hot', 'p50')), 1),
      'storm: p50, on one to spread (bound 2)': ratio('hot', 'spread', 'p50'),
      'storm: p99, on one to spread': ratio('hot', 'spread', 'p99'),
      'storm: p50, on one to no load': ratio('hot', 'none', 'p50'),
      'storm: creates, on one to spread': ratio('hot', 'spread', 'creates'),
    },
  };
};
