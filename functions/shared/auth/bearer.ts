import { JwtVerifier } from 'aws-jwt-verify';
import { FetchError, JwksNotAvailableInCacheError, JwksValidationError, JwkValidationError, JwtExpiredError } from 'aws-jwt-verify/error';
import type { Caller } from '../caller.ts';
import { shared } from '../deadline.ts';
import { renewed } from '../once.ts';
import { Refusal } from '../problems.ts';
import type { Setting } from '../runtime.ts';
import { keySet } from './key-set.ts';
import { tokenRules } from './rules.ts';

/** Verifies a bearer token and says who calls. Refuses it (401), or answers that the key set cannot be read (503). */
export type VerifyToken = (token: string) => Promise<Caller>;

// A key that the issuer has withdrawn is trusted no longer than this.
const KEYS_MS = 3_600_000;

/** Verifies tokens of the installation's issuer: signature, issuer, times (`exp` is required), and what its rules ask for. */
export const tokenVerifier = (setting: Setting): VerifyToken => {
  const { issuers, callerOf } = tokenRules(setting);
  const properties = issuers.map((issuer) => ({ ...issuer, customJwtCheck: requireExpiry }));
  const verifier = renewed(KEYS_MS, () => JwtVerifier.create(properties, { jwksCache: keySet() }));
  return async (token) => {
    try {
      return callerOf(await shared(() => verifier().verify(token)));
    } catch (error) {
      throw refusal(error);
    }
  };
};

const requireExpiry = ({ payload }: { payload: { exp?: number } }): void => {
  if (typeof payload.exp !== 'number') throw new Error('the token has no exp claim');
};

const refusal = (cause: unknown): Refusal => {
  if (cause instanceof Refusal) return cause;
  if (isOutage(cause)) {
    const detail = "The token issuer's key set is unavailable; try again.";
    return new Refusal('dependency-unavailable', detail, { headers: { 'retry-after': '10' }, cause });
  }
  return cause instanceof JwtExpiredError
    ? new Refusal('token-expired', 'The token has expired.', { cause })
    : new Refusal('token-invalid', 'The token is malformed, not signed by the issuer, or not meant for this API.', { cause });
};

// A key set that cannot be understood is as good as none.
const isOutage = (error: unknown): boolean =>
  error instanceof FetchError ||
  error instanceof JwksValidationError ||
  error instanceof JwkValidationError ||
  error instanceof JwksNotAvailableInCacheError;
