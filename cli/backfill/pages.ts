import type { Page } from '../../functions/shared/table/queries.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';

/** The entities of a page: as many as one batch read of DynamoDB takes. */
export const PAGE_SIZE = 100;

/** Reads a list page by page; `read` gets the place that a page begins after. */
export async function* everyPageAfter(
  start: string | undefined,
  read: (after: string | undefined) => Promise<Page>,
): AsyncGenerator<readonly Item[]> {
  let after = start;
  do {
    const { items, last } = await read(after);
    yield items;
    after = last;
  } while (after !== undefined);
}
