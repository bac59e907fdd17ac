import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { timeText } from '../contract/time.ts';

/**
 * The most milliseconds that the time in an id may be ahead of the clock, so that ids stay in order
 * when the clock is set back a little. Lists read items again that are younger than the longest
 * commit (see list-page.ts), which is longer than this.
 */
export const MAX_AHEAD_MS = 500;

interface IdOptions {
  /** Returns milliseconds since the epoch. */
  readonly clock?: () => number;
  /** Returns 16 bytes. */
  readonly random?: () => Uint8Array;
}

const ID_BYTES = 16;
const IDS_AT_ONCE = 32;

// A call of the generator takes as long for one id as for many.
const pooledRandom = (): (() => Uint8Array) => {
  let [pool, used] = [Buffer.alloc(0), 0];
  return () => {
    if (used === pool.length) [pool, used] = [randomBytes(ID_BYTES * IDS_AT_ONCE), 0];
    used += ID_BYTES;
    return pool.subarray(used - ID_BYTES, used);
  };
};

/**
 * Creates a source of UUIDs version 7 (RFC 9562) that sort in the order of their creation. When the
 * clock goes back by up to `MAX_AHEAD_MS`, ids continue from the last one. When it goes back
 * further, they follow the clock, and 73 random bits distinguish them from earlier ids of that
 * time.
 */
export const idSource = ({ clock = Date.now, random = pooledRandom() }: IdOptions = {}): (() => string) => {
  let [msecs, seq] = [Number.NEGATIVE_INFINITY, 0];

  return () => {
    const [now, bytes] = [clock(), random()];
    const isAhead = msecs >= now && msecs - now <= MAX_AHEAD_MS;
    seq = isAhead ? seq + 1 : firstSequence(bytes);
    if (!isAhead) msecs = now;
    return v7({ msecs, seq, random: bytes });
  };
};

// Half of the 32 bits, so that 2,147,483,648 ids of one time can follow in order.
const firstSequence = (bytes: Uint8Array): number => Buffer.from(bytes).readUInt32BE(6) >>> 1;

/** The first and the last UUID version 7 (RFC 9562) of a millisecond. */
export const firstIdAt = (ms: number): string => `${hexOf(ms)}-7000-8000-000000000000`;
export const lastIdAt = (ms: number): string => `${hexOf(ms)}-7fff-bfff-ffffffffffff`;

const hexOf = (ms: number): string => {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
};

/** True for a UUID version 7 as the API writes it. */
export const isIdOfTime = (id: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id);

/** Returns the milliseconds of a UUID version 7. */
export const timeOfId = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16);

/**
 * Returns the UTC day (`yyyy-mm-dd`) of a UUID version 7: a day of the event log ends where its ids
 * end.
 */
export const dayOfId = (id: string): string => timeText(timeOfId(id)).slice(0, 10);
