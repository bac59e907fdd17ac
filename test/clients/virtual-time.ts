import type { Timers } from '../../client/index.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Turns of the event loop without a new timer, after which whoever runs is waiting for a timer. */
const QUIET_TURNS = 5;

/** Timers of a time of its own, which goes on to the next timer whenever everything waits. */
export const virtualTime = (random = () => 1) => {
  const start = Date.UTC(2026, 10, 22);
  const pending = new Set<Timer>();
  let now = start;
  let quiet = 0;
  let isTurning = false;
  const turn = (): void => {
    quiet += 1;
    if (quiet > QUIET_TURNS) fire();
    isTurning = pending.size > 0;
    if (isTurning) setImmediate(turn);
  };
  const fire = (): void => {
    const [next] = [...pending].toSorted((one, other) => one.at - other.at);
    if (!next) return;
    quiet = 0;
    pending.delete(next);
    now = next.at;
    next.run();
  };
  const timers: Timers = {
    now: () => now,
    random,
    after: (ms, run) => {
      const timer = { at: now + ms, run };
      quiet = 0;
      pending.add(timer);
      if (!isTurning) setImmediate(turn);
      isTurning = true;
      return () => void pending.delete(timer);
    },
  };
  return { timers, elapsed: () => now - start, pending: () => pending.size };
};
