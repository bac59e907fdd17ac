import { firstIdAt, lastIdAt } from '../shared/base/ids.ts';
import { timeOf } from '../shared/contract/time.ts';
import type { DirectoryPageRequest } from '../shared/table/directory.ts';

/** A span of time: `from` is included, `to` is not. */
export interface Span {
  readonly from?: string;
  readonly to?: string;
}

/** The part of a list of UUIDs version 7 to read: where to begin, and which ids belong to it. */
export interface Window {
  readonly after: string | undefined;
  readonly contains: (id: string) => boolean;
}

/**
 * Returns the ids of a span of time, which is a range because ids contain their time (RFC 9562,
 * section 5.7). A page continues after the one before.
 */
export const windowOf = ({ from, to }: Span, { after, newestFirst }: Pick<DirectoryPageRequest, 'after' | 'newestFirst'>): Window => {
  const [first, end] = [from, to].map((time) => (time === undefined ? undefined : firstIdAt(timeOf(time))));
  return {
    after: after ?? (newestFirst ? end : first),
    contains: (id) => (first === undefined || id >= first) && (end === undefined || id < end),
  };
};

/** Returns the first and the last id of a span of time. */
export const boundsOf = ({ from, to }: Span): { readonly from: string; readonly to: string } => ({
  from: firstIdAt(from === undefined ? 0 : Math.max(0, timeOf(from))),
  to: to === undefined ? LAST_ID : lastIdAt(timeOf(to) - 1),
});

const LAST_ID = 'ffffffff-ffff-7fff-bfff-ffffffffffff';
