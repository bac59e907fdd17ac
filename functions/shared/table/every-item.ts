import type { Range } from './keys.ts';
import type { Table } from './table.ts';
import type { Item } from './transaction.ts';

const PAGE = 500;

/** Reads a whole range, a round trip per 500 items: only for ranges whose length is bounded. */
export const readEveryItem = async (table: Pick<Table, 'range'>, range: Range): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let after: string | undefined;
  do {
    const page = await table.range({ range, limit: PAGE, after });
    items.push(...page.items);
    after = page.last;
  } while (after !== undefined);
  return items;
};
