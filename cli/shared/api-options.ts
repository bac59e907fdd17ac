import { hasUserinfo } from '../../functions/shared/contract/userinfo.ts';
import { isLoopback } from '../../lib/configuration/formats.ts';
import { isToken } from './tokens.ts';
import { UsageError } from './usage-error.ts';

/** Returns the address of a local runtime that was given, or its default. */
export const localAddress = (given: string | undefined, env: Readonly<Record<string, string | undefined>>): string =>
  given ?? (env.TENANTRY_URL || 'http://127.0.0.1:3000');

/**
 * Reads the address that an option, or else the environment, gives.
 * @throws {UsageError} that names it
 */
export const readAddress = (given: string | undefined, env: Readonly<Record<string, string | undefined>>, option = '--url'): string =>
  readUrl(localAddress(given, env), given === undefined ? 'TENANTRY_URL' : option);

/** Reads the address of the API. @throws {UsageError} when no token may be sent to it */
export const readUrl = (text: string, name = '--url'): string => {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError(`${name} must be an http or https URL, not "${text}".`);
  // An empty query or fragment would take in the path that is put behind it.
  if (hasUserinfo(text) || /[?#]/.test(text)) throw new UsageError(`${name} must hold no credentials, query or fragment.`);
  // A token is as good as a password: it does not go over the network in the clear.
  if (url.protocol === 'http:' && !isLoopback(text)) throw new UsageError(`${name} must be https, except on this machine.`);
  return text.replace(/\/+$/, '');
};

/** Reads the token of the environment, if there is one. @throws {UsageError} when it is none */
export const readToken = (token = ''): string | undefined => {
  if (token !== '' && !isToken(token)) throw new UsageError('TENANTRY_TOKEN does not hold a token.');
  return token || undefined;
};
