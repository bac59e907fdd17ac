/** A vulnerability that is known and lived with for a while. */
export interface Accepted {
  /** `GHSA-…`. */
  readonly id: string;
  /** Why it does no harm here, as a sentence. */
  readonly reason: string;
  /** The last day on which it is accepted: `2026-12-31`. */
  readonly until: string;
}

/** What `npm run check` lets pass though its severity is high. */
export const accepted: readonly Accepted[] = [];
