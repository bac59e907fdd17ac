import { isLoopback } from '../../lib/configuration/formats.ts';
import { readTokenFrom } from '../shared/token-command.ts';
import { openTokens, type Tokens } from '../shared/tokens.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { ImportOptions } from './options.ts';

/**
 * Opens tokens as the options say; those of a local runtime are minted here.
 * @throws {UsageError} when there is no way to get one
 */
export const tokensFor = ({ token, tokenCommand, url, reseller }: ImportOptions): Tokens => {
  if (tokenCommand !== undefined) return openTokens(token, () => readTokenFrom(tokenCommand));
  if (token !== undefined) return openTokens(token, undefined);
  if (isLoopback(url)) return openTokens(undefined, () => mintLocalToken(reseller));
  throw new UsageError('TENANTRY_TOKEN is not set, and there is no --token-command.');
};

const mintLocalToken = async (reseller: string): Promise<string> => {
  // Loaded when it is needed: an import into a deployed API does without the local runtime's keys.
  const { openIssuer } = await import('../../local/keys.ts');
  return (await openIssuer()).mintToken({ permissions: ['reseller:organization:create'], reseller });
};
