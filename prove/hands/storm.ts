import { setTimeout as delay } from 'node:timers/promises';
import { random } from '../shared/random.ts';
import type { Size } from './size.ts';
import type { Store } from './stores.ts';
import { LOADS, type Load, outcomeOf, roundOf } from './storm-rounds.ts';
import { letWork, noWork, requestsOf, type TimedChange, type Work } from './work.ts';

/** The resellers over which the same storm is spread. */
const SPREAD_OVER = 100;
/** The clients of the other reseller, and the milliseconds between two requests of each. */
const VICTIMS = 10;
const EACH_MS = 1000;

/**
 * Times the requests of one reseller at a fixed rate while another gets as many creates as clients
 * manage. The same clients are then spread over a hundred resellers: what is slower beside the one
 * than beside the hundred is the doing of the hot reseller, not of a busy machine. All changes that
 * were answered are added to `changes`.
 */
export const storm = async (store: Store, { storms, stormClients }: Size, seed: number, changes: TimedChange[]) => {
  const rounds: Record<Load, ReturnType<typeof roundOf>[]> = { none: [], spread: [], hot: [] };
  const { length } = store.resellers;
  const source = random(seed).fork('storm');
  // The last ones: the first have the endpoints.
  const over = Math.min(SPREAD_OVER, Math.floor(length / 2));
  const targetOf = (load: Load): number => length - 1 - (load === 'hot' ? 0 : source.below(over));

  for (let round = 0; round < storms.rounds; round += 1) {
    for (const load of round % 2 === 0 ? LOADS : LOADS.toReversed()) {
      const seconds = load === 'none' ? storms.seconds / 2 : storms.seconds;
      const [other, storming] = [noWork(), noWork()];
      const { create } = requestsOf(store, storming);
      const creating = load === 'none' ? undefined : letWork(stormClients, seconds, () => create(targetOf(load)));
      await Promise.all([letVictimWork(store, seconds, other), creating]);
      rounds[load].push(roundOf(other, storming));
      changes.push(...other.changes, ...storming.changes);
      await store.system.idle();
    }
  }
  return outcomeOf(rounds);
};

/** Begins the requests of the other reseller in time, whether or not those before are answered. */
const letVictimWork = async (store: Store, seconds: number, work: Work): Promise<void> => {
  const { create, get, list } = requestsOf(store, work);
  const [id = ''] = store.resellers[0]?.organizations ?? [];
  const requests = [() => create(0), () => get(0, id), () => list(0)];
  const count = Math.max(3, Math.floor((VICTIMS * seconds * 1000) / EACH_MS));
  const begin = async (_: unknown, index: number): Promise<void> => {
    await delay((index * EACH_MS) / VICTIMS);
    await requests[index % requests.length]?.();
  };
  await Promise.all(Array.from({ length: count }, begin));
};
