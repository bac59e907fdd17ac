import type { Authorization } from './auth.ts';
import type { OperationProblems } from './generated/operations.ts';
import type { AllOptions, Operation } from './method.ts';
import { type ProblemBody, type ProblemCode, TenantryConnectionError, TenantryProblem } from './problem.ts';
import { type ApiRequest, toRequest } from './request.ts';
import { type Failure, type Outcome, readRetryAfter, withRetries } from './retry.ts';
import { TimeoutReason, type Timers, untilAborted, within } from './timers.ts';

/** The environment of all calls of a client. */
export interface Context {
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly timers: Timers;
  readonly authorization: Authorization;
  readonly timeout: number;
  readonly retries: number;
}

/** The answer to a request that succeeded. */
export interface Answer {
  readonly body: unknown;
  readonly headers: Headers;
}

// The gateway of the API answers within 30 seconds, or never.
const ATTEMPT_MS = 35_000;

/**
 * Calls an operation: signs the request in, and sends it again where that is safe.
 * @throws {TenantryProblem} when the API refuses it
 * @throws {TenantryConnectionError} when there is no answer
 * @throws {TenantryTokenError} when there is no token for it
 * @throws {unknown} the reason of `signal`, when that ends the call
 */
export const call = async (operation: Operation, args: object, options: AllOptions, context: Context): Promise<Answer> => {
  const { timeout = context.timeout, retries = context.retries } = options;
  const { timers } = context;
  const request = toRequest(operation, args as Readonly<Record<string, unknown>>, options, context.url);
  const state = { id: operation.id as keyof OperationProblems, attempts: 0, mayBeDone: false };
  try {
    return await within({ ms: timeout, timers, outer: options.signal }, (signal) => {
      const send = sender(request, operation, state, context, signal);
      return withRetries<Answer>({ retries, deadline: timers.now() + timeout, signal, timers }, send);
    });
  } catch (error) {
    if (!(error instanceof TimeoutReason) || options.signal?.aborted) throw error;
    throw new TenantryConnectionError(state.id, `no answer within ${timeout} ms`, state.attempts);
  }
};

/** The story of a call so far. */
interface State {
  readonly id: keyof OperationProblems;
  attempts: number;
  mayBeDone: boolean;
}

/** Returns an attempt at a call, which gets another token once when the API refuses the first. */
const sender = (request: ApiRequest, { isPublic }: Operation, state: State, context: Context, signal: AbortSignal) => {
  let isRenewed = false;
  const headerOf = () => (isPublic ? undefined : untilAborted(signal, context.authorization.header()));
  return async (): Promise<Outcome<Answer>> => {
    const header = await headerOf();
    const outcome = await exchange(request, header, state, context, signal);
    if (header === undefined || isRenewed || !isUnauthorized(outcome)) return outcome;
    isRenewed = true;
    await context.authorization.reject(header);
    const renewed = await headerOf();
    return renewed === header ? outcome : exchange(request, renewed, state, context, signal);
  };
};

const isUnauthorized = (outcome: Outcome<Answer>): boolean =>
  'error' in outcome && outcome.error instanceof TenantryProblem && outcome.error.status === 401;

/** Sends a request once, and reads its answer. */
const exchange = async (
  { method, url, headers, body, mayRepeat }: ApiRequest,
  authorization: string | undefined,
  state: State,
  { fetch, timers }: Context,
  outer: AbortSignal,
): Promise<Outcome<Answer>> => {
  const signed = new Headers(headers);
  if (authorization !== undefined) signed.set('authorization', authorization);
  state.attempts += 1;
  try {
    return await within({ ms: ATTEMPT_MS, timers, outer }, async (signal) => {
      // A redirect would take credentials and body to another place.
      const response = await fetch(url, { method, headers: signed, signal, redirect: 'error', ...(body !== undefined && { body }) });
      const text = await response.text();
      if (!response.ok) return refusal(response, text, mayRepeat, state, timers.now());
      return { value: { body: text === '' ? undefined : parse(text), headers: response.headers } };
    });
  } catch (cause) {
    if (outer.aborted) throw cause;
    state.mayBeDone = true;
    return { error: new TenantryConnectionError(state.id, 'no answer that can be read', state.attempts, cause), mayRepeat };
  }
};

// An error of `JSON.parse` quotes what it reads, which may be a secret.
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError('the answer is not JSON');
  }
};

const refusal = (response: Response, text: string, mayRepeat: boolean, state: State, now: number): Failure => {
  const { status, headers } = response;
  const body = readProblem(text, status);
  const retryAfter = readRetryAfter(headers, now);
  const isUndone = status < 500 || body.code === 'contention';
  state.mayBeDone ||= !isUndone;
  const requestId = headers.get('x-request-id') ?? body.instance;
  return {
    error: new TenantryProblem({
      operation: state.id,
      status,
      body,
      requestId,
      retryAfter,
      attempts: state.attempts,
      mayBeDone: state.mayBeDone,
    }),
    mayRepeat: status === 429 || body.code === 'contention' || ([502, 503, 504].includes(status) && mayRepeat),
    retryAfter,
  };
};

/** Reads a problem; what is no JSON object comes from some proxy, and is not quoted. */
const readProblem = (text: string, status: number): ProblemBody<ProblemCode | undefined> => {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'message' in body)
      return { code: undefined, ...(body as object) } as ProblemBody<undefined>;
  } catch {}
  return { code: undefined, message: `HTTP ${status}` };
};
