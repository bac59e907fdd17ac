import { isObject } from '../shared/contract/json.ts';
import { type PublicKey, publicKey, type SigningKey, signingKey } from './signing.ts';

/** A key that signs no more: the `x` of its public half, and since when (RFC 3339 UTC). */
export interface RetiredKey {
  readonly x: string;
  readonly retiredAt: string;
}

/**
 * What the secret holds, as JSON; seeds are 64 lower-case hexadecimal digits.
 *
 * | key        | signs | published                                                     |
 * | ---------- | ----- | ------------------------------------------------------------- |
 * | `next`     | no    | yes, so that receivers know it before it signs                |
 * | `current`  | yes   | yes                                                           |
 * | `previous` | yes   | yes; receivers that pinned it go on until it is retired       |
 * | `retired`  | no    | yes: retries, redrives and replays bear what they were signed with |
 */
export interface Keyring {
  readonly current: string;
  readonly next?: string;
  readonly previous?: string;
  readonly retired?: readonly RetiredKey[];
  /** When a step of a rotation was last taken, RFC 3339 UTC. */
  readonly changedAt?: string;
}

/** The keys of an installation: those that sign now, and all that a signature in the field may name. */
export interface Keys {
  readonly signing: readonly SigningKey[];
  readonly published: readonly PublicKey[];
}

/** Reads the secret's text; throws, telling nothing of what it holds, when it is no keyring. */
export const readKeyring = (text: string): Keyring => {
  const keyring = parsed(text);
  if (!isKeyring(keyring)) throw new Error('the secret of the signing keys is not as it should be');
  return keyring;
};

/** The keys of a keyring, the current one first. */
export const keysOf = ({ current, next, previous, retired = [] }: Keyring): Keys => {
  const signing = [current, ...(previous === undefined ? [] : [previous])].map(signingKey);
  const others = next === undefined ? [] : [signingKey(next)];
  return { signing, published: [...[...signing, ...others].map(({ published }) => published), ...retired.map(({ x }) => publicKey(x))] };
};

// The message of a syntax error quotes the text.
const parsed = (text: string): unknown => {
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
