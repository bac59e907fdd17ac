import { firstIdAt } from '../shared/base/ids.ts';
import { timeOf } from '../shared/contract/time.ts';
import type { DirectoryPageRequest } from '../shared/table/directory.ts';

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
export const windowOf = ({ from, to }: Span, { after, newestFirst }: Pick<DirectoryPageRequest, 'after' | 'newestFirst'>): Window => {
  const [first, end] = [from, to].map((time) => (time === undefined ? undefined : firstIdAt(timeOf(time))));
  return {
    after: after ?? (newestFirst ? end : first),
    holds: (id) => (first === undefined || id >= first) && (end === undefined || id < end),
  };
};
