/** A vulnerability that is known and accepted for a while. */
export interface Accepted {
  /** `GHSA-…`. */
  readonly id: string;
  /** The reason why it does no harm here, as a sentence. */
  readonly reason: string;
  /** The last day on which it is accepted: `2026-12-31`. */
  readonly until: string;
}

/** The vulnerabilities that `npm run check` accepts although their severity is high. */
export const ACCEPTED: readonly Accepted[] = [];
