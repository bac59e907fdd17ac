import { isLoopback } from '../../../lib/configuration/formats.ts';
import { type Finding, skipped } from '../finding.ts';
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

/** What the checks over HTTP need. */
export interface HttpSite {
  readonly api: Api;
  /** The OpenAPI document of this checkout. */
  readonly document: object;
  readonly now: number;
  /** A token, or undefined when there is none to be had. */
  readonly token: () => Promise<string | undefined>;
  readonly write: boolean;
  readonly reseller: string | undefined;
}

/** The checks that need the API's address alone; without one, for the reason given, each is a row that says so. */
export const httpChecks = (site: HttpSite | undefined, reason: string): readonly Check[] => {
  const looks = site ? looksAt(site) : looksAtNothing(reason);
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

const looksAtNothing = (reason: string): Looks =>
  Object.fromEntries(NAMES.map((name) => [name, async () => skipped(reason)])) as unknown as Looks;

const looksAt = (site: HttpSite): Looks => {
  const { api, document, now, write, reseller } = site;
  const secure = async (look: () => Promise<Finding>) => (api.url.startsWith('https:') ? look() : skipped('the address is http'));
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
    write: async () => (write ? withToken(site, (token) => checkWrite(api, token, reseller)) : skipped('only with --write')),
  };
};

// Whoever stands between would have it.
const withToken = async ({ api, token }: HttpSite, look: (token: string) => Promise<Finding>): Promise<Finding> => {
  if (!api.url.startsWith('https:') && !isLoopback(api.url)) return skipped('a token is not sent over plain http');
  const given = await token();
  return given === undefined ? skipped('no token was given: --token-command, or TENANTRY_TOKEN') : look(given);
};
