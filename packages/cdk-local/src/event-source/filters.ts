import { type EventView, viewOf } from '@tenantry/event-pattern/leaves';
import { compileFilter, type EventTest } from '@tenantry/event-pattern/pattern';

/** The filters of an event source mapping, as its template writes them. */
export interface FilterCriteria {
  readonly Filters?: readonly { readonly Pattern: string }[];
}

/**
 * A record that a filter cannot decide on reaches the function; otherwise it would be lost
 * silently.
 */
const accepts = (filter: EventTest, view: EventView): boolean => {
  try {
    return filter(view);
  } catch {
    return true;
  }
};

/** Filters are alternatives; none accepts everything. Throws for a malformed pattern. */
export const anyFilter = ({ Filters = [] }: FilterCriteria = {}): ((record: unknown) => boolean) => {
  const filters = Filters.map(({ Pattern }) => compileFilter(Pattern));
  return (record) => {
    const view = viewOf(record);
    return filters.length === 0 || filters.some((filter) => accepts(filter, view));
  };
};
