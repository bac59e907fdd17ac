import { resellerKey, resellersIndex } from '../shared/keys.ts';
import { Refusal } from '../shared/problems.ts';
import type { Table } from '../shared/table.ts';
import { put, type Write } from '../shared/transaction.ts';
import type { Reseller } from './reseller.ts';

/** The resellers of the installation. */
export const resellerStore = (table: Table) => ({
  /** Stores a new reseller, which has no organizations yet, with `alongside`. */
  insert: (reseller: Reseller, alongside: readonly Write[]): Promise<void> =>
    table.commit([
      ...alongside,
      put(
        resellerKey(reseller.id),
        { type: 'reseller', ...reseller, organizationCount: 0, ...resellersIndex(reseller.id) },
        () => new Error(`the reseller id ${reseller.id} was drawn twice`),
      ),
    ]),

  get: async (id: string): Promise<Reseller> => {
    const item = await table.get(resellerKey(id));
    if (!item) throw new Refusal('reseller-not-found', `There is no reseller ${id}.`);
    return item as unknown as Reseller;
  },
});
