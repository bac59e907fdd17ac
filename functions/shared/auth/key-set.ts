import { FetchError } from 'aws-jwt-verify/error';
import { type Jwk, SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { DeadlineExceeded, requireTime, signalWithin } from '../base/deadline.ts';
import { httpGet } from '../base/http-get.ts';
import { isDuring, OVER, type Span, spanFrom } from '../base/span.ts';
import { Refusal } from '../contract/problems.ts';
import { pickKey, type TokenHeader } from './pick-key.ts';
import { tokenInvalid } from './token.ts';

const TIMEOUT_MS = 3000;
// The time for which a key that the issuer has withdrawn may still be trusted.
const KEYS_MS = 3_600_000;
// Tokens of unknown keys cause at most one read in this time.
const UNKNOWN_KEY_MS = 10_000;
// The pause after a failed read, doubled each time.
const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 60_000;

/** The keys of one issuer, in memory. */
export interface KeySet {
  /**
   * Returns the key that a token is signed with. Reads the set when the memory is empty or does not
   * have the key.
   * @throws {Refusal} when there is no such key (401), or the set cannot be read (503, with
   *   `Retry-After`)
   */
  readonly keyOf: (header: TokenHeader) => Promise<Jwk>;
  /**
   * Reads the set again, unless a search for an unknown key has just done so.
   * @throws {Refusal}
   */
  readonly search: () => Promise<void>;
  /**
   * Returns the keys in memory, without a read. A read makes another array, also of the same keys.
   */
  readonly inMemory: () => readonly Jwk[] | undefined;
}

/**
 * Creates the key set at an address, without reading it yet. Simultaneous requests share one read.
 */
export const keySet = (uri: string, clock: () => number): KeySet => {
  let known: { readonly keys: readonly Jwk[]; readonly span: Span } | undefined;
  let reading: Promise<void> | undefined;
  let backoff = { span: OVER, failures: 0, cause: undefined as unknown };
  let searched = OVER;

  const read = async (): Promise<void> => {
    const now = clock();
    if (isDuring(backoff.span, now)) throw keySetUnavailable(backoff.span.until - now, backoff.cause);
    try {
      known = { keys: await readKeys(uri), span: spanFrom(now, KEYS_MS) };
      backoff = { span: OVER, failures: 0, cause: undefined };
    } catch (cause) {
      // The time of one invocation was over, which says nothing about the issuer.
      if (cause instanceof DeadlineExceeded) throw cause;
      const ms = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** backoff.failures);
      backoff = { span: spanFrom(clock(), ms), failures: backoff.failures + 1, cause };
      throw keySetUnavailable(ms, cause);
    }
  };

  const readOnce = (): Promise<void> => {
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };

  const search = async (): Promise<void> => {
    if (!reading && isDuring(searched, clock())) return;
    await readOnce();
    searched = spanFrom(clock(), UNKNOWN_KEY_MS);
  };

  // Keys whose hour is over stay forgotten, whatever the clock does.
  const inMemory = () => {
    if (known && !isDuring(known.span, clock())) known = undefined;
    return known?.keys;
  };

  const keyOf = async (header: TokenHeader): Promise<Jwk> => {
    const before = inMemory();
    const key = before && pickKey(before, header);
    if (key) return key;
    if (before) await search();
    else await readOnce();
    const found = pickKey(known?.keys ?? [], header);
    if (found) return found;
    // The first read was also the search of a token with an unknown key.
    if (!before) searched = spanFrom(clock(), UNKNOWN_KEY_MS);
    throw tokenInvalid('The token is not signed with a key of its issuer.');
  };

  return { keyOf, search, inMemory };
};

/**
 * Creates the refusal (503) of a request whose key set cannot be read for that many milliseconds.
 */
export const keySetUnavailable = (ms: number, cause: unknown): Refusal => {
  const headers = { 'retry-after': String(Math.ceil(ms / 1000)) };
  return new Refusal('dependency-unavailable', "The token issuer's key set is unavailable; try again.", { headers, cause });
};

// The library parses and checks the set; one that it cannot read counts as missing.
const readKeys = async (uri: string): Promise<readonly Jwk[]> => {
  const { keys } = await new SimpleJwksCache({ fetcher: { fetch: fetchKeys } }).getJwks(uri);
  return keys;
};

const fetchKeys = async (uri: string): Promise<ArrayBuffer> => {
  requireTime();
  try {
    return new Uint8Array(await httpGet(requireSecure(uri), signalWithin(TIMEOUT_MS))).buffer;
  } catch (error) {
    if (error instanceof DeadlineExceeded) throw error;
    throw new FetchError(uri, error);
  }
};

// Plain http is for the embedded runtime, whose key set never leaves the machine.
const requireSecure = (uri: string): URL => {
  const url = new URL(uri);
  const loopback = url.protocol === 'http:' && url.hostname === '127.0.0.1';
  if (url.protocol !== 'https:' && !loopback) throw new Error('the key set must be read over https');
  return url;
};
