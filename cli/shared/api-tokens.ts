import { isLoopback } from '../../lib/configuration/formats.ts';
import type { TokenRequest } from '../../local/keys.ts';
import type { Deployed } from './deployed.ts';
import { readTokenFrom } from './token-command.ts';
import { openTokens, type Tokens } from './tokens.ts';
import { UsageError } from './usage-error.ts';

/** Where a command gets its tokens from. */
interface TokenOptions {
  readonly url: string;
  readonly token: string | undefined;
  readonly tokenCommand: string | undefined;
  readonly deployed?: Deployed;
}

/**
 * Opens tokens as the options say. Without a token or a command, a stage gives one of the client of
 * its operator; those of a local runtime are minted here. Both have these rights.
 * @throws {UsageError} when there is no way to get one
 */
export const openApiTokens = ({ token, tokenCommand, url, deployed }: TokenOptions, rights: TokenRequest): Tokens => {
  if (tokenCommand !== undefined) return openTokens(token, () => readTokenFrom(tokenCommand));
  if (token !== undefined) return openTokens(token, undefined);
  if (isLoopback(url)) return openTokens(undefined, () => mintLocalToken(rights));
  if (deployed !== undefined) return openTokens(undefined, () => mintDeployedToken(deployed, rights));
  throw new UsageError('TENANTRY_TOKEN is not set, and there is no --token-command.');
};

const mintDeployedToken = async (deployed: Deployed, { permissions }: TokenRequest): Promise<string> => {
  // Loaded when it is needed: most tokens take no client of AWS.
  const { deployedToken } = await import('./deployed-token.ts');
  return deployedToken({ ...deployed, permissions });
};

const mintLocalToken = async (rights: TokenRequest): Promise<string> => {
  // Loaded when it is needed: a deployed API is called without the local runtime's keys.
  const { openIssuer } = await import('../../local/keys.ts');
  return (await openIssuer()).mintToken(rights);
};
