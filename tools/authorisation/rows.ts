import { OPERATIONS } from '../../functions/operations.ts';
import type { Statuses } from '../../functions/shared/contract/callers.ts';
import type { Contract } from '../../functions/shared/contract/contract.ts';

/** A row of the authorisation table: an operation, or a request of it that is judged otherwise. */
export interface Row {
  readonly name: string;
  readonly contract: Contract;
  readonly asks?: string;
  readonly statuses: Statuses;
}

/** The whole table, in the order of the operations. */
export const ROWS: readonly Row[] = OPERATIONS.flatMap(({ contract, callers, variants = {} }) => [
  { name: contract.operationId, contract, statuses: callers },
  ...Object.entries(variants).map(([name, variant]) => ({ name, contract, asks: variant.asks, statuses: variant.callers })),
]);
