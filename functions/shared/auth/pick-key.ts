import type { Jwk } from 'aws-jwt-verify/jwk';

/** The header of a token, as far as it names its key. */
export interface TokenHeader {
  readonly alg?: string;
  readonly kid?: string;
}

/**
 * Returns the key that a token names. For a token that names none, returns the only key of the set
 * for its algorithm.
 */
export const pickKey = (keys: readonly Jwk[], { alg = '', kid }: TokenHeader): Jwk | undefined => {
  if (kid === undefined) return onlyKey(keys.filter((key) => isKeyFor(key, alg)));
  const candidates = keys.filter((key) => key.kid === kid);
  // RFC 7517, 4.5: keys of different types may share a kid.
  return candidates.find((key) => isKeyFor(key, alg)) ?? candidates[0];
};

const onlyKey = ([key, ...more]: readonly Jwk[]): Jwk | undefined => (more.length === 0 ? key : undefined);

const isKeyFor = (key: Jwk, alg: string): boolean => {
  const { kty, crv } = KEYS[alg] ?? {};
  const isOfType = key.kty === kty && (crv === undefined || key.crv === crv);
  return isOfType && (key.alg ?? alg) === alg && (key.use ?? 'sig') === 'sig';
};

// RFC 7518, 3.1; RFC 8037, 3.1.
const KEYS: Readonly<Record<string, { readonly kty: string; readonly crv?: string }>> = {
  RS256: { kty: 'RSA' },
  RS384: { kty: 'RSA' },
  RS512: { kty: 'RSA' },
  ES256: { kty: 'EC', crv: 'P-256' },
  ES384: { kty: 'EC', crv: 'P-384' },
  ES512: { kty: 'EC', crv: 'P-521' },
  EdDSA: { kty: 'OKP' },
};
