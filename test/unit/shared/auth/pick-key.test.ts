import type { Jwk } from 'aws-jwt-verify/jwk';
import { keySet } from '../../../../functions/shared/auth/key-set.ts';
import { pickKey } from '../../../../functions/shared/auth/pick-key.ts';

const rsa: Jwk = { kty: 'RSA', kid: 'a' };
const curve = (crv: string): Jwk => ({ kty: 'EC', crv });
const ed: Jwk = { kty: 'OKP', crv: 'Ed25519' };
const CURVES = ['P-256', 'P-384', 'P-521'].map(curve);

test('a token without a kid is verified with the only key for its algorithm', () => {
  const keys = [rsa, ...CURVES, ed];
  for (const alg of ['RS256', 'RS384', 'RS512']) expect(pickKey(keys, { alg })).toBe(rsa);
  expect(['ES256', 'ES384', 'ES512'].map((alg) => pickKey(keys, { alg }))).toEqual(CURVES);
  expect(pickKey(keys, { alg: 'EdDSA' })).toBe(ed);
  expect([pickKey(keys, { alg: 'HS256' }), pickKey(keys, {})]).toEqual([undefined, undefined]);
  expect(pickKey([rsa, { ...rsa, kid: 'b' }], { alg: 'RS256' })).toBeUndefined();
});

test('a key for another algorithm, or for encryption, is not that key', () => {
  expect(pickKey([{ ...rsa, alg: 'RS512' }, rsa], { alg: 'RS256' })).toBe(rsa);
  expect(pickKey([{ ...rsa, use: 'enc' }, rsa], { alg: 'RS256' })).toBe(rsa);
  expect(pickKey([{ ...rsa, alg: 'RS512' }], { alg: 'RS256' })).toBeUndefined();
});

test('of keys that share a kid the one for the algorithm is picked, or else the first', () => {
  const keys = [{ ...ed, kid: 'a' }, rsa];
  expect(pickKey(keys, { alg: 'RS256', kid: 'a' })).toBe(rsa);
  expect(pickKey(keys, { alg: 'ES256', kid: 'a' })).toBe(keys[0]);
  expect(pickKey(keys, { alg: 'RS256', kid: 'b' })).toBeUndefined();
});

const ONLY_HTTPS = 'the key set must be read over https';

/** The causes of the refusal of a token whose keys are at this address. */
const causesOf = async (uri: string): Promise<string> => {
  const refusal = await keySet(uri, () => 0)
    .keyOf({ alg: 'RS256' })
    .catch((error: Error) => error);
  expect(refusal).toMatchObject({ code: 'dependency-unavailable', message: "The token issuer's key set is unavailable; try again." });
  return String((refusal as Error).cause);
};

test('a key set is read over https, or without it from this machine alone', async () => {
  expect(await causesOf('http://192.0.2.1/keys')).toContain(ONLY_HTTPS);
  expect(await causesOf('ftp://127.0.0.1/keys')).toContain(ONLY_HTTPS);
  // Nothing listens there.
  for (const uri of ['https://127.0.0.1:1/keys', 'http://127.0.0.1:1/keys']) expect(await causesOf(uri)).not.toContain(ONLY_HTTPS);
});
