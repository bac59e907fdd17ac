import { isLoopback } from '../../lib/configuration/formats.ts';

/** Codes of Node.js for a server that nobody reached: nothing was sent. */
const CODES = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** Says that nothing answers at an address, and what to do; undefined for any other error. */
export const explainUnreachable = (error: unknown, url: string): string | undefined => {
  const code = codeOf(error);
  if (code === undefined) return undefined;
  if (isLoopback(url)) return `There is no local runtime at ${url}: start it with npx tenantry start.`;
  return `${url} cannot be reached (${code}): see the address, and the network.`;
};

const codeOf = (error: unknown): string | undefined => {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, cause } = error as { readonly code?: string; readonly cause?: unknown };
  return code !== undefined && CODES.includes(code) ? code : codeOf(cause);
};
