import type { AttributeChange } from '../shared/table/change-expression.ts';
import { ALWAYS, allOf, anyOf, type Condition, exists, isAbsent, where } from '../shared/table/condition.ts';
import { readEveryItem } from '../shared/table/every-item.ts';
import { StaleReadError } from '../shared/table/retry-on-conflict.ts';
import type { Table } from '../shared/table/table.ts';
import { change, type Item, remove, type Write } from '../shared/table/transaction.ts';
import {
  pendingWebhookKey,
  pendingWebhooks,
  webhookKey,
  webhookPairsKey,
  webhookQuotaKey,
  webhookTokenKey,
} from '../shared/table/webhook-keys.ts';
import type { Token } from './control-plane.ts';
import type { Lease, Task } from './lease.ts';
import { FIRST_PAIR, type Pairs } from './pairs.ts';
import { placesOf, unchanged, webhookOf } from './store.ts';
import { type Owner, settledHealth, type Webhook } from './webhook.ts';

/**
 * Creates the store of pending work and of leases. Methods that write return false when what they
 * depend on has changed.
 */
export const reconcilerStore = (table: Table) => ({
  /**
   * Claims an endpoint that is due and that no living run holds. The raised `tries` also keeps this
   * write from invoking the function again.
   */
  claim: ({ id, holder, now, due, ends }: Lease): Promise<boolean> =>
    tryCommit(table, [
      change(
        pendingWebhookKey(id),
        { set: { holder, leaseEnds: ends }, add: { tries: 1 } },
        allOf(where('nextTry', '<=', due), anyOf(isAbsent('leaseEnds'), where('leaseEnds', '<', now), where('holder', '=', holder))),
        staleRead,
      ),
    ]),

  /** Reads the holder's work; absent when it has lost the lease. */
  task: async ({ id, holder }: Lease): Promise<Task | undefined> => {
    const item = await table.get(pendingWebhookKey(id));
    if (item?.holder !== holder) return undefined;
    const webhook = await table.get(webhookKey(id));
    const [version, since, tries] = [Number(item.version), String(item.since), Number(item.tries)];
    const settling = item.settlesAt === undefined ? {} : { settles: { version: Number(item.settlesVersion), at: String(item.settlesAt) } };
    const pairs = pairsOf(await table.get(webhookPairsKey(id)));
    return { id, version, since, tries, ...settling, webhook: webhook && webhookOf(webhook), pairs, readToken: () => readToken(table, id) };
  },

  /** Stores the pairs of an endpoint. */
  writePairs: (lease: Lease, pairs: Pairs): Promise<boolean> =>
    tryCommit(table, [
      putPairs(lease.id, pairs),
      // Only for its condition: a condition check would need another right.
      change(pendingWebhookKey(lease.id), { set: { leaseEnds: lease.ends } }, heldBy(lease), staleRead),
    ]),

  /**
   * Sets the health of an endpoint that EventBridge has. It is due again when a former pair can be
   * removed.
   */
  settle: (lease: Lease, task: Task, nextTry: string | undefined): Promise<boolean> => {
    const settlesAt = task.settles?.at ?? lease.now;
    const done =
      nextTry === undefined
        ? remove(pendingWebhookKey(lease.id), unchangedTask(lease, task), staleRead)
        : releaseUntil(lease, task, settlesAt, nextTry);
    return tryCommit(table, [...healthOf(task, settledHealth), done]);
  },

  /** Releases the lease until the change has taken effect. */
  settleAt: (lease: Lease, task: Task, settlesAt: string): Promise<boolean> =>
    tryCommit(table, [releaseUntil(lease, task, settlesAt, settlesAt)]),

  /** Deletes the items of an endpoint without resources in EventBridge, and releases its quotas. */
  finish: (lease: Lease, task: Task): Promise<boolean> =>
    tryCommit(table, [
      remove(pendingWebhookKey(lease.id), unchangedTask(lease, task), staleRead),
      ...(task.webhook ? removalOf(task.webhook) : []),
    ]),

  /** Releases the lease, for another try later. */
  postpone: (lease: Lease, task: Task, nextTry: string): Promise<boolean> =>
    tryCommit(table, [change(pendingWebhookKey(lease.id), releaseChange(nextTry), unchangedTask(lease, task), staleRead)]),

  /** Stores why the endpoint could not be set up, for its owner, and releases the lease. */
  fail: (lease: Lease, task: Task, statusReason: string, nextTry: string): Promise<boolean> =>
    tryCommit(table, [
      ...healthOf(task, () => ({ status: 'failed', statusReason })),
      change(pendingWebhookKey(lease.id), releaseChange(nextTry), unchangedTask(lease, task), staleRead),
    ]),

  /** Releases the lease whatever has changed. */
  release: (lease: Lease, nextTry: string): Promise<boolean> =>
    tryCommit(table, [change(pendingWebhookKey(lease.id), releaseChange(nextTry), heldBy(lease), staleRead)]),

  /**
   * Returns the ids of the endpoints that may be claimed, oldest first. Reads all that are pending,
   * which are no more than the quota of endpoints.
   */
  due: async (now: string, most: number): Promise<readonly string[]> => {
    const waiting = await readEveryItem(table, pendingWebhooks);
    const due = waiting.filter(({ nextTry, leaseEnds }) => String(nextTry) <= now && (leaseEnds === undefined || String(leaseEnds) < now));
    const ordered = due.toSorted((one, other) => String(one.nextTry).localeCompare(String(other.nextTry)));
    return ordered.slice(0, most).map(({ ownerId }) => String(ownerId));
  },

  /** Returns the number of endpoints. */
  count: async (): Promise<number> => Number((await table.get(webhookQuotaKey('/')))?.endpoints ?? 0),
});

const staleRead = () => new StaleReadError();

const tryCommit = async (table: Table, writes: readonly Write[]): Promise<boolean> => {
  try {
    await table.commit(writes);
    return true;
  } catch (error) {
    if (error instanceof StaleReadError) return false;
    throw error;
  }
};

/** Returns the write of the pairs of an endpoint. Pass `samePairs` when the run has no lease. */
export const putPairs = (id: string, { pair, former }: Pairs, condition = ALWAYS): Write =>
  change(webhookPairsKey(id), { set: { type: 'webhook-pairs', pair, former } }, condition, staleRead);

/** Returns the condition that the pairs of an endpoint are as they were read. */
export const samePairs = (item: Item | undefined): Condition =>
  item ? allOf(where('pair', '=', item.pair), where('former', '=', item.former)) : isAbsent();

/** Reads the pairs from their item, which an endpoint that never moved does not have. */
export const pairsOf = (item: Item | undefined): Pairs =>
  item ? { pair: Number(item.pair), former: item.former as Pairs['former'] } : FIRST_PAIR;

const readToken = async (table: Table, id: string): Promise<Token> => {
  const item = await table.get(webhookTokenKey(id));
  if (!item) throw new Error(`the webhook endpoint ${id} has no token`);
  return { token: String(item.token), tokenVersion: Number(item.tokenVersion) };
};

const heldBy = ({ holder }: Lease): Condition => where('holder', '=', holder);

const unchangedTask = ({ holder }: Lease, { version, since }: Task): Condition =>
  allOf(where('holder', '=', holder), where('version', '=', version), where('since', '=', since));

/**
 * Returns the write that releases the lease of an endpoint that EventBridge already has, until a
 * time.
 */
const releaseUntil = (lease: Lease, task: Task, settlesAt: string, nextTry: string): Write => {
  const { set, ...rest } = releaseChange(nextTry);
  const settling = { settlesAt, settlesVersion: task.webhook?.version };
  return change(pendingWebhookKey(lease.id), { set: { ...set, ...settling }, ...rest }, unchangedTask(lease, task), staleRead);
};

const releaseChange = (nextTry: string): AttributeChange => ({ set: { nextTry }, remove: ['holder', 'leaseEnds'] });

type Health = Pick<Webhook, 'status' | 'statusReason'>;

/**
 * Returns the write of the health of an endpoint; nothing when it is being removed, because nobody
 * sees it.
 */
const healthOf = ({ webhook }: Task, decide: (webhook: Webhook) => Health): readonly Write[] => {
  if (!webhook || webhook.deletedAt !== undefined) return [];
  const { status, statusReason } = decide(webhook);
  const attributes = statusReason === undefined ? { set: { status }, remove: ['statusReason'] } : { set: { status, statusReason } };
  return [change(webhookKey(webhook.id), attributes, unchanged(webhook), staleRead)];
};

const removalOf = (webhook: Webhook): readonly Write[] => [
  remove(webhookKey(webhook.id), exists('deletedAt'), staleRead),
  ...[webhookTokenKey(webhook.id), webhookPairsKey(webhook.id), ...placesOf(webhook)].map((key) => remove(key, ALWAYS, staleRead)),
  ...[...new Set<Owner>(['/', webhook.owner])].map((owner) =>
    change(webhookQuotaKey(owner), { add: { endpoints: -1 } }, ALWAYS, staleRead),
  ),
];
