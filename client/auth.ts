import { TenantryTokenError } from './problem.ts';
import { readRetryAfter, withRetries } from './retry.ts';
import { TimeoutReason, type Timers, within } from './timers.ts';

/** A token that does not change, or a function that returns the token of now. */
export interface TokenAuth {
  readonly token: string | (() => string | Promise<string>);
}

/** The client credentials grant of OAuth 2: the client fetches tokens and renews them. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tokenUrl: string;
  readonly scope?: string;
}

/** HTTP Basic: a contact's user name and password, or an API credential's id and secret. */
export interface BasicAuth {
  readonly username: string;
  readonly password: string;
}

export type Auth = TokenAuth | ClientCredentials | BasicAuth;

/** A source of `Authorization` headers. */
export interface Authorization {
  header(): Promise<string>;
  /** Tells that the API does not take a header any more. */
  reject(header: string): Promise<void>;
}

interface Context {
  readonly fetch: typeof fetch;
  readonly timers: Timers;
  readonly allowHttp: boolean;
}

/** Creates the source of `Authorization` headers for whatever kind of credentials. */
export const authorization = (auth: Auth, context: Context): Authorization => {
  if ('clientId' in auth) return clientCredentials(auth, context);
  if ('username' in auth) return { header: async () => basic(auth.username, auth.password), reject: async () => {} };
  const { token } = auth;
  return { header: async () => bearer(typeof token === 'string' ? token : await token()), reject: async () => {} };
};

// An error of `fetch` would quote a header that it does not take.
const bearer = (token: unknown): string => {
  if (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)) return `Bearer ${token}`;
  throw new TenantryTokenError('it is empty, or has characters that no header holds');
};

const basic = (name: string, secret: string): string => {
  if (name.includes(':')) throw new TypeError('A user name of HTTP Basic has no colon');
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${name}:${secret}`)))}`;
};

interface Token {
  readonly header: string;
  /** When the next one is fetched, in milliseconds since 1970. */
  readonly renewAt: number;
}

const clientCredentials = (auth: ClientCredentials, context: Context): Authorization => {
  const url = checkedUrl(auth.tokenUrl, 'tokenUrl', context.allowHttp).href;
  let current: Promise<Token> | undefined;
  // Whoever asks meanwhile gets the same one.
  const renew = (): Promise<Token> => {
    const fetched = fetchToken(url, auth, context);
    current = fetched;
    fetched.catch(() => {
      if (current === fetched) current = undefined;
    });
    return fetched;
  };
  return {
    header: async () => {
      const known = current ?? renew();
      const token = await known;
      if (token.renewAt > context.timers.now()) return token.header;
      return (await (current === known || current === undefined ? renew() : current)).header;
    },
    reject: async (header) => {
      const known = current;
      const token = await known?.catch(() => undefined);
      if (token?.header === header && current === known) current = undefined;
    },
  };
};

const FETCH_MS = 30_000;
const RETRIES = 3;
// A token is not used in its last minute, or in the last fifth of a short life.
const MARGIN_SECONDS = 60;

/** Fetches a token (RFC 6749, 4.4). Its own time ends it, and no call: others may wait for it. */
const fetchToken = (url: string, auth: ClientCredentials, { fetch, timers }: Context): Promise<Token> => {
  const credentials = basic(encodeForm(auth.clientId), encodeForm(auth.clientSecret));
  const request = {
    method: 'POST',
    headers: { authorization: credentials, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...(auth.scope !== undefined && { scope: auth.scope }) }).toString(),
    redirect: 'error',
  } as const;
  const deadline = timers.now() + FETCH_MS;
  const fetching = within({ ms: FETCH_MS, timers, outer: undefined }, (signal) =>
    withRetries<Token>({ retries: RETRIES, deadline, signal, timers }, async () => {
      const asked = timers.now();
      const response = await fetch(url, { ...request, signal }).catch(
        (cause: unknown) => new TenantryTokenError('the issuer does not answer', undefined, cause),
      );
      if (response instanceof Error) return { error: response, mayRepeat: !signal.aborted };
      const body = await response.json().catch(() => undefined);
      if (response.ok) return { value: readToken(body, asked) };
      return {
        error: new TenantryTokenError(`the issuer answered ${[response.status, ...errorCode(body)].join(' ')}`, response.status),
        mayRepeat: response.status === 429 || response.status >= 500,
        retryAfter: readRetryAfter(response.headers, timers.now()),
      };
    }),
  );
  return fetching.catch((error: unknown) => {
    throw error instanceof TimeoutReason ? new TenantryTokenError(`the issuer did not answer within ${FETCH_MS} ms`) : error;
  });
};

const readToken = (body: unknown, asked: number): Token => {
  const { access_token, expires_in } = (body ?? {}) as { readonly access_token?: unknown; readonly expires_in?: unknown };
  const seconds = Number.isFinite(Number(expires_in ?? Number.NaN)) ? Number(expires_in) : Number.POSITIVE_INFINITY;
  return { header: bearer(access_token), renewAt: asked + (seconds - Math.min(MARGIN_SECONDS, seconds / 5)) * 1000 };
};

/** The code of OAuth only: what else an issuer says may repeat what it was sent. */
const errorCode = (body: unknown): readonly string[] => {
  const { error } = (body ?? {}) as { readonly error?: unknown };
  return typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? [error] : [];
};

const encodeForm = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);

/**
 * Parses an address. Over plain http anybody on the way reads credentials: it is for this machine,
 * unless it is allowed.
 * @throws {TypeError} which does not quote it, for anything but http or https, and with credentials
 */
export const checkedUrl = (text: string, name: string, allowHttp: boolean): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (!isWeb || url.username !== '' || url.password !== '') throw new TypeError(`\`${name}\` must be an http(s) URL without credentials`);
  if (url.protocol === 'http:' && !allowHttp && !isLoopback(url))
    throw new TypeError(`\`${name}\` must be https, except on this machine: plain http to another needs \`allowHttp: true\``);
  return url;
};

// A URL writes every IPv4 address with four numbers.
const isLoopback = ({ hostname }: URL): boolean => /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
