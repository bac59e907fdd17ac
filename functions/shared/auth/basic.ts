import { createHmac, randomBytes } from 'node:crypto';
import { isDuring, type Span, spanFrom } from '../base/span.ts';
import type { Caller } from '../contract/caller.ts';
import { Refusal } from '../contract/problems.ts';
import { normalise } from '../table/key-encoding.ts';
import { isApiUserName } from './api-user-name.ts';
import type { Attempt, OpenAttempt } from './attempts.ts';
import { verifyPassword } from './password.ts';

/** A stored user of a partner: the hash of its password, and a function that reads the caller. */
export interface Principal {
  readonly passwordHash: string | undefined;
  /** True for an API credential, whose secret nobody can guess. */
  readonly isApiCredential: boolean;
  /**
   * `undefined` when the user, its partner or an ancestor is inactive; read it only after the
   * password was verified.
   */
  readonly caller: () => Promise<Caller | undefined>;
}

/** Finds a user; `undefined` when there is none. */
export type FindPrincipal = (userName: string) => Promise<Principal | undefined>;

interface BasicOptions {
  readonly find: FindPrincipal;
  readonly open: OpenAttempt;
  readonly clock: () => number;
  /**
   * True when the user is read each time: a caller that may write must not be able to undo its own
   * deactivation or revocation.
   */
  readonly afresh: boolean;
}

const CACHE_MS = 60_000;
const CACHE_SIZE = 1000;

interface CachedCaller {
  readonly userName: string;
  readonly passwordHash: string | undefined;
  readonly caller: Caller;
  readonly span: Span;
}

/**
 * Creates a verifier of HTTP Basic credentials (RFC 7617) that returns the caller. Verified
 * credentials are cached for at most 60 seconds, so that a slow hash is not computed on every
 * request. The cache key is a hash with a secret of this process, so that no password is kept. With
 * `afresh` only the password is cached. Anything else counts as an attempt to sign in, except of an
 * API credential.
 */
export const basicVerifier = ({ find, open, clock, afresh }: BasicOptions) => {
  const secret = randomBytes(32);
  const cache = new Map<string, CachedCaller>();
  return async (encoded: string, sourceIp: string): Promise<Caller> => {
    const entry = createHmac('sha256', secret).update(encoded).digest('base64');
    const cached = cache.get(entry);
    const now = clock();
    if (cached && isDuring(cached.span, now)) return afresh ? readCallerAgain(cached, find) : cached.caller;
    // What is over stays so, whatever the clock does.
    cache.delete(entry);
    const verified = await signIn(encoded, find, (userName) => open(userName, sourceIp));
    if (cache.size >= CACHE_SIZE) cache.clear();
    cache.set(entry, { ...verified, span: spanFrom(now, CACHE_MS) });
    return verified.caller;
  };
};

const readCallerAgain = async ({ userName, passwordHash }: CachedCaller, find: FindPrincipal): Promise<Caller> => {
  const principal = await find(userName);
  const caller = principal?.passwordHash === passwordHash ? await principal?.caller() : undefined;
  if (!caller) throw credentialsInvalid();
  return caller;
};

type OpenAttemptOf = (userName: string) => Promise<Attempt>;

const signIn = async (encoded: string, find: FindPrincipal, open: OpenAttemptOf): Promise<Omit<CachedCaller, 'span'>> => {
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  const [userName, password] = [decoded.slice(0, colon), decoded.slice(colon + 1)];
  if (colon < 1 || password === '') throw credentialsInvalid();
  const { principal, attempt } = await read(userName, find, open);
  await attempt?.begin();
  const isRight = await verifyPassword(password, principal?.passwordHash);
  const caller = isRight ? await principal?.caller() : undefined;
  if (!caller) {
    await attempt?.fail();
    throw credentialsInvalid();
  }
  await attempt?.succeed();
  return { userName, passwordHash: principal?.passwordHash, caller };
};

/**
 * Reads a user together with the attempts to sign in under its name. Those of an API credential are
 * not counted, because nobody guesses 256 random bits. The form of the name shows which kind it is,
 * even of one that does not exist. A contact that once got such a name is counted.
 */
const read = async (userName: string, find: FindPrincipal, open: OpenAttemptOf) => {
  if (!isApiUserName(normalise(userName))) {
    const [principal, attempt] = await Promise.all([find(userName), open(userName)]);
    return { principal, attempt };
  }
  const principal = await find(userName);
  return { principal, attempt: principal && !principal.isApiCredential ? await open(userName) : undefined };
};

/**
 * Creates the one refusal (401) for wrong credentials of any kind, so that it does not reveal which
 * user names exist.
 */
export const credentialsInvalid = (): Refusal =>
  new Refusal('credentials-invalid', 'The user name or the password is wrong, or the user may not sign in.');
