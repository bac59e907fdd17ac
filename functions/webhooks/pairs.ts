/** A pair of connection and destination that an endpoint has moved away from. */
export interface FormerPair {
  readonly pair: number;
  /**
   * When nothing can be in flight through it any more; RFC 3339. Absent as long as the rule may
   * lead to it.
   */
  readonly removeAfter?: string;
}

/** The pairs of an endpoint: its current one and the former ones, oldest first. */
export interface Pairs {
  readonly pair: number;
  readonly former: readonly FormerPair[];
}

/** The pairs of an endpoint that never moved. */
export const FIRST_PAIR: Pairs = { pair: 0, former: [] };

/**
 * The largest number of former pairs that are kept for webhooks in flight: a tenant must not use up
 * the account's connections by moving.
 */
const MAX_FORMER = 2;

/** True when a former pair may be removed at a time. */
export const isRemovable = ({ removeAfter }: FormerPair, now: string): boolean => removeAfter !== undefined && removeAfter <= now;

/** True when the rule may still lead to a former pair. */
export const isSwitching = ({ former }: Pairs): boolean => former.some(({ removeAfter }) => removeAfter === undefined);

/** Returns the numbers of all pairs that may have resources. */
export const everyPair = ({ pair, former }: Pairs): readonly number[] => [...former.map((one) => one.pair), pair];

/**
 * Adds a new pair with a number that was never used. The oldest former pair above the limit is
 * removable `now`, unless the rule may lead to it.
 */
export const withNewPair = (pairs: Pairs, leaving: Omit<FormerPair, 'pair'>, now: string): Pairs => ({
  pair: Math.max(...everyPair(pairs)) + 1,
  former: limitFormer([...pairs.former, { pair: pairs.pair, ...leaving }], now),
});

/**
 * Returns the pairs once the rule leads to the current one; the former ones are removable after a
 * time.
 */
export const afterSwitch = ({ pair, former }: Pairs, removeAfter: string): Pairs => ({
  pair,
  former: former.map((one) => ({ removeAfter, ...one })),
});

const limitFormer = (former: readonly FormerPair[], now: string): readonly FormerPair[] => {
  const kept = former.filter((one) => !isRemovable(one, now));
  const surplus = new Set(kept.slice(0, Math.max(0, kept.length - MAX_FORMER)).filter(({ removeAfter }) => removeAfter !== undefined));
  return former.map((one) => (surplus.has(one) ? { ...one, removeAfter: now } : one));
};
