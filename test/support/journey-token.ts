import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import type { TokenRequest } from '../../local/keys.ts';

/** Gives a token that says what is asked for. */
export type MintToken = (request: Pick<TokenRequest, 'permissions' | 'reseller' | 'partner'>) => Promise<string>;

/**
 * Mints by `command`, run in a shell with `--permissions a,b [--reseller id] [--partner id]`
 * appended; it prints the token.
 */
export const tokenCommand =
  (command: string | undefined): MintToken =>
  async ({ permissions, reseller, partner }) => {
    if (!command) throw new Error('API_URL also needs TOKEN_COMMAND, see docs/testing.md');
    const options = [
      `--permissions ${permissions.join(',')}`,
      ...(reseller === undefined ? [] : [`--reseller ${reseller}`]),
      ...(partner === undefined ? [] : [`--partner ${partner}`]),
    ];
    const { stdout } = await promisify(exec)([command, ...options].join(' '));
    return stdout.trim();
  };
