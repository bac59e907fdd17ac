import { once } from '../../functions/shared/base/once.ts';
import { isLoopback } from '../../lib/configuration/formats.ts';
import { readTokenFrom } from '../shared/token-command.ts';
import type { DoctorOptions } from './options.ts';

/**
 * Creates a reader of the doctor's token: given, printed by a command, or minted for an API on this
 * machine. It returns undefined when there is none.
 */
export const tokenFor = ({ token, tokenCommand, reseller }: DoctorOptions, url: string): (() => Promise<string | undefined>) =>
  once(async () => {
    if (token !== undefined) return token;
    if (tokenCommand !== undefined) return readTokenFrom(tokenCommand);
    return isLoopback(url) ? mintLocalToken(reseller) : undefined;
  });

const PERMISSIONS = ['reseller:read', 'reseller:write', 'reseller:organization:create', 'reseller:organization:delete'];

const mintLocalToken = async (reseller: string | undefined): Promise<string> => {
  // Loaded when it is needed: a deployed installation is looked at without the keys of the embedded
  // runtime.
  const { openIssuer } = await import('../../local/keys.ts');
  return (await openIssuer()).mintToken({ permissions: PERMISSIONS, ...(reseller !== undefined && { reseller }) });
};
