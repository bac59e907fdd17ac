import type { Asked } from '../shared/directory.ts';
import { timeOf } from '../shared/time.ts';

/** A span of time: from a time on, and before another. */
export interface Span {
  readonly from?: string;
  readonly to?: string;
}

/** The part of a list of UUIDv7 that is to be read: where to begin, and what belongs to it. */
export interface Window {
  readonly after: string | undefined;
  readonly holds: (id: string) => boolean;
}

/** Ids tell their time (RFC 9562, section 5.7), so that a span of time is a range of ids; a page goes on where the one before ended. */
export const windowOf = ({ from, to }: Span, { after, newestFirst }: Pick<Asked, 'after' | 'newestFirst'>): Window => {
  const [first, end] = [from === undefined ? undefined : idAt(from), to === undefined ? undefined : idAt(to)];
  return {
    after: after ?? (newestFirst ? end : first),
    holds: (id) => (first === undefined || id >= first) && (end === undefined || id < end),
  };
};

const LAST_MS = 2 ** 48 - 1;

/** Before every id of this millisecond and all later ones, after every earlier one. */
const idAt = (time: string): string => {
  const hex = Math.min(Math.max(timeOf(time), 0), LAST_MS)
    .toString(16)
    .padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
};
