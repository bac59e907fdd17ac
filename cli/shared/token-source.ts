import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { isLoopback } from '../../lib/configuration/formats.ts';
import { ImportHalted } from '../import/failure.ts';
import type { ImportOptions } from '../import/options.ts';
import { isToken, openTokens, type Tokens } from './tokens.ts';
import { UsageError } from './usage-error.ts';

/** Tokens from where the options say; a local runtime's are minted here. @throws {UsageError} when there is none to be had. */
export const tokensFor = ({ token, tokenCommand, url, reseller }: ImportOptions): Tokens => {
  if (tokenCommand !== undefined) return openTokens(token, () => printedBy(tokenCommand));
  if (token !== undefined) return openTokens(token, undefined);
  if (isLoopback(url)) return openTokens(undefined, () => minted(reseller));
  throw new UsageError('TENANTRY_TOKEN is not set, and there is no --token-command.');
};

const minted = async (reseller: string): Promise<string> => {
  // Loaded when it is needed: an import into a deployed API does without the local runtime's keys.
  const { openIssuer } = await import('../../local/keys.ts');
  return (await openIssuer()).mintToken({ permissions: ['reseller:organization:create'], reseller });
};

/** The token that a shell command prints. */
export const printedBy = async (command: string): Promise<string> => {
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  const token = printed.trim();
  if (code !== 0) throw new ImportHalted(`The --token-command ended with ${code}.`);
  if (!isToken(token)) throw new ImportHalted('The --token-command did not print a token.');
  return token;
};
