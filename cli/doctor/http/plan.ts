import { isLoopback } from '../../../lib/configuration/formats.ts';
import { type Finding, skip } from '../finding.ts';
import type { Check } from '../run.ts';
import type { Api } from './api.ts';
import { checkCertificate } from './certificate.ts';
import { checkHealth } from './health.ts';
import { checkPlainHttp } from './plain-http.ts';
import { checkBadToken, checkNoToken, checkUnknownRoute } from './refusals.ts';
import { checkToken } from './token.ts';
import { checkVersion } from './version.ts';
import { checkWebhookKeys } from './webhook-keys.ts';
import { checkWrite } from './write.ts';

/** The dependencies of the checks over HTTP. */
export interface HttpSite {
  readonly api: Api;
  /** The OpenAPI document of this checkout. */
  readonly document: object;
  readonly now: number;
  /** Returns a token, or undefined when there is no way to get one. */
  readonly token: () => Promise<string | undefined>;
  readonly write: boolean;
  readonly reseller: string | undefined;
}

/**
 * Creates the checks that need only the API's address; without one, each is a row that says why.
 */
export const httpChecks = (site: HttpSite | undefined, reason: string): readonly Check[] => {
  const looks = site ? createChecks(site) : skipChecks(reason);
  return Object.entries(looks).map(([name, look]) => ({ name, look }));
};

const NAMES = [
  'health',
  'version',
  'certificate',
  'plain http',
  'unknown route',
  'no token',
  'bad token',
  'webhook keys',
  'token',
  'write',
] as const;

type Looks = Readonly<Record<(typeof NAMES)[number], () => Promise<Finding>>>;

const skipChecks = (reason: string): Looks => Object.fromEntries(NAMES.map((name) => [name, async () => skip(reason)])) as unknown as Looks;

const createChecks = (site: HttpSite): Looks => {
  const { api, document, now, write, reseller } = site;
  const secure = async (look: () => Promise<Finding>) => (api.url.startsWith('https:') ? look() : skip('the address is http'));
  return {
    health: () => checkHealth(api),
    version: () => checkVersion(api, document),
    certificate: () => secure(() => checkCertificate({ url: api.url, now })),
    'plain http': () => secure(() => checkPlainHttp(api.url)),
    'unknown route': () => checkUnknownRoute(api),
    'no token': () => checkNoToken(api),
    'bad token': () => checkBadToken(api),
    'webhook keys': () => checkWebhookKeys(api),
    token: () => withToken(site, (token) => checkToken(api, token)),
    write: async () => (write ? withToken(site, (token) => checkWrite(api, token, reseller)) : skip('only with --write')),
  };
};

// Whoever stands between would have it.
const withToken = async ({ api, token }: HttpSite, look: (token: string) => Promise<Finding>): Promise<Finding> => {
  if (!api.url.startsWith('https:') && !isLoopback(api.url)) return skip('a token is not sent over plain http');
  const value = await token();
  return value === undefined ? skip('no token was given: --token-command, or TENANTRY_TOKEN') : look(value);
};
