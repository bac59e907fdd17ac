import { once } from '../../functions/shared/base/once.ts';
import { isLoopback } from '../../lib/configuration/formats.ts';
import { printedBy } from '../shared/token-source.ts';
import type { DoctorOptions } from './options.ts';

/** The token that the doctor was given, printed by its command, or for an API on this machine minted here; undefined when there is none. */
export const tokenFor = ({ token, tokenCommand, reseller }: DoctorOptions, url: string): (() => Promise<string | undefined>) =>
  once(async () => {
    if (token !== undefined) return token;
    if (tokenCommand !== undefined) return printedBy(tokenCommand);
    return isLoopback(url) ? minted(reseller) : undefined;
  });

const PERMISSIONS = ['reseller:read', 'reseller:write', 'reseller:organization:create', 'reseller:organization:delete'];

const minted = async (reseller: string | undefined): Promise<string> => {
  // Loaded when it is needed: a deployed installation is looked at without the keys of the embedded runtime.
  const { openIssuer } = await import('../../local/keys.ts');
  return (await openIssuer()).mintToken({ permissions: PERMISSIONS, ...(reseller !== undefined && { reseller }) });
};
