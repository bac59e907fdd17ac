import { isLoopback } from '../../lib/configuration/formats.ts';
import type { TokenRequest } from '../../local/keys.ts';
import { readTokenFrom } from './token-command.ts';
import { openTokens, type Tokens } from './tokens.ts';
import { UsageError } from './usage-error.ts';

/** Where a command gets its tokens from. */
export interface TokenOptions {
  readonly url: string;
  readonly token: string | undefined;
  readonly tokenCommand: string | undefined;
}

/**
 * Opens tokens as the options say; those of a local runtime are minted here, with these rights.
 * @throws {UsageError} when there is no way to get one
 */
export const openApiTokens = ({ token, tokenCommand, url }: TokenOptions, localRights: TokenRequest): Tokens => {
  if (tokenCommand !== undefined) return openTokens(token, () => readTokenFrom(tokenCommand));
  if (token !== undefined) return openTokens(token, undefined);
  if (isLoopback(url)) return openTokens(undefined, () => mintLocalToken(localRights));
  throw new UsageError('TENANTRY_TOKEN is not set, and there is no --token-command.');
};

const mintLocalToken = async (rights: TokenRequest): Promise<string> => {
  // Loaded when it is needed: a deployed API is called without the local runtime's keys.
  const { openIssuer } = await import('../../local/keys.ts');
  return (await openIssuer()).mintToken(rights);
};
