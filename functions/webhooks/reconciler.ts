import { RETRY } from '../events/contract-delivery.ts';
import { reserveTime } from '../shared/base/deadline.ts';
import { Refusal } from '../shared/contract/problems.ts';
import { ControlPlaneError } from './control-plane.ts';
import { type PairLedger, removeFormerPairs } from './current-pair.ts';
import type { Lease, Task } from './lease.ts';
import { everyPair, type Pairs } from './pairs.ts';
import { type ProvisionDeps, provision, withdraw } from './provision.ts';
import {
  BACKOFF_TRANSIENT,
  BACKOFF_UNTIL_FIXED,
  isTransient,
  type ProvisioningFailure,
  pauseAfter,
  provisioningFailureOf,
  UNAUTHORIZED,
} from './provisioning-failure.ts';
import type { reconcilerStore } from './reconciler-store.ts';
import { isActive } from './webhook.ts';

export interface ReconcilerDeps extends Omit<ProvisionDeps, 'now' | 'removeAfter'> {
  readonly store: ReturnType<typeof reconcilerStore>;
  /** Returns milliseconds since the epoch. */
  readonly clock: () => number;
  /** The longest time until PutRule and PutTargets take effect, in milliseconds. */
  readonly settleMs: number;
  /** Returns a unique name for a run. */
  readonly newHolder: () => string;
  readonly log: {
    info(message: string, facts: Record<string, unknown>): void;
    warn(message: string, facts: Record<string, unknown>): void;
  };
}

/**
 * The result of a run: `left` when the endpoint is another run's or not due, else the state of the
 * endpoint.
 */
export type Outcome = 'left' | 'settling' | 'settled' | 'removed' | 'postponed' | 'failed';

/** Longer than the function may run: the holder of an expired lease is dead. */
const LEASE_MS = 90_000;
// Another machine, whose clock may be ahead, wrote the due time.
const SLACK_MS = 2000;
const ROUNDS = 5;
/** A run waits for a settling time up to this; after a longer one the endpoint is due again. */
const MAX_WAITED_MS = 5000;
/**
 * The longest time that a webhook may be in flight after its rule changed: its retry policy, and an
 * hour for undocumented delays.
 */
const IN_FLIGHT_MS = (RETRY.hours + 1) * 3_600_000;
/** The part of the function's time that is reserved to store the result and release the lease. */
const RECORD_MS = 3000;

/**
 * Sets EventBridge up for a pending endpoint, and stores the result in its status. Only the holder
 * of the endpoint's lease works on it. The next run continues after one that died. A change that is
 * made meanwhile is reconciled at once.
 */
export const reconcile = async (id: string, deps: ReconcilerDeps): Promise<Outcome> => {
  const now = deps.clock();
  const lease: Lease = { id, holder: deps.newHolder(), now: iso(now), due: iso(now + SLACK_MS), ends: iso(now + LEASE_MS) };
  if (!(await deps.store.claim(lease))) return 'left';
  try {
    const outcome = await work(lease, deps);
    deps.log.info('reconciled', { webhookId: id, outcome });
    return outcome;
  } catch (error) {
    // When the table is unreachable, the lease expires.
    const { first } = error instanceof Refusal ? BACKOFF_TRANSIENT : BACKOFF_UNTIL_FIXED;
    await deps.store.release(lease, iso(deps.clock() + first)).catch(() => false);
    throw error;
  }
};

const work = async (lease: Lease, deps: ReconcilerDeps): Promise<Outcome> => {
  let last: { readonly version: number | undefined; readonly since: string; readonly verdict: Verdict } | undefined;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const task = await deps.store.task(lease);
    if (!task) return 'left';
    const [version, { since }] = [task.webhook?.version, task];
    // Only its health has changed, so EventBridge already has the endpoint.
    const isKnown = last?.version === version && last?.since === since;
    const verdict = last && isKnown ? last.verdict : await reserveTime(RECORD_MS, () => reconcileTask(lease, task, deps));
    last = { version, since, verdict };
    if (await record(lease, task, verdict, deps)) return verdict.outcome;
  }
  await deps.store.release(lease, iso(deps.clock()));
  return 'postponed';
};

type Verdict =
  | { readonly outcome: 'settling'; readonly until: string }
  | { readonly outcome: 'settled'; readonly pairs: Pairs }
  | { readonly outcome: 'removed' | 'postponed' }
  | { readonly outcome: 'failed'; readonly failure: ProvisioningFailure; readonly code: string };

/** Sets EventBridge up for the endpoint as it is now. */
const reconcileTask = async (lease: Lease, task: Task, deps: ReconcilerDeps): Promise<Verdict> => {
  const { id, webhook, settles, readToken } = task;
  const ledger = ledgerOf(lease, task, deps.store);
  const provisionDeps = provisionDepsOf(deps);
  const leaves = webhook === undefined || webhook.deletedAt !== undefined;
  try {
    // The endpoint is read after the task: it may be a later one, which EventBridge does not have.
    if (settles && settles.version === webhook?.version && settles.at <= iso(deps.clock() + SLACK_MS)) {
      await removeFormerPairs(id, ledger, provisionDeps);
      return { outcome: 'settled', pairs: ledger.pairs() };
    }
    if (leaves) return (await withdraw(id, everyPair(task.pairs), deps)) === 'done' ? { outcome: 'removed' } : { outcome: 'postponed' };
    const provisioned = await provision(webhook, readToken, ledger, provisionDeps);
    if (provisioned === 'waiting') return { outcome: 'postponed' };
    if (provisioned === 'unauthorized') return { outcome: 'failed', failure: UNAUTHORIZED, code: 'Deauthorized' };
    return isActive(webhook) ? await takeEffect(ledger, deps) : { outcome: 'settled', pairs: ledger.pairs() };
  } catch (error) {
    if (error instanceof LeaseLost) return { outcome: 'postponed' };
    if (!(error instanceof ControlPlaneError)) throw error;
    deps.log.warn('control plane', { webhookId: id, action: error.action, code: error.code });
    return isTransient(error) ? { outcome: 'postponed' } : { outcome: 'failed', failure: provisioningFailureOf(error), code: error.code };
  }
};

/** Thrown when another run has the lease. */
class LeaseLost extends Error {}

const ledgerOf = (lease: Lease, task: Task, store: ReconcilerDeps['store']): PairLedger => {
  let { pairs } = task;
  return {
    pairs: () => pairs,
    write: async (next) => {
      if (!(await store.writePairs(lease, next))) throw new LeaseLost();
      pairs = next;
    },
  };
};

const provisionDepsOf = (deps: ReconcilerDeps): ProvisionDeps => ({
  ...deps,
  now: () => iso(deps.clock()),
  removeAfter: () => iso(deps.clock() + deps.settleMs + IN_FLIGHT_MS),
});

/** EventBridge silently drops what is put on the bus before the rule has taken effect. */
const takeEffect = async (ledger: PairLedger, { settleMs, sleep, clock }: ReconcilerDeps): Promise<Verdict> => {
  if (settleMs > MAX_WAITED_MS) return { outcome: 'settling', until: iso(clock() + settleMs) };
  if (settleMs > 0) await sleep(settleMs);
  return { outcome: 'settled', pairs: ledger.pairs() };
};

/** Stores the result; false when the endpoint has changed meanwhile. */
const record = async (lease: Lease, task: Task, verdict: Verdict, { store, clock, log, meter }: ReconcilerDeps): Promise<boolean> => {
  const after = (backoff: typeof BACKOFF_TRANSIENT): string => iso(clock() + pauseAfter(task.tries, backoff));
  if ('failure' in verdict) {
    const { failure, code } = verdict;
    if (failure.operator) {
      meter.add('ReconcilerRefusals', 1);
      log.warn('operator needed', { webhookId: task.id, code });
    }
    return store.fail(lease, task, failure.reason, after(BACKOFF_UNTIL_FIXED));
  }
  if (verdict.outcome === 'settling') return store.settleAt(lease, task, verdict.until);
  if (verdict.outcome === 'settled') return store.settle(lease, task, nextRemoval(verdict.pairs, iso(clock()), after(BACKOFF_TRANSIENT)));
  return verdict.outcome === 'removed' ? store.finish(lease, task) : store.postpone(lease, task, after(BACKOFF_TRANSIENT));
};

/**
 * Returns when the next former pair is to be removed; one that is overdue is tried again `later`.
 */
const nextRemoval = ({ former }: Pairs, now: string, later: string): string | undefined => {
  const [next] = former.map(({ removeAfter = now }) => removeAfter).toSorted();
  return next === undefined || next > now ? next : later;
};

const iso = (ms: number): string => new Date(ms).toISOString();
