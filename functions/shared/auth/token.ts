import { type DecomposedJwt, decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { supportedSignatureAlgorithms } from 'aws-jwt-verify/jwt-verifier';
import { isJsonObject, type JsonObject, safeJsonParse } from 'aws-jwt-verify/safe-json-parse';
import { Refusal } from '../contract/problems.ts';
import type { Claims } from './claims.ts';

/** A token that is read, but not verified. */
export interface Token {
  readonly parts: DecomposedJwt;
  readonly claims: Claims;
}

/** Creates the refusal (401) of a token that is not valid; the detail says why. */
export const tokenInvalid = (detail: string, cause?: unknown): Refusal => new Refusal('token-invalid', detail, { cause });

/**
 * Reads a token without verifying it.
 * @throws {Refusal} when it is no JWT, its claims have wrong types, or this API does not know its
 *   algorithm
 */
export const readToken = (text: string): Token => {
  const token = decompose(text);
  const { header } = token.parts;
  // RFC 7515, 4.1.11: a token with an unknown extension must be refused, and this API knows none.
  if (Object.hasOwn(header, 'crit')) throw tokenInvalid('The header of the token has crit, and this API knows no extension of a JWS.');
  if (!ALGORITHMS.includes(header.alg)) throw tokenInvalid(`The token must be signed, with one of ${ALGORITHMS.join(', ')}.`);
  return token;
};

const ALGORITHMS: readonly (string | undefined)[] = supportedSignatureAlgorithms;

const decompose = (text: string): Token => {
  const [header, payload, signature, ...more] = text.split('.');
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0) throw malformed();
  const claims = readClaims(payload);
  for (const name of ['exp', 'nbf'] as const) requireTime(claims, name);
  try {
    if (!Array.isArray(claims.scope)) return { parts: decomposeUnverifiedJwt(text), claims };
    // The library accepts `scope` as a text only (RFC 8693, 4.2). It gets the claims without a
    // list; the signature covers what was sent.
    const { scope: _, ...others } = claims;
    const shown = Buffer.from(JSON.stringify(others)).toString('base64url');
    return { parts: { ...decomposeUnverifiedJwt([header, shown, signature].join('.')), payloadB64: payload }, claims };
  } catch (error) {
    throw malformed(error);
  }
};

const readClaims = (payload: string): JsonObject => {
  try {
    const claims = safeJsonParse(Buffer.from(payload, 'base64url').toString('utf8'));
    if (isJsonObject(claims)) return claims;
  } catch (error) {
    throw malformed(error);
  }
  throw malformed();
};

const malformed = (cause?: unknown): Refusal =>
  tokenInvalid('The token is malformed: it must be a signed JWT whose claims have the types of RFC 7519.', cause);

// RFC 7519, section 2, NumericDate. Milliseconds in the place of seconds would make a token that
// never expires.
const requireTime = (claims: JsonObject, name: 'exp' | 'nbf'): void => {
  const value = claims[name];
  if (value === undefined || (typeof value === 'number' && value >= 0 && value <= LATEST)) return;
  throw tokenInvalid(`The claim ${name} of the token is no time: it must be a number of seconds since 1970, before the year 10000.`);
};

/** The last second of the year 9999. */
const LATEST = 253_402_300_799;
