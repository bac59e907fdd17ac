import type { Sandbox } from './sandbox.ts';

interface PoolOptions {
  readonly start: () => Sandbox;
  /** How many sandboxes may exist at once; further invocations wait their turn. */
  readonly limit: number;
  /** How long an unused sandbox stays warm, in milliseconds. */
  readonly idleMs: number;
}

/** The execution environments of one function. */
export type Pool = ReturnType<typeof sandboxPool>;

/** Reuses warm sandboxes, last used first, scales out up to the limit and replaces those that died. */
export function sandboxPool({ start, limit, idleMs }: PoolOptions) {
  const alive = new Set<Sandbox>();
  const idle: Sandbox[] = [];
  const waiting: PromiseWithResolvers<Sandbox>[] = [];
  const lastUse = new WeakMap<Sandbox, string>();
  let stopped = false;

  const open = (): Sandbox => {
    const sandbox = start();
    alive.add(sandbox);
    return sandbox;
  };
  const close = async (sandbox: Sandbox): Promise<void> => {
    alive.delete(sandbox);
    const position = idle.indexOf(sandbox);
    if (position >= 0) idle.splice(position, 1);
    await sandbox.terminate();
  };
  const warm = (): Sandbox | undefined => {
    const sandbox = idle.pop();
    if (!sandbox?.dead()) return sandbox;
    alive.delete(sandbox);
    return warm();
  };
  const acquire = (): Promise<Sandbox> | Sandbox => {
    if (stopped) throw new Error('The functions have been stopped');
    const ready = warm() ?? (alive.size < limit ? open() : undefined);
    if (ready) return ready;
    const turn = Promise.withResolvers<Sandbox>();
    waiting.push(turn);
    return turn.promise;
  };
  const release = (sandbox: Sandbox): void => {
    if (sandbox.dead()) alive.delete(sandbox);
    if (stopped) return;
    const next = waiting.shift();
    if (next) next.resolve(sandbox.dead() ? open() : sandbox);
    else if (!sandbox.dead()) rest(sandbox);
  };
  const rest = (sandbox: Sandbox): void => {
    idle.push(sandbox);
    const last = lastUse.get(sandbox);
    setTimeout(() => {
      if (idle.includes(sandbox) && lastUse.get(sandbox) === last) void close(sandbox);
    }, idleMs).unref();
  };

  return {
    async invoke(requestId: string, payload: string): Promise<string> {
      const sandbox = await acquire();
      lastUse.set(sandbox, requestId);
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
}
