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
 * True while a span lasts, and false before it began, as where a clock was ahead and is set right.
 * A smaller step back lengthens a span by that step.
 */
export const isDuring = ({ from, until }: Span, now: number): boolean => from <= now && now < until;
