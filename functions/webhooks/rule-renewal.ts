import { timeOf } from '../shared/contract/time.ts';
import { ALWAYS } from '../shared/table/condition.ts';
import { StaleReadError } from '../shared/table/retry-on-conflict.ts';
import type { Table } from '../shared/table/table.ts';
import { change } from '../shared/table/transaction.ts';
import { ruleRenewalKey, webhookKey, webhooksOf } from '../shared/table/webhook-keys.ts';
import { pendingWrite, webhookOf } from './store.ts';

/** The progress of renewing the rules of partners' endpoints that are older than the lineage. */
export interface Renewal {
  /** When a reconciler first knew of lineages; RFC 3339. */
  readonly since: string;
  /** The last endpoint that was renewed. */
  readonly after?: string;
  readonly done?: boolean;
}

/**
 * After this time no event without a lineage is put on the bus. A deployment changes the publisher
 * before the reconciler, old functions end within a minute, and a failed deployment is rolled back
 * by then.
 */
const WAIT_MS = 60 * 60_000;
/** The number of endpoints of a sweep; the control plane accepts 50 calls a second. */
const PAGE = 100;

/** Creates the store of the progress and of the endpoints whose rules are renewed. */
export const renewalStore = (table: Table) => {
  const read = async (): Promise<Renewal | undefined> => (await table.get(ruleRenewalKey)) as Renewal | undefined;

  const write = (set: Partial<Renewal>): Promise<void> =>
    table.commit([change(ruleRenewalKey, { set: { type: 'webhook-rules', ...set } }, ALWAYS, () => new StaleReadError())]);

  /**
   * Lets the reconciler renew the rules of a page of partners' endpoints. Returns the last endpoint
   * of the page, if there are more.
   */
  const renewPage = async (after: string | undefined, at: string): Promise<string | undefined> => {
    const { items, last } = await table.range({ range: webhooksOf('/'), limit: PAGE, after });
    for (const { ownerId } of items) {
      const item = await table.get(webhookKey(String(ownerId)));
      const webhook = item && webhookOf(item);
      if (webhook?.owner.startsWith('/partners/')) await table.commit([pendingWrite({ ...webhook, updatedAt: at })]);
    }
    return last;
  };

  return {
    /** True when rules may match by lineage alone, at a time in milliseconds since the epoch. */
    isDue: async (nowMs: number): Promise<boolean> => isOver(await read(), nowMs),

    /**
     * Continues the renewal once it is time. After a sweep that died, the next one repeats its
     * page.
     */
    proceed: async (nowMs: number): Promise<void> => {
      const renewal = await read();
      const at = new Date(nowMs).toISOString();
      if (renewal === undefined) return write({ since: at });
      if (renewal.done || !isOver(renewal, nowMs)) return;
      const after = await renewPage(renewal.after, at);
      await write(after === undefined ? { done: true } : { after });
    },
  };
};

const isOver = (renewal: Renewal | undefined, nowMs: number): boolean => renewal !== undefined && timeOf(renewal.since) + WAIT_MS <= nowMs;
