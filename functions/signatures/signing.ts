import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign as signBytes } from 'node:crypto';
import type { EventDetail } from '../shared/table/events.ts';
import { canonicalJson } from './canonical.ts';

/**
 * A published key: a JWK (RFC 7517) of an Ed25519 key (RFC 8037); `x` is its 32 bytes in base64url.
 */
export interface PublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'EdDSA';
}

/** A key that signs, with its public half. */
export interface SigningKey {
  readonly published: PublicKey;
  readonly secret: KeyObject;
}

// RFC 8410: an Ed25519 private key in PKCS #8 is this, followed by its seed.
const PKCS8_PREFIX = '302e020100300506032b657004220420';

/**
 * Creates a key from its seed of 64 lower-case hexadecimal digits.
 * @throws {Error} without quoting the seed when it is something else
 */
export const signingKey = (seed: string): SigningKey => {
  if (!/^[0-9a-f]{64}$/.test(seed)) throw new Error('a seed must be 64 lower-case hexadecimal digits');
  const secret = createPrivateKey({ key: Buffer.from(PKCS8_PREFIX + seed, 'hex'), format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(secret).export({ format: 'jwk' });
  return { published: publicKey(x), secret };
};

/** Returns the public key with this `x`. */
export const publicKey = (x: string): PublicKey => ({ kty: 'OKP', crv: 'Ed25519', x, kid: keyIdOf(x), use: 'sig', alg: 'EdDSA' });

// Returns the first 96 bits of the thumbprint (RFC 7638): the header has 512 characters for all
// signatures.
const keyIdOf = (x: string): string =>
  createHash('sha256')
    .update(canonicalJson({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url')
    .slice(0, 16);

/** The signed metadata: the id of the event and its tenant. */
export interface SignedMetadata {
  readonly eventId: string;
  readonly tenant: string;
}

// A version of this product with one comma. Verifiers of Standard Webhooks, which split each part
// at its comma, skip it.
const VERSION = 't1';

/**
 * Signs a payload with the id and the tenant of its event: `t1,<kid>.<base64>` of each key,
 * separated by spaces.
 * @throws {TypeError} when the payload has no canonical form, or the tenant is not a path
 */
export const sign = (payload: unknown, { eventId, tenant }: SignedMetadata, keys: readonly SigningKey[]): string => {
  // Without a dot in the tenant, the signed text can only be read in one way.
  if (!/^[\w/ -]{1,512}$/.test(tenant)) throw new TypeError('the tenant of the event is not a path');
  const signed = Buffer.from(`${VERSION}.${eventId}.${tenant}.${canonicalJson(payload)}`);
  return keys.map(({ published, secret }) => `${VERSION},${published.kid}.${signBytes(null, signed, secret).toString('base64')}`).join(' ');
};

/** Signs an event for the bus with the current keys, whatever signature it had before. */
export const signEvent = ({ metadata, payload }: EventDetail, keys: readonly SigningKey[]): EventDetail => ({
  metadata: { ...metadata, signature: sign(payload, metadata, keys) },
  payload,
});
