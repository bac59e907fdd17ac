import type { Respond } from './journey-receiver.ts';
import { openSystem, type RunningSystem, requireNone } from './journey-runtime.ts';

/** The system that journeys share, one after another. */
interface SharedRuntime {
  readonly system: RunningSystem;
  /** Waits until nothing goes on any more; fails when a webhook was not as documented. */
  leave(): Promise<void>;
}

// Between two journeys that share it there may be one that does not. When none comes any more, what
// goes on by itself would only take time from other tests.
const UNUSED_MS = 30_000;

let opened: ReturnType<typeof openSystem> | undefined;
let respond: Respond = () => 200;
let unused: NodeJS.Timeout | undefined;

/**
 * Returns the running system of this process, started by the first journey that enters. What
 * happened before is forgotten; tenants and their endpoints stay, as they would in a deployment.
 */
export const enterSharedRuntime = async (responds: Respond): Promise<SharedRuntime> => {
  clearTimeout(unused);
  opened ??= openSystem({ respond: (arrival) => respond(arrival), clientTimeoutMs: 2000 });
  const { system } = await opened;
  respond = responds;
  forget(system);

  const leave = async (): Promise<void> => {
    await system.runtime.idle();
    unused = setTimeout(() => void closeSharedRuntime(), UNUSED_MS);
    requireNone(system.receiver.faults.splice(0));
  };
  return { system, leave };
};

/** Stops the system if it has started. */
export const closeSharedRuntime = async (): Promise<void> => {
  clearTimeout(unused);
  const last = opened;
  opened = undefined;
  await (await last)?.stop();
};

const forget = (system: RunningSystem): void => {
  const { events, deliveries, logs, accessLog, warnings, denials, answers, receiver } = system;
  const seen = [events, deliveries, logs, accessLog, warnings, denials, answers, receiver.arrivals, receiver.faults];
  for (const list of seen as unknown[][]) list.splice(0);
  system.onEvent = () => undefined;
  system.databaseFault = () => undefined;
};

// Jest ends a worker by no longer listening to it, and half a second later kills what still runs.
// The processes of functions and table end with this one, as they would with a runtime that
// crashes, and what they have written is removed with the folder of the run.
process.on('removeListener', (event) => {
  if (event !== 'message' || process.listenerCount('message') > 0 || !opened) return;
  process.kill(process.pid, 'SIGKILL');
});
