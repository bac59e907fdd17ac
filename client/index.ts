/**
 * The client of the Tenantry API, for Node.js, Deno, Bun and browsers: docs/client.md describes it.
 */
import { type Auth, authorization, checkedUrl } from './auth.ts';
import { type Context, call } from './call.ts';
import { OPERATIONS, type TenantryClient } from './generated/operations.ts';
import type { AllOptions, Operation } from './method.ts';
import { pagesOf } from './pages.ts';
import { TIMERS, type Timers } from './timers.ts';

export type { Auth, BasicAuth, ClientCredentials, TokenAuth } from './auth.ts';
export type { OperationProblems, TenantryClient } from './generated/operations.ts';
export type * from './generated/types.ts';
export type { CallOptions, Creating, DryRunning, Keyed, Matched, MethodArgs, Page, Pages, Version } from './method.ts';
export {
  type AnyProblem,
  isProblem,
  isProblemOf,
  type ProblemBody,
  type ProblemCode,
  type ProblemWith,
  TenantryConnectionError,
  TenantryProblem,
  TenantryTokenError,
} from './problem.ts';
export type { Timers } from './timers.ts';

/** The options of a client. */
export interface TenantryClientOptions {
  /** The address of the API, with the path of its stage if it has one. */
  readonly url: string;
  readonly auth: Auth;
  /**
   * Sends credentials over plain http to other hosts than this machine, too, such as inside of a
   * mesh that encrypts. False by default.
   */
  readonly allowHttp?: boolean;
  /** By default the platform's. */
  readonly fetch?: typeof fetch;
  /** The most retries of a call; 4 by default. */
  readonly retries?: number;
  /** The milliseconds that a call may take, with its retries; 60,000 by default. */
  readonly timeout?: number;
  /** By default the platform's: tests have their own. */
  readonly timers?: Timers;
}

/**
 * Creates a client. Nothing is sent before its first call.
 * @throws {TypeError} for an address that is none, that has more than a path, or that is plain http
 */
export const createTenantryClient = ({
  url,
  auth,
  allowHttp = false,
  retries = 4,
  timeout = 60_000,
  timers = TIMERS,
  ...options
}: TenantryClientOptions): TenantryClient => {
  const fetch: Context['fetch'] = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  const { origin, pathname, search, hash } = checkedUrl(url, 'url', allowHttp);
  // Paths would be appended to the query or the fragment.
  if (search !== '' || hash !== '') throw new TypeError('`url` must have no query and no fragment');
  const context: Context = {
    url: `${origin}${pathname}`.replace(/\/+$/, ''),
    ...{ fetch, timers, retries, timeout },
    authorization: authorization(auth, { fetch, timers, allowHttp }),
  };
  const resources = Object.entries(OPERATIONS).map(([name, operations]) => [
    name,
    Object.fromEntries(Object.entries(operations).map(([method, operation]) => [method, methodOf(operation, context)])),
  ]);
  return Object.fromEntries(resources) as TenantryClient;
};

/** Returns the method of an operation; the generated type says what it takes and answers. */
const methodOf = (operation: Operation, context: Context) => {
  if (!operation.isPaged) {
    return async (args: object = {}, options: AllOptions = {}) => (await call(operation, args, options, context)).body;
  }
  return (args: { readonly cursor?: string } = {}, options: AllOptions = {}) =>
    pagesOf((cursor) => call(operation, cursor === undefined ? args : { ...args, cursor }, options, context), args.cursor);
};
