import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { timeText } from '../contract/time.ts';

/**
 * How many milliseconds the time in an id may lie ahead of the clock, so that ids stay in order when the clock is set back a little.
 * Lists read again what is younger than a commit can be (see list-page.ts), which is longer than this.
 */
export const MOST_AHEAD_MS = 500;

interface IdOptions {
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  /** 16 bytes. */
  readonly random?: () => Uint8Array;
}

/**
 * Makes UUIDv7 ids (RFC 9562) that sort in the order of their making. When the clock goes back by up to `MOST_AHEAD_MS`, ids go on from
 * the last one; when it goes back further, they follow the clock, and only chance, in 73 bits, tells them from ids of that time.
 */
export const idSource = ({ clock = Date.now, random = () => randomBytes(16) }: IdOptions = {}): (() => string) => {
  let [msecs, seq] = [Number.NEGATIVE_INFINITY, 0];

  return () => {
    const [now, bytes] = [clock(), random()];
    const isAhead = msecs >= now && msecs - now <= MOST_AHEAD_MS;
    seq = isAhead ? seq + 1 : firstSequence(bytes);
    if (!isAhead) msecs = now;
    return v7({ msecs, seq, random: bytes });
  };
};

// Half of the 32 bits, so that 2,147,483,648 ids of one time can follow in order.
const firstSequence = (bytes: Uint8Array): number => Buffer.from(bytes).readUInt32BE(6) >>> 1;

/** The first and the last id (UUIDv7, RFC 9562) of a millisecond. */
export const firstIdAt = (ms: number): string => `${hexOf(ms)}-7000-8000-000000000000`;
export const lastIdAt = (ms: number): string => `${hexOf(ms)}-7fff-bfff-ffffffffffff`;

const hexOf = (ms: number): string => {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
};

/** The milliseconds of a UUIDv7. */
export const timeOfId = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16);

/** The UTC day (`yyyy-mm-dd`) of a UUIDv7: a day of the event log ends where its ids end. */
export const dayOfId = (id: string): string => timeText(timeOfId(id)).slice(0, 10);
