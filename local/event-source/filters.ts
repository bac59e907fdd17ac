import { viewOf } from '../event-pattern/leaves.ts';
import { compileFilter } from '../event-pattern/pattern.ts';

/** The filters of an event source mapping, as its template writes them. */
export interface FilterCriteria {
  readonly Filters?: readonly { readonly Pattern: string }[];
}

/** Filters are alternatives; none accepts everything. Throws for a malformed pattern. */
export function anyFilter({ Filters = [] }: FilterCriteria = {}): (record: unknown) => boolean {
  const filters = Filters.map(({ Pattern }) => compileFilter(Pattern));
  return (record) => {
    const view = viewOf(record);
    return filters.length === 0 || filters.some((accepts) => accepts(view));
  };
}
