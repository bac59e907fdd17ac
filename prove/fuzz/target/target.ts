import type { Item } from '../../../functions/shared/table/transaction.ts';
import type { TokenRequest } from '../../../local/keys.ts';

/** A line of a log, as text. */
export type LogText = string;

/** A running API that requests are sent to, and what can be seen behind it. */
export interface Target {
  readonly name: string;
  readonly url: string;
  /** The number of requests at once that it answers in time on a small machine. */
  readonly clients: number;
  /** Mints a token that lasts longer than any run. */
  token(claims: Omit<TokenRequest, 'expiresInSeconds'>): Promise<string>;
  /** Reads every item of the table. */
  items(): Promise<readonly Item[]>;
  /** Returns every line that its functions have logged. */
  logs(): readonly LogText[];
  /** Resolves when nothing that requests have led to is still going on. */
  idle(): Promise<void>;
  /** Returns what went wrong behind the API and is in no answer, a sentence each. */
  faults(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** The time for which tokens are valid: longer than the longest run, in seconds. */
export const TOKEN_SECONDS = 6 * 3600;
