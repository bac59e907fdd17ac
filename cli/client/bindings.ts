import { exists } from '../../functions/shared/table/condition.ts';
import { clientKey, partnerKey, resellerKey } from '../../functions/shared/table/keys.ts';
import type { Table } from '../../functions/shared/table/table.ts';
import { put, remove } from '../../functions/shared/table/transaction.ts';
import type { Tenant } from './options.ts';

type Bound = Exclude<Tenant, 'operator'>;

const CHUNK = 100;

/**
 * Creates the operations on the bindings of app clients, which the trigger of their tokens reads.
 */
export const bindings = (table: Table) => ({
  /** @throws {Error} when there is no such reseller or partner. */
  requireTenant: async (tenant: Tenant): Promise<void> => {
    if (tenant === 'operator') return;
    const key = 'resellerId' in tenant ? resellerKey(tenant.resellerId) : partnerKey(tenant.partnerId);
    if (!(await table.get(key))) throw new Error(`There is no such ${'resellerId' in tenant ? 'reseller' : 'partner'}: ${idOf(tenant)}`);
  },

  add: (clientId: string, tenant: Bound, createdAt: string): Promise<void> =>
    table.commit([put(clientKey(clientId), { type: 'client', ...tenant, createdAt }, () => new Error(`the client ${clientId} is bound`))]),

  remove: async (clientId: string): Promise<void> => {
    const key = clientKey(clientId);
    // A transaction needs a condition, and one that is gone already is as good.
    if (await table.get(key)) {
      await table.commit([remove(key, exists(), () => new Error('somebody else is removing it: run this again'))]);
    }
  },

  /**
   * By client id, as `reseller <id>` or `partner <id>`; those that are bound to nothing are left
   * out.
   */
  of: async (clientIds: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const found = new Map<string, string>();
    for (let at = 0; at < clientIds.length; at += CHUNK) {
      const items = await table.getAll(clientIds.slice(at, at + CHUNK).map(clientKey));
      for (const { pk, resellerId, partnerId } of items) {
        found.set(String(pk).slice(clientKey('').pk.length), resellerId === undefined ? `partner ${partnerId}` : `reseller ${resellerId}`);
      }
    }
    return found;
  },
});

const idOf = (tenant: Bound): string | number => ('resellerId' in tenant ? tenant.resellerId : tenant.partnerId);
