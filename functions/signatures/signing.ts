import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign as signBytes } from 'node:crypto';
import type { EventDetail } from '../shared/table/events.ts';
import { canonical } from './canonical.ts';

/** A public key as it is published: a JWK (RFC 7517) of an Ed25519 key (RFC 8037); `x` is its 32 bytes in base64url. */
export interface PublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'EdDSA';
}

/** A key that signs, with what is published of it. */
export interface SigningKey {
  readonly published: PublicKey;
  readonly secret: KeyObject;
}

// RFC 8410: an Ed25519 private key in PKCS #8 is this, followed by its seed.
const PKCS8_PREFIX = '302e020100300506032b657004220420';

/** Makes a key of its seed, 64 lower-case hexadecimal digits; throws, without naming it, when the seed is something else. */
export const signingKey = (seed: string): SigningKey => {
  if (!/^[0-9a-f]{64}$/.test(seed)) throw new Error('a seed must be 64 lower-case hexadecimal digits');
  const secret = createPrivateKey({ key: Buffer.from(PKCS8_PREFIX + seed, 'hex'), format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(secret).export({ format: 'jwk' });
  return { published: publicKey(x), secret };
};

/** What is published of the key with this `x`. */
export const publicKey = (x: string): PublicKey => ({ kty: 'OKP', crv: 'Ed25519', x, kid: keyId(x), use: 'sig', alg: 'EdDSA' });

// The first 96 bits of the thumbprint (RFC 7638): the header has 512 characters for all signatures.
const keyId = (x: string): string =>
  createHash('sha256')
    .update(canonical({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url')
    .slice(0, 16);

/** What is signed beside the payload: the id of the event, and whose it is. */
export interface Signed {
  readonly eventId: string;
  readonly tenant: string;
}

// Of our own, and with one comma: verifiers of Standard Webhooks, which split each part at its comma, pass it over.
const VERSION = 't1';

/**
 * Signs a payload with the id and the tenant of its event: `t1,<kid>.<base64>` of each key, separated by spaces.
 * @throws {TypeError} when the payload has no canonical form, or the tenant is not one that can be read back
 */
export const sign = (payload: unknown, { eventId, tenant }: Signed, keys: readonly SigningKey[]): string => {
  // Without a dot in it there is one way only to read what was signed.
  if (!/^[\w/ -]{1,512}$/.test(tenant)) throw new TypeError('the tenant of the event is not a path');
  const signed = Buffer.from(`${VERSION}.${eventId}.${tenant}.${canonical(payload)}`);
  return keys.map(({ published, secret }) => `${VERSION},${published.kid}.${signBytes(null, signed, secret).toString('base64')}`).join(' ');
};

/** An event as it goes onto the bus, signed by the keys of now whatever it bore before. */
export const signed = ({ metadata, payload }: EventDetail, keys: readonly SigningKey[]): EventDetail => ({
  metadata: { ...metadata, signature: sign(payload, metadata, keys) },
  payload,
});
