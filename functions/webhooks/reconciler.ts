import { RETRY } from '../events/contract-delivery.ts';
import { reserveTime } from '../shared/base/deadline.ts';
import { Refusal } from '../shared/contract/problems.ts';
import { ControlPlaneError } from './control-plane.ts';
import { type PairLedger, removeFormer } from './current-pair.ts';
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
import type { Lease, reconcilerStore, Task } from './reconciler-store.ts';
import { isActive } from './webhook.ts';

export interface ReconcilerDeps extends Omit<ProvisionDeps, 'now' | 'removeAfter'> {
  readonly store: ReturnType<typeof reconcilerStore>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** How long PutRule and PutTargets may take to take effect, in milliseconds. */
  readonly settleMs: number;
  /** A name for a run that no other run has. */
  readonly newHolder: () => string;
  readonly log: {
    info(message: string, facts: Record<string, unknown>): void;
    warn(message: string, facts: Record<string, unknown>): void;
  };
}

/** What a run did: nothing, because the endpoint is another's or not due; or how the endpoint is now. */
export type Outcome = 'left' | 'settling' | 'settled' | 'removed' | 'postponed' | 'failed';

/** Longer than the function may run: who holds an expired lease is dead. */
const LEASE_MS = 90_000;
// What is due was written by another machine, whose clock may be ahead.
const SLACK_MS = 2000;
const ROUNDS = 5;
/** A settling time up to this is waited for by the run itself; after a longer one the endpoint is tried again. */
const MOST_WAITED_MS = 5000;
/** How long a webhook may be on its way after its rule leads elsewhere: the most of its retry policy, and an hour for what nobody documents. */
const IN_FLIGHT_MS = (RETRY.hours + 1) * 3_600_000;
/** What is kept of the function's time to write down how it went, and to give the lease back. */
const RECORD_MS = 3000;

/**
 * Makes EventBridge follow an endpoint that needs it, and says in its status how that went. Whoever holds the endpoint's lease works alone; a run that
 * dies leaves what the next one goes on from. A change that comes in between is followed at once.
 */
export const reconcile = async (id: string, deps: ReconcilerDeps): Promise<Outcome> => {
  const now = deps.clock();
  const lease: Lease = { id, holder: deps.newHolder(), now: iso(now), due: iso(now + SLACK_MS), ends: iso(now + LEASE_MS) };
  if (!(await deps.store.claim(lease))) return 'left';
  try {
    const outcome = await hold(lease, deps);
    deps.log.info('reconciled', { webhookId: id, outcome });
    return outcome;
  } catch (error) {
    // Unless the table is out of reach: then the lease runs out.
    const { first } = error instanceof Refusal ? BACKOFF_TRANSIENT : BACKOFF_UNTIL_FIXED;
    await deps.store.release(lease, iso(deps.clock() + first)).catch(() => false);
    throw error;
  }
};

const hold = async (lease: Lease, deps: ReconcilerDeps): Promise<Outcome> => {
  let last: { readonly version: number | undefined; readonly since: string; readonly verdict: Verdict } | undefined;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const task = await deps.store.task(lease);
    if (!task) return 'left';
    const [version, { since }] = [task.webhook?.version, task];
    // Only its health has changed: EventBridge need not be asked again.
    const isKnown = last?.version === version && last?.since === since;
    const verdict = last && isKnown ? last.verdict : await reserveTime(RECORD_MS, () => follow(lease, task, deps));
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
  | { readonly outcome: 'failed'; readonly trouble: ProvisioningFailure; readonly code: string };

/** Brings EventBridge to where the endpoint is. */
const follow = async (lease: Lease, task: Task, deps: ReconcilerDeps): Promise<Verdict> => {
  const { id, webhook, settles, readToken } = task;
  const ledger = ledgerOf(lease, task, deps.store);
  const provisionDeps = provisionDepsOf(deps);
  const leaves = webhook === undefined || webhook.deletedAt !== undefined;
  try {
    // The endpoint is read after what is asked: it may be a later one, which EventBridge has not heard of.
    if (settles && settles.version === webhook?.version && settles.at <= iso(deps.clock() + SLACK_MS)) {
      await removeFormer(id, ledger, provisionDeps);
      return { outcome: 'settled', pairs: ledger.pairs() };
    }
    if (leaves) return (await withdraw(id, everyPair(task.pairs), deps)) === 'done' ? { outcome: 'removed' } : { outcome: 'postponed' };
    const provisioned = await provision(webhook, readToken, ledger, provisionDeps);
    if (provisioned === 'waiting') return { outcome: 'postponed' };
    if (provisioned === 'unauthorized') return { outcome: 'failed', trouble: UNAUTHORIZED, code: 'Deauthorized' };
    return isActive(webhook) ? await takeEffect(ledger, deps) : { outcome: 'settled', pairs: ledger.pairs() };
  } catch (error) {
    if (error instanceof LeaseLost) return { outcome: 'postponed' };
    if (!(error instanceof ControlPlaneError)) throw error;
    deps.log.warn('control plane', { webhookId: id, action: error.action, code: error.code });
    return isTransient(error) ? { outcome: 'postponed' } : { outcome: 'failed', trouble: provisioningFailureOf(error), code: error.code };
  }
};

/** Another run holds the endpoint. */
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

/** EventBridge drops what is put on the bus before the rule has taken effect, and says nothing. */
const takeEffect = async (ledger: PairLedger, { settleMs, sleep, clock }: ReconcilerDeps): Promise<Verdict> => {
  if (settleMs > MOST_WAITED_MS) return { outcome: 'settling', until: iso(clock() + settleMs) };
  if (settleMs > 0) await sleep(settleMs);
  return { outcome: 'settled', pairs: ledger.pairs() };
};

/** Writes down how it went; false when the endpoint has changed meanwhile. */
const record = async (lease: Lease, task: Task, verdict: Verdict, { store, clock, log, meter }: ReconcilerDeps): Promise<boolean> => {
  const after = (patience: typeof BACKOFF_TRANSIENT): string => iso(clock() + pauseAfter(task.tries, patience));
  if ('trouble' in verdict) {
    const { trouble, code } = verdict;
    if (trouble.operator) {
      meter.add('ReconcilerRefusals', 1);
      log.warn('operator needed', { webhookId: task.id, code });
    }
    return store.fail(lease, task, trouble.reason, after(BACKOFF_UNTIL_FIXED));
  }
  if (verdict.outcome === 'settling') return store.settleAt(lease, task, verdict.until);
  if (verdict.outcome === 'settled') return store.settle(lease, task, nextRemoval(verdict.pairs, iso(clock()), after(BACKOFF_TRANSIENT)));
  return verdict.outcome === 'removed' ? store.finish(lease, task) : store.postpone(lease, task, after(BACKOFF_TRANSIENT));
};

/** When a pair of before is to be removed next; one that was to be by now is tried again `later`. */
const nextRemoval = ({ former }: Pairs, now: string, later: string): string | undefined => {
  const [next] = former.map(({ removeAfter = now }) => removeAfter).toSorted();
  return next === undefined || next > now ? next : later;
};

const iso = (ms: number): string => new Date(ms).toISOString();
