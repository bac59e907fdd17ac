import { ALWAYS, allOf, anyOf, type Condition, exists, isAbsent, where } from '../shared/table/condition.ts';
import { everyItem } from '../shared/table/every-item.ts';
import { StaleReadError } from '../shared/table/retry-on-conflict.ts';
import type { Table } from '../shared/table/table.ts';
import { type AttributeChange, change, type Item, remove, type Write } from '../shared/table/transaction.ts';
import {
  pendingWebhookKey,
  pendingWebhooks,
  webhookKey,
  webhookPairsKey,
  webhookQuotaKey,
  webhookTokenKey,
} from '../shared/table/webhook-keys.ts';
import type { Token } from './control-plane.ts';
import { FIRST_PAIR, type Pairs } from './pairs.ts';
import { placesOf, unchanged, webhookOf } from './store.ts';
import { type Owner, settledHealth, type Webhook } from './webhook.ts';

/** One run's claim on an endpoint; times are RFC 3339. */
export interface Lease {
  readonly id: string;
  readonly holder: string;
  readonly now: string;
  /** What is to be tried by then may be claimed. */
  readonly due: string;
  readonly ends: string;
}

/** What the holder of a lease has to do, as it is written down now. */
export interface Task {
  readonly id: string;
  /** The change to be followed: its version and when it was asked for. */
  readonly version: number;
  readonly since: string;
  /** How often it was claimed since it was last changed. */
  readonly tries: number;
  /** The version of the endpoint that EventBridge follows already, and when that has taken effect; RFC 3339. */
  readonly settles?: { readonly version: number; readonly at: string };
  /** One that is being removed included. */
  readonly webhook: Webhook | undefined;
  readonly pairs: Pairs;
  readonly readToken: () => Promise<Token>;
}

/** What is asked of EventBridge, and by which run. Methods that write answer false when what they rest on has changed. */
export const reconcilerStore = (table: Table) => ({
  /** Claims an endpoint that is due and that no living run holds. The raised `tries` is also what keeps this write from waking the function again. */
  claim: ({ id, holder, now, due, ends }: Lease): Promise<boolean> =>
    written(table, [
      change(
        pendingWebhookKey(id),
        { set: { holder, leaseEnds: ends }, add: { tries: 1 } },
        allOf(where('nextTry', '<=', due), anyOf(isAbsent('leaseEnds'), where('leaseEnds', '<', now), where('holder', '=', holder))),
        again,
      ),
    ]),

  /** Reads what the holder has to do; absent when the lease is not its any more. */
  task: async ({ id, holder }: Lease): Promise<Task | undefined> => {
    const item = await table.get(pendingWebhookKey(id));
    if (item?.holder !== holder) return undefined;
    const webhook = await table.get(webhookKey(id));
    const [version, since, tries] = [Number(item.version), String(item.since), Number(item.tries)];
    const settling = item.settlesAt === undefined ? {} : { settles: { version: Number(item.settlesVersion), at: String(item.settlesAt) } };
    const pairs = pairsOf(await table.get(webhookPairsKey(id)));
    return { id, version, since, tries, ...settling, webhook: webhook && webhookOf(webhook), pairs, readToken: () => readToken(table, id) };
  },

  /** Writes down which pairs an endpoint has. */
  writePairs: (lease: Lease, pairs: Pairs): Promise<boolean> =>
    written(table, [
      putPairs(lease.id, pairs),
      // Only for its condition, which a check would need a right of its own for.
      change(pendingWebhookKey(lease.id), { set: { leaseEnds: lease.ends } }, held(lease), again),
    ]),

  /** Sets the health of an endpoint that EventBridge follows now; it is looked at again when a pair of before can be removed. */
  settle: (lease: Lease, task: Task, nextTry: string | undefined): Promise<boolean> => {
    const settlesAt = task.settles?.at ?? lease.now;
    const done =
      nextTry === undefined ? remove(pendingWebhookKey(lease.id), asked(lease, task), again) : wait(lease, task, settlesAt, nextTry);
    return written(table, [...healthOf(task, settledHealth), done]);
  },

  /** Gives the lease back until the change has taken effect. */
  settleAt: (lease: Lease, task: Task, settlesAt: string): Promise<boolean> => written(table, [wait(lease, task, settlesAt, settlesAt)]),

  /** Deletes what is left of an endpoint of which EventBridge has nothing any more, and gives its quotas back. */
  finish: (lease: Lease, task: Task): Promise<boolean> =>
    written(table, [remove(pendingWebhookKey(lease.id), asked(lease, task), again), ...(task.webhook ? buried(task.webhook) : [])]),

  /** Gives the lease back, for another try later. */
  postpone: (lease: Lease, task: Task, nextTry: string): Promise<boolean> =>
    written(table, [change(pendingWebhookKey(lease.id), givenBack(nextTry), asked(lease, task), again)]),

  /** Tells the endpoint's owner why it could not be set up, and gives the lease back. */
  fail: (lease: Lease, task: Task, statusReason: string, nextTry: string): Promise<boolean> =>
    written(table, [
      ...healthOf(task, () => ({ status: 'failed', statusReason })),
      change(pendingWebhookKey(lease.id), givenBack(nextTry), asked(lease, task), again),
    ]),

  /** Gives the lease back whatever has changed. */
  release: (lease: Lease, nextTry: string): Promise<boolean> =>
    written(table, [change(pendingWebhookKey(lease.id), givenBack(nextTry), held(lease), again)]),

  /** The ids of endpoints that may be claimed, those that have waited longest first. All that wait are read: they are no more than the quota of endpoints. */
  due: async (now: string, most: number): Promise<readonly string[]> => {
    const waiting = await everyItem(table, pendingWebhooks);
    const due = waiting.filter(({ nextTry, leaseEnds }) => String(nextTry) <= now && (leaseEnds === undefined || String(leaseEnds) < now));
    const ordered = due.toSorted((one, other) => String(one.nextTry).localeCompare(String(other.nextTry)));
    return ordered.slice(0, most).map(({ ownerId }) => String(ownerId));
  },

  /** How many endpoints there are. */
  count: async (): Promise<number> => Number((await table.get(webhookQuotaKey('/')))?.endpoints ?? 0),
});

const again = () => new StaleReadError();

const written = async (table: Table, writes: readonly Write[]): Promise<boolean> => {
  try {
    await table.commit(writes);
    return true;
  } catch (error) {
    if (error instanceof StaleReadError) return false;
    throw error;
  }
};

/** Returns the write of which pairs an endpoint has, in any case unless a condition is given. Whoever holds no lease gives `samePairs`. */
export const putPairs = (id: string, { pair, former }: Pairs, condition = ALWAYS): Write =>
  change(webhookPairsKey(id), { set: { type: 'webhook-pairs', pair, former } }, condition, again);

/** Requires that the pairs of an endpoint are as they were read. */
export const samePairs = (item: Item | undefined): Condition =>
  item ? allOf(where('pair', '=', item.pair), where('former', '=', item.former)) : isAbsent();

/** The pairs out of their item, which an endpoint that never moved does not have. */
export const pairsOf = (item: Item | undefined): Pairs =>
  item ? { pair: Number(item.pair), former: item.former as Pairs['former'] } : FIRST_PAIR;

const readToken = async (table: Table, id: string): Promise<Token> => {
  const item = await table.get(webhookTokenKey(id));
  if (!item) throw new Error(`the webhook endpoint ${id} has no token`);
  return { token: String(item.token), tokenVersion: Number(item.tokenVersion) };
};

const held = ({ holder }: Lease): Condition => where('holder', '=', holder);

const asked = ({ holder }: Lease, { version, since }: Task): Condition =>
  allOf(where('holder', '=', holder), where('version', '=', version), where('since', '=', since));

/** Gives the lease back for an endpoint that EventBridge follows already, from a time on. */
const wait = (lease: Lease, task: Task, settlesAt: string, nextTry: string): Write => {
  const { set, ...rest } = givenBack(nextTry);
  const settling = { settlesAt, settlesVersion: task.webhook?.version };
  return change(pendingWebhookKey(lease.id), { set: { ...set, ...settling }, ...rest }, asked(lease, task), again);
};

const givenBack = (nextTry: string): AttributeChange => ({ set: { nextTry }, remove: ['holder', 'leaseEnds'] });

type Health = Pick<Webhook, 'status' | 'statusReason'>;

/** The health of an endpoint that is not on its way out; nobody sees that of another. */
const healthOf = ({ webhook }: Task, decide: (webhook: Webhook) => Health): readonly Write[] => {
  if (!webhook || webhook.deletedAt !== undefined) return [];
  const { status, statusReason } = decide(webhook);
  const said = statusReason === undefined ? { set: { status }, remove: ['statusReason'] } : { set: { status, statusReason } };
  return [change(webhookKey(webhook.id), said, unchanged(webhook), again)];
};

const buried = (webhook: Webhook): readonly Write[] => [
  remove(webhookKey(webhook.id), exists('deletedAt'), again),
  ...[webhookTokenKey(webhook.id), webhookPairsKey(webhook.id), ...placesOf(webhook)].map((key) => remove(key, ALWAYS, again)),
  ...[...new Set<Owner>(['/', webhook.owner])].map((owner) => change(webhookQuotaKey(owner), { add: { endpoints: -1 } }, ALWAYS, again)),
];
