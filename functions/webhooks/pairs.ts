/** A pair of connection and destination that an endpoint has moved away from. */
export interface FormerPair {
  readonly pair: number;
  /** From when on nothing that is sent by it can be in flight; RFC 3339. Absent as long as the rule may lead to it. */
  readonly removeAfter?: string;
}

/** The pairs of an endpoint: the one it has now, and those of before, oldest first. */
export interface Pairs {
  readonly pair: number;
  readonly former: readonly FormerPair[];
}

/** What an endpoint has that never moved. */
export const FIRST_PAIR: Pairs = { pair: 0, former: [] };

/** The most former pairs that are kept until nothing is in flight by them: a tenant must not use up the account's connections by moving. */
const MOST_FORMER = 2;

/** Whether a former pair may be removed at a time. */
export const isRemovable = ({ removeAfter }: FormerPair, now: string): boolean => removeAfter !== undefined && removeAfter <= now;

/** Whether the rule may lead to a pair of before. */
export const isSwitching = ({ former }: Pairs): boolean => former.some(({ removeAfter }) => removeAfter === undefined);

/** Returns the numbers of all pairs that there may be something of. */
export const everyPair = ({ pair, former }: Pairs): readonly number[] => [...former.map((one) => one.pair), pair];

/** Returns the pairs with a new one, never one of before; what would be one too many is removable `now`, unless the rule may lead to it. */
export const withNewPair = (pairs: Pairs, leaving: Omit<FormerPair, 'pair'>, now: string): Pairs => ({
  pair: Math.max(...everyPair(pairs)) + 1,
  former: limited([...pairs.former, { pair: pairs.pair, ...leaving }], now),
});

/** Returns the pairs once the rule leads to the current one: those of before are removable after a time. */
export const afterSwitch = ({ pair, former }: Pairs, removeAfter: string): Pairs => ({
  pair,
  former: former.map((one) => ({ removeAfter, ...one })),
});

const limited = (former: readonly FormerPair[], now: string): readonly FormerPair[] => {
  const kept = former.filter((one) => !isRemovable(one, now));
  const surplus = new Set(kept.slice(0, Math.max(0, kept.length - MOST_FORMER)).filter(({ removeAfter }) => removeAfter !== undefined));
  return former.map((one) => (surplus.has(one) ? { ...one, removeAfter: now } : one));
};
