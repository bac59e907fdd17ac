/** A span of time on the clock of this process, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** A span that is over. */
export const OVER: Span = { from: 0, until: 0 };

/** Returns the span of that many milliseconds from a moment on. */
export const spanFrom = (from: number, ms: number): Span => ({ from, until: from + ms });

/**
 * True while a span lasts. A clock that was set back to before it ends it: by however much the
 * clock was wrong, no memory and no pause of a process becomes longer.
 */
export const isDuring = ({ from, until }: Span, now: number): boolean => from <= now && now < until;
