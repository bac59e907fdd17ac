import { timeOf } from '../shared/contract/time.ts';
import { ALWAYS } from '../shared/table/condition.ts';
import { StaleReadError } from '../shared/table/retry-on-conflict.ts';
import type { Table } from '../shared/table/table.ts';
import { change } from '../shared/table/transaction.ts';
import { ruleRenewalKey, webhookKey, webhooksOf } from '../shared/table/webhook-keys.ts';
import { pending, webhookOf } from './store.ts';

/** How far the rules of partners' endpoints from before there was a lineage have been put again. */
export interface Renewal {
  /** When a reconciler first knew of lineages; RFC 3339. */
  readonly since: string;
  /** The last endpoint that was looked at. */
  readonly after?: string;
  readonly done?: boolean;
}

/**
 * From then on no event without a lineage comes to the bus any more: a deployment changes the publisher before the reconciler, what
 * runs of the old one ends within a minute, and a deployment that fails is rolled back by then.
 */
const WAIT_MS = 60 * 60_000;
/** How many endpoints a sweep looks at; the control plane takes 50 calls a second. */
const PAGE = 100;

/** What the sweep remembers of rules that are to be put again, and the endpoints whose rules they are. */
export const renewalStore = (table: Table) => {
  const read = async (): Promise<Renewal | undefined> => (await table.get(ruleRenewalKey)) as Renewal | undefined;

  const write = (set: Partial<Renewal>): Promise<void> =>
    table.commit([change(ruleRenewalKey, { set: { type: 'webhook-rules', ...set } }, ALWAYS, () => new StaleReadError())]);

  /** Lets the reconciler put the rules of a page of partners' endpoints again; answers the last endpoint of the page, if there are more. */
  const renewPage = async (after: string | undefined, at: string): Promise<string | undefined> => {
    const { items, last } = await table.range({ range: webhooksOf('/'), limit: PAGE, after });
    for (const { ownerId } of items) {
      const item = await table.get(webhookKey(String(ownerId)));
      const webhook = item && webhookOf(item);
      if (webhook?.owner.startsWith('/partners/')) await table.commit([pending({ ...webhook, updatedAt: at })]);
    }
    return last;
  };

  return {
    /** Whether rules may match by lineage alone, at a time in milliseconds since the epoch. */
    isDue: async (nowMs: number): Promise<boolean> => isOver(await read(), nowMs),

    /** Goes on with putting rules again, once it is time; a sweep that dies is followed by one that begins where it began. */
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
