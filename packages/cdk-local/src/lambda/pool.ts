import type { Sandbox } from './sandbox.ts';
import type { Slots, SlotUser } from './slots.ts';

interface PoolOptions {
  readonly start: () => Sandbox;
  /** The number of sandboxes that may exist at once; further invocations wait their turn. */
  readonly limit: number;
  /** The bound on the sandboxes of all pools. */
  readonly slots: Slots;
  /** The time in milliseconds that an unused sandbox stays warm. */
  readonly idleMs: number;
}

/** The execution environments of one function. */
export type Pool = ReturnType<typeof sandboxPool>;

interface Idle {
  readonly sandbox: Sandbox;
  readonly since: number;
  /** Ends it, unless it is taken before. */
  readonly timer: NodeJS.Timeout;
}

/** Takes a sandbox that was idle. Its timer would keep it for minutes: thousands under load. */
const take = (one: Idle | undefined): Sandbox | undefined => {
  clearTimeout(one?.timer);
  return one?.sandbox;
};

/**
 * Reuses warm sandboxes, last used first, scales out up to the limit and replaces those that died.
 */
export const sandboxPool = ({ start, limit, slots, idleMs }: PoolOptions) => {
  const alive = new Set<Sandbox>();
  const idle: Idle[] = [];
  const waiting: PromiseWithResolvers<Sandbox>[] = [];
  let stopped = false;

  const open = (): Sandbox => {
    const sandbox = start();
    alive.add(sandbox);
    return sandbox;
  };
  const serve = (): void => {
    while (waiting.length > 0 && alive.size < limit && slots.take(user)) waiting.shift()?.resolve(open());
    if (waiting.length > 0) slots.queue(user);
  };
  const user: SlotUser = {
    size: () => alive.size,
    idleSince: () => idle[0]?.since,
    endIdle() {
      const longest = take(idle.shift());
      if (longest === undefined) return;
      alive.delete(longest);
      void longest.terminate();
    },
    onFree: serve,
  };
  slots.join(user);

  const close = async (sandbox: Sandbox): Promise<void> => {
    const position = idle.findIndex((one) => one.sandbox === sandbox);
    if (position >= 0) take(idle.splice(position, 1)[0]);
    if (alive.delete(sandbox)) slots.give();
    await sandbox.terminate();
  };
  const warm = (): Sandbox | undefined => {
    const sandbox = take(idle.pop());
    if (!sandbox?.dead()) return sandbox;
    void close(sandbox);
    return warm();
  };
  const acquire = (): Promise<Sandbox> | Sandbox => {
    if (stopped) throw new Error('The functions have been stopped');
    const ready = warm() ?? (alive.size < limit && slots.take(user) ? open() : undefined);
    if (ready) return ready;
    const turn = Promise.withResolvers<Sandbox>();
    waiting.push(turn);
    slots.queue(user);
    return turn.promise;
  };
  const release = (sandbox: Sandbox): void => {
    if (sandbox.dead() || slots.isWanted()) {
      void close(sandbox);
      if (!stopped) serve();
      return;
    }
    if (stopped) return;
    const next = waiting.shift();
    if (next) next.resolve(sandbox);
    else rest(sandbox);
  };
  const rest = (sandbox: Sandbox): void => {
    const timer = setTimeout(() => void close(sandbox), idleMs).unref();
    idle.push({ sandbox, since: performance.now(), timer });
  };

  return {
    async invoke(requestId: string, payload: string): Promise<string> {
      const sandbox = await acquire();
      try {
        return await sandbox.invoke(requestId, payload);
      } finally {
        release(sandbox);
      }
    },
    size: () => alive.size,
    /** Ends every sandbox in the middle of whatever it does. */
    async kill(): Promise<void> {
      await Promise.all([...alive].map((sandbox) => sandbox.terminate()));
    },
    async stop(): Promise<void> {
      stopped = true;
      for (const { reject } of waiting.splice(0)) reject(new Error('The functions have been stopped'));
      await Promise.all([...alive].map(close));
    },
  };
};
