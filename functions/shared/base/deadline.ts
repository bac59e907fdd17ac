import { AsyncLocalStorage } from 'node:async_hooks';
import { Refusal } from '../contract/problems.ts';

/** The limits of an invocation, or a part of it; milliseconds of `performance.now()`. */
interface Deadline {
  /** Nothing begins later. */
  readonly beginBy: number;
  /** Running work is abandoned then. */
  readonly end: number;
  /** The answer is sent then, whatever still runs. */
  readonly answerBy: number;
  /** Aborts at `end`. */
  readonly signal: AbortSignal;
}

/** The milliseconds that an invocation reserves to write its log and its answer. */
const RESERVE_MS = 400;
/** The part of the reserve that is left when the answer does not wait for running work. */
const ANSWER_MS = 150;
/**
 * The shortest round trip to an AWS service, in milliseconds: with less time a call cannot end in
 * time.
 */
export const MIN_CALL_MS = 50;

const scope = new AsyncLocalStorage<Deadline>();

/**
 * Thrown when the time is over, or too short to begin: 503, safe to repeat with an
 * `Idempotency-Key`.
 */
export class DeadlineExceeded extends Refusal {
  constructor() {
    super('dependency-unavailable', 'A dependency was too slow to answer in time; try again.', { headers: { 'retry-after': '1' } });
    this.name = 'DeadlineExceeded';
  }
}

interface Remaining {
  readonly getRemainingTimeInMillis?: () => number;
}

/**
 * Wraps a Lambda handler so that every invocation has its own deadline; without a context there is
 * none.
 */
export const withDeadline =
  <Event, Context extends Remaining, Result>(handler: (event: Event, context: Context) => Promise<Result>) =>
  (event: Event, context: Context): Promise<Result> => {
    const remaining = context.getRemainingTimeInMillis?.();
    if (remaining === undefined) return scope.exit(() => handler(event, context));
    const end = performance.now() + remaining - RESERVE_MS;
    return run({ beginBy: end - MIN_CALL_MS, end, answerBy: end + RESERVE_MS - ANSWER_MS }, () => handler(event, context));
  };

/**
 * Runs a part of an invocation within limits, in milliseconds from now; those of the invocation
 * apply as well.
 */
export const withLimits = <T>(
  { beginMs, endMs }: { readonly beginMs: number; readonly endMs: number },
  work: () => Promise<T>,
): Promise<T> => {
  const [now, outer] = [performance.now(), scope.getStore()];
  const end = Math.min(now + endMs, outer?.end ?? Infinity);
  return run({ beginBy: Math.min(now + beginMs, outer?.beginBy ?? Infinity), end, answerBy: outer?.answerBy ?? Infinity }, work);
};

/** The limits of a write that a sign-in can do without: it must not suffer from a slow table. */
export const SIGN_IN_WRITE_LIMITS = { beginMs: 500, endMs: 1000 };

/** Runs a part of an invocation so that that many milliseconds of its time are left afterwards. */
export const reserveTime = <T>(ms: number, work: () => Promise<T>): Promise<T> => {
  const endMs = timeLeft() - ms;
  return withLimits({ beginMs: endMs - MIN_CALL_MS, endMs }, work);
};

const run = async <T>(limits: Omit<Deadline, 'signal'>, work: () => Promise<T>): Promise<T> => {
  const controller = new AbortController();
  const ms = limits.end - performance.now();
  const timer = ms < MAX_TIMER_MS ? setTimeout(() => controller.abort(new DeadlineExceeded()), Math.max(0, ms)) : undefined;
  try {
    return await scope.run({ ...limits, signal: controller.signal }, work);
  } finally {
    clearTimeout(timer);
  }
};

// The longest timer (2^31 − 1 milliseconds).
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Returns the remaining milliseconds; `Infinity` without a deadline. */
export const timeLeft = (): number => (scope.getStore()?.end ?? Infinity) - performance.now();

/** True when work of at least that many milliseconds may begin, after an optional pause. */
export const mayBegin = (leastMs = MIN_CALL_MS, pauseMs = 0): boolean => {
  const { beginBy, end } = scope.getStore() ?? { beginBy: Infinity, end: Infinity };
  const at = performance.now() + pauseMs;
  return at <= beginBy && at + leastMs <= end;
};

/**
 * Refuses to begin what cannot end in time.
 * @throws {DeadlineExceeded}
 */
export const requireTime = (leastMs?: number): void => {
  if (!mayBegin(leastMs)) throw new DeadlineExceeded();
};

/**
 * Waits, unless no time would be left afterwards.
 * @throws {DeadlineExceeded}
 */
export const pause = async (ms: number): Promise<void> => {
  if (!mayBegin(0, ms)) throw new DeadlineExceeded();
  await new Promise((resolve) => setTimeout(resolve, ms));
};

/**
 * Returns the signal that aborts when the time is over, with `DeadlineExceeded` as the reason;
 * absent without a deadline.
 */
export const deadlineSignal = (): AbortSignal | undefined => scope.getStore()?.signal;

/** Returns a signal like `deadlineSignal` that also aborts after that many milliseconds. */
export const signalWithin = (ms: number): AbortSignal =>
  AbortSignal.any([AbortSignal.timeout(ms), ...[deadlineSignal()].filter((signal) => signal !== undefined)]);

/**
 * Waits for running work while there is time; work that does not end is abandoned.
 * @throws {DeadlineExceeded}
 */
export const untilDeadline = <T>(work: Promise<T>): Promise<T> => until(scope.getStore()?.end, work);

/**
 * Waits as `untilDeadline` does, and a moment longer: for work that ends in time itself, unless a
 * part of it does not know the deadline.
 */
export const untilAnswerDeadline = <T>(work: Promise<T>): Promise<T> => until(scope.getStore()?.answerBy, work);

const until = async <T>(end: number | undefined, work: Promise<T>): Promise<T> => {
  const ms = (end ?? Infinity) - performance.now();
  if (ms >= MAX_TIMER_MS) return work;
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new DeadlineExceeded()), Math.max(0, ms));
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Reads what invocations of one process share, such as a key set. A read that ended by the deadline
 * of another invocation is repeated in the time of this one.
 */
export const shareAcrossInvocations = async <T>(read: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await untilDeadline(read());
    } catch (error) {
      if (!(error instanceof DeadlineExceeded) || !mayBegin()) throw error;
    }
  }
};
