import { AsyncLocalStorage } from 'node:async_hooks';
import { Refusal } from '../contract/problems.ts';

/** Until when an invocation, or a part of it, may work; milliseconds of `performance.now()`. */
interface Deadline {
  /** Nothing begins later. */
  readonly beginBy: number;
  /** What is under way is abandoned then. */
  readonly end: number;
  /** The answer is given then, whatever still runs. */
  readonly answerBy: number;
  /** Aborts at `end`. */
  readonly signal: AbortSignal;
}

/** What an invocation keeps back, in milliseconds, to write its log and its answer in. */
const RESERVE_MS = 400;
/** The part of the reserve that is left when the answer is given without what does not end by itself. */
const ANSWER_MS = 150;
/** A round trip to an AWS service takes at least as long, in milliseconds: one that has less cannot end in time. */
export const LEAST_CALL_MS = 50;

const scope = new AsyncLocalStorage<Deadline>();

/** Thrown when the time is over, or too short to begin: 503, safe to repeat with an `Idempotency-Key`. */
export class DeadlineExceeded extends Refusal {
  constructor() {
    super('dependency-unavailable', 'A dependency was too slow to answer in time; try again.', { headers: { 'retry-after': '1' } });
    this.name = 'DeadlineExceeded';
  }
}

interface Remaining {
  readonly getRemainingTimeInMillis?: () => number;
}

/** Gives every invocation of a Lambda handler its own deadline; without a context that tells its time there is none. */
export const withDeadline =
  <Event, Context extends Remaining, Result>(handler: (event: Event, context: Context) => Promise<Result>) =>
  (event: Event, context: Context): Promise<Result> => {
    const remaining = context.getRemainingTimeInMillis?.();
    if (remaining === undefined) return scope.exit(() => handler(event, context));
    const end = performance.now() + remaining - RESERVE_MS;
    return run({ beginBy: end - LEAST_CALL_MS, end, answerBy: end + RESERVE_MS - ANSWER_MS }, () => handler(event, context));
  };

/** Runs a part of an invocation within limits of its own, in milliseconds from now; those of the invocation hold as well. */
export const withLimits = <T>(
  { beginMs, endMs }: { readonly beginMs: number; readonly endMs: number },
  work: () => Promise<T>,
): Promise<T> => {
  const [now, outer] = [performance.now(), scope.getStore()];
  const end = Math.min(now + endMs, outer?.end ?? Infinity);
  return run({ beginBy: Math.min(now + beginMs, outer?.beginBy ?? Infinity), end, answerBy: outer?.answerBy ?? Infinity }, work);
};

/** The limits of a write that a sign-in does without: whoever signs in must not suffer from a slow table. */
export const SIGN_IN_NOTE = { beginMs: 500, endMs: 1000 };

/** Runs a part of an invocation so that so many milliseconds of its time are left afterwards. */
export const reserveTime = <T>(ms: number, work: () => Promise<T>): Promise<T> => {
  const endMs = timeLeft() - ms;
  return withLimits({ beginMs: endMs - LEAST_CALL_MS, endMs }, work);
};

const run = async <T>(limits: Omit<Deadline, 'signal'>, work: () => Promise<T>): Promise<T> => {
  const controller = new AbortController();
  const ms = limits.end - performance.now();
  const timer = ms < MOST_MS ? setTimeout(() => controller.abort(new DeadlineExceeded()), Math.max(0, ms)) : undefined;
  try {
    return await scope.run({ ...limits, signal: controller.signal }, work);
  } finally {
    clearTimeout(timer);
  }
};

// The longest timer there is (2^31 − 1 milliseconds).
const MOST_MS = 2 ** 31 - 1;

/** How many milliseconds there are to work in; `Infinity` without a deadline. */
export const timeLeft = (): number => (scope.getStore()?.end ?? Infinity) - performance.now();

/** Whether something that takes at least so many milliseconds may begin, after a pause if one is given. */
export const mayBegin = (leastMs = LEAST_CALL_MS, pauseMs = 0): boolean => {
  const { beginBy, end } = scope.getStore() ?? { beginBy: Infinity, end: Infinity };
  const at = performance.now() + pauseMs;
  return at <= beginBy && at + leastMs <= end;
};

/** Lets nothing begin that cannot end in time. @throws {DeadlineExceeded} */
export const requireTime = (leastMs?: number): void => {
  if (!mayBegin(leastMs)) throw new DeadlineExceeded();
};

/** Waits, unless no time would be left afterwards. @throws {DeadlineExceeded} */
export const pause = async (ms: number): Promise<void> => {
  if (!mayBegin(0, ms)) throw new DeadlineExceeded();
  await new Promise((resolve) => setTimeout(resolve, ms));
};

/** Aborts when the time is over, with `DeadlineExceeded` as the reason; absent without a deadline. */
export const deadlineSignal = (): AbortSignal | undefined => scope.getStore()?.signal;

/** As `deadlineSignal`, and after so many milliseconds at the latest. */
export const signalWithin = (ms: number): AbortSignal =>
  AbortSignal.any([AbortSignal.timeout(ms), ...[deadlineSignal()].filter((signal) => signal !== undefined)]);

/** Waits for what has begun no longer than there is time; what does not end is left to itself. @throws {DeadlineExceeded} */
export const untilDeadline = <T>(work: Promise<T>): Promise<T> => until(scope.getStore()?.end, work);

/** As `inTime`, and a moment longer: for work that is itself in time, unless something in it does not know of the deadline. */
export const untilAnswerDeadline = <T>(work: Promise<T>): Promise<T> => until(scope.getStore()?.answerBy, work);

const until = async <T>(end: number | undefined, work: Promise<T>): Promise<T> => {
  const ms = (end ?? Infinity) - performance.now();
  if (ms >= MOST_MS) return work;
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new DeadlineExceeded()), Math.max(0, ms));
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Asks what invocations of one process may share, such as a key set. A question that ended by the deadline of another
 * invocation is asked again in the time of this one.
 */
export const shareAcrossInvocations = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await untilDeadline(ask());
    } catch (error) {
      if (!(error instanceof DeadlineExceeded) || !mayBegin()) throw error;
    }
  }
};
