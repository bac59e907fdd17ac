import { setTimeout as delay } from 'node:timers/promises';
import {
  DeadlineExceeded,
  deadlineSignal,
  mayBegin,
  pause,
  requireTime,
  reserveTime,
  shareAcrossInvocations,
  timeLeft,
  untilAnswerDeadline,
  untilDeadline,
  withDeadline,
  withLimits,
} from '../../../functions/shared/base/deadline.ts';

// 400 of them are kept for the answer.
const RESERVE_MS = 400;

/** Runs something as an invocation that may work for so many milliseconds. */
const invoke = <T>(workMs: number, work: () => Promise<T>): Promise<T> =>
  withDeadline(work)(undefined, { getRemainingTimeInMillis: () => workMs + RESERVE_MS });

const never = new Promise<never>(() => undefined);

test('an invocation may work for the time it has, less what its answer takes', async () => {
  await invoke(1000, async () => {
    expect(timeLeft()).toBeGreaterThan(900);
    expect(timeLeft()).toBeLessThanOrEqual(1000);
  });
});

test('without a context that tells its time there is no deadline, even inside of another invocation', async () => {
  const endless = () => withDeadline(async () => timeLeft())(undefined, {});
  expect(await endless()).toBe(Infinity);
  expect(await invoke(1000, endless)).toBe(Infinity);
  expect([timeLeft(), mayBegin(), deadlineSignal()]).toEqual([Infinity, true, undefined]);
});

test('what does not end is 503 when the time is over, to be tried again, and its signal aborts', async () => {
  let signal: AbortSignal | undefined;
  const work = async () => {
    signal = deadlineSignal();
    return untilDeadline(never);
  };
  await expect(invoke(30, work)).rejects.toMatchObject({ code: 'dependency-unavailable', headers: { 'retry-after': '1' } });
  expect(signal?.aborted).toBe(true);
});

test('what ends by itself only after its time is answered for a moment later, within what is kept', async () => {
  const began = performance.now();
  await expect(invoke(10, () => untilAnswerDeadline(never))).rejects.toThrow(DeadlineExceeded);
  expect(performance.now() - began).toBeLessThan(10 + RESERVE_MS);
});

test('nothing begins that cannot end in time, and no pause is made that would leave none', async () => {
  await invoke(200, async () => {
    expect([mayBegin(), mayBegin(150), mayBegin(300), mayBegin(50, 250)]).toEqual([true, true, false, false]);
    expect(() => requireTime(300)).toThrow(DeadlineExceeded);
    const began = performance.now();
    await expect(pause(180)).rejects.toThrow(DeadlineExceeded);
    expect(performance.now() - began).toBeLessThan(100);
  });
});

test('a part has the shorter of its own limits and those of its invocation', async () => {
  await invoke(1000, async () => {
    await withLimits({ beginMs: 100, endMs: 300 }, async () => {
      expect(timeLeft()).toBeLessThanOrEqual(300);
      expect([mayBegin(50, 50), mayBegin(50, 150)]).toEqual([true, false]);
    });
    expect(await withLimits({ beginMs: 5000, endMs: 5000 }, async () => timeLeft())).toBeLessThanOrEqual(1000);
    expect(await reserveTime(600, async () => timeLeft())).toBeLessThanOrEqual(400);
    expect(timeLeft()).toBeGreaterThan(700);
  });
});

test('invocations that run at once in one process have each its own', async () => {
  const left = await Promise.all(
    [5000, 60, 1000].map((ms) =>
      invoke(ms, async () => {
        await delay(20);
        return timeLeft();
      }),
    ),
  );
  expect(left.map((ms, at) => ms <= ([5000, 60, 1000][at] ?? 0) && ms > -50)).toEqual([true, true, true]);
  expect((left[0] ?? 0) > 4000 && (left[1] ?? 99) < 50 && (left[2] ?? 0) > 500).toBe(true);
});

test('what invocations share is asked again when it ended by the deadline of another one', async () => {
  let reads = 0;
  let pending: Promise<string> | undefined;
  const ask = (): Promise<string> => {
    reads += 1;
    const answer = async () => {
      await (reads === 1 ? untilDeadline(never) : undefined);
      return 'the keys';
    };
    pending ??= answer().finally(() => {
      pending = undefined;
    });
    return pending;
  };
  const short = invoke(40, () => shareAcrossInvocations(ask));
  const long = invoke(2000, () => shareAcrossInvocations(ask));
  await expect(short).rejects.toThrow(DeadlineExceeded);
  expect(await long).toBe('the keys');
});
