import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { requireTime } from '../base/deadline.ts';

// OWASP Password Storage Cheat Sheet: scrypt with N = 2^14, r = 8, p = 5 (16 MiB).
const COST: ScryptOptions = { N: 2 ** 14, r: 8, p: 5, maxmem: 64 * 1024 * 1024 };
const LENGTH = 32;
// The time of a hash at that cost on a Lambda function of 1 GB, and of a call of the table after
// it.
const MIN_MS = 200;

/**
 * Returns the hash of a password with a fresh salt, as a PHC string
 * `$scrypt$ln=14,r=8,p=5$<salt>$<hash>` (base64url).
 */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(16);
  const hash = await derive(password, salt);
  return `$scrypt$ln=14,r=8,p=5$${salt.toString('base64url')}$${hash.toString('base64url')}`;
};

/**
 * True when the password has that hash; an absent hash takes as long as a wrong password. Compares
 * in constant time. The cost is read from the hash, so that it can be raised and older hashes still
 * verify.
 */
export const verifyPassword = async (password: string, phc: string | undefined): Promise<boolean> => {
  const [, , cost = '', salt = '', hash = ''] = (phc ?? ABSENT).split('$');
  const derived = await derive(password, Buffer.from(salt, 'base64url'), costOf(cost));
  const expected = Buffer.from(hash, 'base64url');
  return expected.length === derived.length && timingSafeEqual(expected, derived) && phc !== undefined;
};

// The hash that is compared for an unknown user; no password has it.
const ABSENT = `$scrypt$ln=14,r=8,p=5$${randomBytes(16).toString('base64url')}$${randomBytes(LENGTH).toString('base64url')}`;

const costOf = (parameters: string): ScryptOptions => {
  const [, ln, r, p] = /^ln=(\d+),r=(\d+),p=(\d+)$/.exec(parameters) ?? [];
  return ln === undefined ? COST : { ...COST, N: 2 ** Number(ln), r: Number(r), p: Number(p) };
};

const derive = (password: string, salt: Buffer, cost: ScryptOptions = COST): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    requireTime(MIN_MS);
    scrypt(password.normalize('NFC'), salt, LENGTH, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
