import type { Key } from '../../functions/shared/table/keys.ts';
import { overlayTable } from '../../functions/shared/table/overlay.ts';
import type { Table } from '../../functions/shared/table/table.ts';
import type { Item, Write } from '../../functions/shared/table/transaction.ts';
import { stubTable } from './table-stub.ts';

/** A table in memory that has the given items at first, with the writes of each commit. */
export const memoryTable = (items: readonly Item[] = []): { readonly table: Table; readonly committed: readonly (readonly Write[])[] } => {
  const committed: (readonly Write[])[] = [];
  const empty = stubTable({ get: async () => undefined });
  const overlay = overlayTable(empty, { keys: items as unknown as readonly Key[], items }, (writes) => committed.push(writes));
  const getAll = async (keys: readonly Key[]) => (await Promise.all(keys.map(overlay.get))).filter((item) => item !== undefined);
  return { table: { ...overlay, getAll }, committed };
};
