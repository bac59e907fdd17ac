import { createHmac, randomBytes } from 'node:crypto';
import type { Caller } from '../contract/caller.ts';
import { Refusal } from '../contract/problems.ts';
import { normalise } from '../table/key-encoding.ts';
import { isApiUserName } from './api-user-name.ts';
import type { Attempt, OpenAttempt } from './attempts.ts';
import { verifyPassword } from './password.ts';

/** A partner's user as it is stored: the hash of its password, and a way to read the caller it is. */
export interface Principal {
  readonly passwordHash: string | undefined;
  /** Whether it is an API credential, whose secret nobody can guess. */
  readonly isApiCredential: boolean;
  /** `undefined` when the user, its partner or one above it is inactive; to be read only once the password is right. */
  readonly caller: () => Promise<Caller | undefined>;
}

/** Finds a user; `undefined` when there is none. */
export type FindPrincipal = (userName: string) => Promise<Principal | undefined>;

interface BasicOptions {
  readonly find: FindPrincipal;
  readonly open: OpenAttempt;
  readonly clock: () => number;
  /** Whether the user is read again each time: who may change something must not be able to undo that it was deactivated or revoked. */
  readonly afresh: boolean;
}

const CACHE_MS = 60_000;
const CACHE_SIZE = 1000;

interface Remembered {
  readonly userName: string;
  readonly passwordHash: string | undefined;
  readonly caller: Caller;
  readonly until: number;
}

/**
 * Verifies HTTP Basic credentials (RFC 7617) and says who calls. What was verified is remembered for at most 60 seconds under
 * a hash keyed with a secret of this process, so that a slow hash is not paid on every request and no password is kept.
 * With `afresh` only the password is remembered. What is not remembered counts as an attempt to sign in, unless it is an API credential's.
 */
export const basicVerifier = ({ find, open, clock, afresh }: BasicOptions) => {
  const secret = randomBytes(32);
  const remembered = new Map<string, Remembered>();
  return async (encoded: string, sourceIp: string): Promise<Caller> => {
    const entry = createHmac('sha256', secret).update(encoded).digest('base64');
    const cached = remembered.get(entry);
    if (cached && cached.until > clock()) return afresh ? readAgain(cached, find) : cached.caller;
    const until = clock() + CACHE_MS;
    const verified = await signIn(encoded, find, (userName) => open(userName, sourceIp));
    if (remembered.size >= CACHE_SIZE) remembered.clear();
    remembered.set(entry, { ...verified, until });
    return verified.caller;
  };
};

const readAgain = async ({ userName, passwordHash }: Remembered, find: FindPrincipal): Promise<Caller> => {
  const principal = await find(userName);
  const caller = principal?.passwordHash === passwordHash ? await principal?.caller() : undefined;
  if (!caller) throw credentialsInvalid();
  return caller;
};

type Open = (userName: string) => Promise<Attempt>;

const signIn = async (encoded: string, find: FindPrincipal, open: Open): Promise<Omit<Remembered, 'until'>> => {
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  const [userName, password] = [decoded.slice(0, colon), decoded.slice(colon + 1)];
  if (colon < 1 || password === '') throw credentialsInvalid();
  const { principal, attempt } = await read(userName, find, open);
  await attempt?.begin();
  const right = await verifyPassword(password, principal?.passwordHash);
  const caller = right ? await principal?.caller() : undefined;
  if (!caller) {
    await attempt?.fail();
    throw credentialsInvalid();
  }
  await attempt?.succeed();
  return { userName, passwordHash: principal?.passwordHash, caller };
};

/**
 * Reads a user together with the attempts to sign in under its name. Those of an API credential are not counted: nobody guesses 256
 * random bits. The shape of the name tells which it is, also of one that does not exist; a contact that was once given such a name is
 * counted all the same.
 */
const read = async (userName: string, find: FindPrincipal, open: Open) => {
  if (!isApiUserName(normalise(userName))) {
    const [principal, attempt] = await Promise.all([find(userName), open(userName)]);
    return { principal, attempt };
  }
  const principal = await find(userName);
  return { principal, attempt: principal && !principal.isApiCredential ? await open(userName) : undefined };
};

/** One answer for all that can be wrong (401): it does not tell which user names exist. */
export const credentialsInvalid = (): Refusal =>
  new Refusal('credentials-invalid', 'The user name or the password is wrong, or the user may not sign in.');
