import { UsageError } from '../shared/usage-error.ts';
import { describeFaults, type Mapping, OWN_COLUMNS, planColumns } from './mapping/plan.ts';
import { type ReadCells, readerOf } from './mapping/record.ts';

/**
 * Reads the header row.
 * @throws {UsageError} naming every column that is unknown, given twice or missing.
 */
export const readHeader = (header: readonly string[], mapping: Mapping = OWN_COLUMNS): ReadCells => {
  const plan = planColumns(header, mapping);
  if (plan.faults.length > 0) throw new UsageError(describeFaults(plan.faults));
  return readerOf(plan, mapping);
};
