/** A source of pseudo-random numbers that a seed decides (mulberry32, public domain). */
export interface Random {
  /** A number from 0 up to 1. */
  next(): number;
  /** A whole number from 0 up to `below`. */
  below(below: number): number;
  /** True in this part of the cases, 0 to 1. */
  chance(part: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** A source of its own, decided by this one and a name. */
  fork(name: string): Random;
}

/** Makes a source from a whole number. */
export const random = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (part) => next() < part,
    pick<T>(from: readonly T[]): T {
      if (from.length === 0) throw new RangeError('Nothing to pick from');
      return from[below(from.length)] as T;
    },
    fork: (name) =>
      random([...name].reduce((hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193), seed ^ 0x811c9dc5)),
  };
};
