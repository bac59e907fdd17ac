import { isObject } from '../shared/contract/json.ts';
import { type PublicKey, publicKey, type SigningKey, signingKey } from './signing.ts';

/** A key that signs no more: the `x` of its public half, and when it was retired (RFC 3339 UTC). */
export interface RetiredKey {
  readonly x: string;
  readonly retiredAt: string;
}

/**
 * The content of the secret, as JSON; seeds are 64 lower-case hexadecimal digits.
 *
 * | key | signs | published |
 * | ---------- | ----- | ------------------------------------------------------------- |
 * | `next` | no | yes, so that receivers know it before it signs |
 * | `current` | yes | yes |
 * | `previous` | yes | yes, for receivers that pinned it, until it is retired |
 * | `retired` | no | yes: retries, redrives and replays keep their first signature |
 */
export interface Keyring {
  readonly current: string;
  readonly next?: string;
  readonly previous?: string;
  readonly retired?: readonly RetiredKey[];
  /** When the last step of a rotation was taken, RFC 3339 UTC. */
  readonly changedAt?: string;
}

/**
 * The keys of an installation: those that sign now, and all that a published signature may name.
 */
export interface Keys {
  readonly signing: readonly SigningKey[];
  readonly published: readonly PublicKey[];
}

/**
 * Reads the secret's text.
 * @throws {Error} when it is no keyring; the message does not quote it
 */
export const readKeyring = (text: string): Keyring => {
  const keyring = parse(text);
  if (!isKeyring(keyring)) throw new Error('the secret of the signing keys is not as it should be');
  return keyring;
};

/** Returns the keys of a keyring, the current one first. */
export const keysOf = ({ current, next, previous, retired = [] }: Keyring): Keys => {
  const signing = [current, ...(previous === undefined ? [] : [previous])].map(signingKey);
  const others = next === undefined ? [] : [signingKey(next)];
  return { signing, published: [...[...signing, ...others].map(({ published }) => published), ...retired.map(({ x }) => publicKey(x))] };
};

// The message of a syntax error quotes the text.
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isKeyring = (value: unknown): value is Keyring =>
  isObject(value) &&
  isSeed(value.current) &&
  [value.next, value.previous].every((seed) => seed === undefined || isSeed(seed)) &&
  (value.retired === undefined || (Array.isArray(value.retired) && value.retired.every(isRetired)));

const isSeed = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

const isRetired = (value: unknown): boolean =>
  isObject(value) && typeof value.x === 'string' && /^[\w-]{43}$/.test(value.x) && typeof value.retiredAt === 'string';
