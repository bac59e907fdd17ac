import { exists } from '../../functions/shared/table/condition.ts';
import { copiedEventKey } from '../../functions/shared/table/event-keys.ts';
import { TABLE } from '../../functions/shared/table/partitions.ts';
import type { Table } from '../../functions/shared/table/table.ts';
import { type Item, put, remove } from '../../functions/shared/table/transaction.ts';

export interface PublishDeps {
  readonly table: Pick<Table, 'commit' | 'tryCommit'>;
  readonly newId: () => string;
  /** In milliseconds. */
  readonly now: () => number;
}

const KEPT_SECONDS = 3600;

const INDEX_KEYS = new Set<string>(TABLE.indexes.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]));

/**
 * Has the publisher take an event again. The publisher takes what is inserted: a copy under another
 * key is inserted and removed, and the event itself is not touched. A copy that is left behind ends
 * by its time, and no index shows it.
 */
export const publishAgain = async (event: Item, { table, newId, now }: PublishDeps): Promise<void> => {
  const copied = Object.fromEntries(Object.entries(event).filter(([name]) => !INDEX_KEYS.has(name)));
  const key = copiedEventKey(String(event.pk), newId());
  const copy = { ...copied, expiresAt: Math.floor(now() / 1000) + KEPT_SECONDS };
  await table.commit([put(key, copy, () => new Error('The id of the copy was drawn twice.'))]);
  await table.tryCommit([remove(key, exists(), () => undefined)]);
};
