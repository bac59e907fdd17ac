import { replaceCommit, type Table } from '../../functions/shared/table/table.ts';
import type { Item, Write } from '../../functions/shared/table/transaction.ts';

/** Returns the items that stores of a table would put, which reads nothing and writes nothing. */
export const storedItems = async (act: (table: Table) => Promise<unknown>): Promise<readonly Item[]> => {
  const writes: Write[] = [];
  const collect = async (committed: readonly Write[]) => void writes.push(...committed);
  await act(replaceCommit({} as Omit<Table, 'commit' | 'tryCommit'>, collect));
  return writes.flatMap(({ key, action }) => (typeof action === 'object' && 'put' in action ? [{ ...action.put, ...key }] : []));
};
