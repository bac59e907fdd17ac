import { JwkValidationError, JwtExpiredError } from 'aws-jwt-verify/error';
import { shareAcrossInvocations } from '../base/deadline.ts';
import type { Caller } from '../contract/caller.ts';
import { Refusal } from '../contract/problems.ts';
import type { Setting } from '../runtime.ts';
import type { Claims } from './claims.ts';
import { keySet, keySetUnavailable } from './key-set.ts';
import { type TokenRules, tokenRules } from './rules.ts';
import { signatureVerifier } from './signature.ts';
import { readToken, type Token, tokenInvalid } from './token.ts';
import { requireAccessToken } from './token-kind.ts';

/** Verifies a bearer token and says who calls. Refuses it (401), or answers that the key set cannot be read (503). */
export type VerifyToken = (token: string) => Promise<Caller>;

/**
 * Verifies tokens of the installation's issuer: issuer, kind, audience, times (`exp` is required), what its rules ask for, and the
 * signature. That comes last, so that no token which is refused for anything else costs a read of the key set. `clock` is in
 * milliseconds since 1970.
 */
export const tokenVerifier = (setting: Setting, clock: () => number = () => Date.now()): VerifyToken => {
  const { issuers, callerOf } = tokenRules(setting);
  const graceSeconds = Number(setting('JWT_CLOCK_TOLERANCE_SECONDS'));
  const trusted = issuers.map((issuer) => ({
    ...issuer,
    verifySignature: signatureVerifier({ ...issuer, graceSeconds }, keySet(issuer.jwksUri, clock)),
  }));
  return async (text) => {
    const token = readToken(text);
    const issuer = trusted.find(({ issuer }) => issuer === token.claims.iss);
    if (!issuer) throw tokenInvalid('The token is of another issuer.');
    requireAccessToken(token);
    requireAudience(token.claims, issuer.audience);
    requireValidNow(token.claims, clock() / 1000, graceSeconds);
    const caller = callerIn(token, callerOf);
    await shareAcrossInvocations(() => issuer.verifySignature(token.parts)).catch(refuse);
    return caller;
  };
};

const requireAudience = ({ aud }: Claims, audience: string | null): void => {
  if (audience === null || [aud].flat().includes(audience)) return;
  throw tokenInvalid('The token is meant for another audience.');
};

const requireValidNow = ({ exp, nbf }: Claims, seconds: number, tolerance: number): void => {
  if (typeof exp !== 'number') throw tokenInvalid('The token has no exp, which this API requires.');
  if (exp + tolerance < seconds) throw expired();
  if (typeof nbf === 'number' && nbf - tolerance > seconds) throw tokenInvalid('The token is not valid yet.');
};

const callerIn = ({ claims }: Token, callerOf: TokenRules['callerOf']): Caller => {
  try {
    return callerOf(claims);
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw tokenInvalid('The token names no subject, or a claim that binds it to a tenant cannot be read.', cause);
  }
};

const refuse = (cause: unknown): never => {
  if (cause instanceof Refusal) throw cause;
  if (cause instanceof JwkValidationError) throw keySetUnavailable(UNREADABLE_KEY_MS, cause);
  throw cause instanceof JwtExpiredError ? expired(cause) : tokenInvalid('The token is not signed by its issuer.', cause);
};

// A key that cannot be understood is as good as none, until the issuer has mended it.
const UNREADABLE_KEY_MS = 60_000;

const expired = (cause?: unknown): Refusal => new Refusal('token-expired', 'The token has expired.', { cause });
