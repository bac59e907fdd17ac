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
import { verifiedTokens } from './verified-tokens.ts';

/**
 * Verifies a bearer token and returns the caller.
 * @throws {Refusal} 401 when it is not valid, 503 when the key set cannot be read
 */
export type VerifyToken = (token: string) => Promise<Caller>;

/**
 * Creates a verifier of the tokens of the installation's issuer: issuer, kind, audience, times
 * (`exp` is required), its rules, and the signature. The signature is last, so that only a token
 * that is otherwise valid costs a read of the key set. A verified token is remembered for up to a
 * minute. `clock` is in milliseconds since 1970.
 */
export const tokenVerifier = (setting: Setting, clock: () => number = () => Date.now()): VerifyToken => {
  const { issuers, callerOf } = tokenRules(setting);
  const graceSeconds = Number(setting('JWT_CLOCK_TOLERANCE_SECONDS'));
  const trusted = issuers.map((issuer) => {
    const keys = keySet(issuer.jwksUri, clock);
    return { ...issuer, keys, verifySignature: signatureVerifier({ ...issuer, graceSeconds }, keys) };
  });
  const remembered = verifiedTokens(clock);
  return async (text) => {
    const known = remembered.find(text);
    if (known) return known;
    const token = readToken(text);
    const issuer = trusted.find(({ issuer }) => issuer === token.claims.iss);
    if (!issuer) throw tokenInvalid('The token is of another issuer.');
    requireAccessToken(token);
    requireAudience(token.claims, issuer.audience);
    const exp = requireValidNow(token.claims, clock() / 1000, graceSeconds);
    const caller = readCaller(token, callerOf);
    const keys = issuer.keys.inMemory();
    const isCurrent = (): boolean => keys !== undefined && issuer.keys.inMemory() === keys;
    await shareAcrossInvocations(() => issuer.verifySignature(token.parts)).catch(refuse);
    // Keys that were read meanwhile may lack the one that the token was verified with.
    if (isCurrent()) remembered.add(text, { caller, exp, isCurrent });
    return caller;
  };
};

const requireAudience = ({ aud }: Claims, audience: string | null): void => {
  if (audience === null || [aud].flat().includes(audience)) return;
  throw tokenInvalid('The token is meant for another audience.');
};

/** Returns the `exp` of a token that is valid now. */
const requireValidNow = ({ exp, nbf }: Claims, seconds: number, tolerance: number): number => {
  if (typeof exp !== 'number') throw tokenInvalid('The token has no exp, which this API requires.');
  if (exp + tolerance < seconds) throw expiredToken();
  if (typeof nbf === 'number' && nbf - tolerance > seconds) throw tokenInvalid('The token is not valid yet.');
  return exp;
};

const readCaller = ({ claims }: Token, callerOf: TokenRules['callerOf']): Caller => {
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
  throw cause instanceof JwtExpiredError ? expiredToken(cause) : tokenInvalid('The token is not signed by its issuer.', cause);
};

// A key that cannot be read counts as missing, until the issuer has fixed it.
const UNREADABLE_KEY_MS = 60_000;

const expiredToken = (cause?: unknown): Refusal => new Refusal('token-expired', 'The token has expired.', { cause });
