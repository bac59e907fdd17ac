import type { ConnectionHttpParameters, CreateConnectionOAuthRequestParameters } from '@aws-sdk/client-eventbridge';
import type { Exchange, HttpRequest } from './http-exchange.ts';
import type { Failure } from './outcome.ts';

type Parameters = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined;

/** An access token, or why there is none. */
export type TokenResult = { readonly token: string; readonly expiresAt: number } | Failure;

/** Access tokens by connection ARN. */
export type OAuthTokens = {
  /** The cached token, or a new one; callers at the same moment share one request. */
  get(arn: string, parameters: CreateConnectionOAuthRequestParameters): Promise<TokenResult>;
  /** Drops the cached token, or only if it is the refused one. */
  forget(arn: string, refused?: string): void;
};

// Until the token's last minute; a token without `expires_in` is good for an hour.
const EARLY_MS = 60_000;
const DEFAULT_LIFETIME_S = 3_600;

const pairs = (parameters: Parameters): [string, string][] => (parameters ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']);

const fields = (oauth: CreateConnectionOAuthRequestParameters, http: ConnectionHttpParameters | undefined) => ({
  grant_type: 'client_credentials',
  client_id: oauth.ClientParameters?.ClientID ?? '',
  client_secret: oauth.ClientParameters?.ClientSecret ?? '',
  ...Object.fromEntries(pairs(http?.BodyParameters)),
});

/**
 * The token request: a form, or JSON where the connection sets that content type; for GET the
 * fields go into the query.
 */
const tokenRequest = (oauth: CreateConnectionOAuthRequestParameters): HttpRequest => {
  const http = oauth.OAuthHttpParameters;
  const url = new URL(oauth.AuthorizationEndpoint ?? '');
  for (const [name, value] of pairs(http?.QueryStringParameters)) url.searchParams.set(name, value);
  const headers = new Headers({ accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' });
  for (const [name, value] of pairs(http?.HeaderParameters)) headers.set(name, value);
  const method = oauth.HttpMethod ?? 'POST';
  const form = fields(oauth, http);
  if (method === 'GET') for (const [name, value] of Object.entries(form)) url.searchParams.set(name, value);
  const isJson = headers.get('content-type')?.includes('json') === true;
  const body = isJson ? JSON.stringify(form) : new URLSearchParams(form).toString();
  return { method, url, headers: Object.fromEntries(headers), ...(method !== 'GET' && { body }) };
};

const failure = (reason: string): Failure => ({
  kind: 'failed',
  retryable: true,
  code: 'NO_PERMISSIONS',
  message: `Unable to invoke ApiDestination endpoint: the connection could not be authorized: ${reason}`,
});

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const readToken = (result: Exchange): TokenResult => {
  if (result.kind === 'timeout') return failure('the authorization endpoint timed out');
  if (result.kind === 'unreachable') return failure(`the authorization endpoint cannot be reached (${result.reason})`);
  const answer = parsed(result.body);
  const hasToken = typeof answer === 'object' && answer !== null && 'access_token' in answer && typeof answer.access_token === 'string';
  if (result.status < 200 || result.status > 299 || !hasToken) return failure(`the authorization endpoint answered ${result.status}`);
  const lifetime = Number('expires_in' in answer ? answer.expires_in : DEFAULT_LIFETIME_S) * 1000;
  return { token: String(answer.access_token), expiresAt: Date.now() + lifetime - Math.min(EARLY_MS, lifetime / 2) };
};

/** Fetches and caches client-credentials tokens; a failure is not cached. */
export const oauthTokens = (send: (request: HttpRequest) => Promise<Exchange>): OAuthTokens => {
  const cache = new Map<string, Promise<TokenResult>>();
  const settled = new Map<string, TokenResult>();

  const fetchToken = async (arn: string, oauth: CreateConnectionOAuthRequestParameters): Promise<TokenResult> => {
    const result = readToken(await send(tokenRequest(oauth)));
    if ('token' in result) settled.set(arn, result);
    else cache.delete(arn);
    return result;
  };

  const isExpired = (arn: string): boolean => {
    const known = settled.get(arn);
    return known !== undefined && 'token' in known && known.expiresAt <= Date.now();
  };

  const forget = (arn: string, refused?: string): void => {
    const known = settled.get(arn);
    if (refused !== undefined && !(known !== undefined && 'token' in known && known.token === refused)) return;
    cache.delete(arn);
    settled.delete(arn);
  };

  return {
    get(arn, oauth) {
      if (isExpired(arn)) forget(arn);
      const token = cache.get(arn) ?? fetchToken(arn, oauth);
      cache.set(arn, token);
      return token;
    },
    forget,
  };
};
