import { hash } from 'node:crypto';
import { isDuring, type Span } from '../base/span.ts';
import type { Caller } from '../contract/caller.ts';

/** The longest time for which a verified token is not verified again. */
const REMEMBERED_MS = 60_000;
/** The number of tokens that one process remembers. */
const MAX_TOKENS = 1000;

interface Verified {
  readonly caller: Caller;
  /** From the verification to the end of its memory. */
  readonly span: Span;
  /** True while the key set is the one that the token was verified with. */
  readonly isCurrent: () => boolean;
}

/** The facts that a verified token is remembered with. */
interface Verification {
  readonly caller: Caller;
  /** The claim `exp`, in seconds since 1970. */
  readonly exp: number;
  readonly isCurrent: () => boolean;
}

/** The callers of tokens that were verified in the last minute. */
export interface VerifiedTokens {
  /** Returns the caller of a token, or nothing when it must be verified (again). */
  find(token: string): Caller | undefined;
  add(token: string, verification: Verification): void;
}

/**
 * Creates the memory of one process. It holds digests of tokens and no token. A caller is
 * remembered for a minute at most, not past the token's `exp`, and not past a change of the key
 * set.
 */
export const verifiedTokens = (clock: () => number): VerifiedTokens => {
  const known = new Map<string, Verified>();
  return {
    find: (token) => {
      const key = digestOf(token);
      const verified = known.get(key);
      if (!verified) return undefined;
      if (isDuring(verified.span, clock()) && verified.isCurrent()) return verified.caller;
      known.delete(key);
      return undefined;
    },
    add: (token, { caller, exp, isCurrent }) => {
      const from = clock();
      const [oldest] = known.keys();
      if (known.size >= MAX_TOKENS && oldest !== undefined) known.delete(oldest);
      known.set(digestOf(token), { caller, span: { from, until: Math.min(from + REMEMBERED_MS, exp * 1000) }, isCurrent });
    },
  };
};

const digestOf = (token: string): string => hash('sha256', token, 'base64');
