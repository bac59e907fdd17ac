import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { isToken } from './tokens.ts';

/** The command of --token-command failed, or printed something else than a token. */
export class TokenCommandError extends Error {}

/**
 * Runs a shell command and returns the token that it prints.
 * @throws {TokenCommandError} when it prints none
 */
export const readTokenFrom = async (command: string): Promise<string> => {
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  const token = printed.trim();
  if (code !== 0) throw new TokenCommandError(`The --token-command ended with ${code}.`);
  if (!isToken(token)) throw new TokenCommandError('The --token-command did not print a token.');
  return token;
};
