import { randomBytes } from 'node:crypto';
import { normalise } from '../table/key-encoding.ts';

/** Creates the id of an API credential: 80 random bits as 20 hexadecimal digits. */
export const newCredentialId = (): string => randomBytes(10).toString('hex');

const PREFIX = 'key-';

/** Returns the user name of the API credential with that id. */
export const apiUserName = (id: string): string => `${PREFIX}${id}`;

/** True for a user name that only an API credential can have. */
export const isApiUserName = (userName: string): boolean => /^key-[0-9a-f]{20}$/.test(userName);

/**
 * True for a name that could be taken for an API credential: it begins like one, in any case, with
 * letters of any width (NFKC) and any kind of dash (Pd).
 */
export const isReservedUserName = (userName: string): boolean =>
  normalise(userName.normalize('NFKC'))
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .startsWith(PREFIX);
