import { storedItems } from '../../bench/shared/stored-items.ts';
import { openOrganization } from '../../functions/organizations/organization.ts';
import { organizationStore } from '../../functions/organizations/store.ts';
import { openReseller } from '../../functions/resellers/reseller.ts';
import { resellerStore } from '../../functions/resellers/store.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';

/** When something was made, and the id that it got. */
interface Made {
  readonly id: string;
  readonly at: string;
}

/** Returns the fields of the reseller of a number, as a request has them. */
export const resellerFields = (number: number) => ({
  name: `Reseller ${digits(number)}`,
  email: `reseller-${digits(number)}@example.com`,
  allowedUsers: -1,
  allowedOrganizations: -1,
});

/** Returns the fields of an organization of a reseller. */
export const organizationFields = (number: number) => ({
  name: `Organization ${digits(number)}`,
  email: `it-${digits(number)}@example.com`,
  allowedUsers: 5,
});

const digits = (number: number): string => String(number).padStart(7, '0');

/**
 * Returns what stands in the table of a reseller and its organizations, by the product's own code.
 * The event and the stored answer of each create are left out, because time removes them.
 */
export const standingItems = (reseller: Made & { readonly number: number }, organizations: readonly Made[]): Promise<readonly Item[]> =>
  storedItems(async (table) => {
    await resellerStore(table).insert(openReseller(resellerFields(reseller.number), reseller), []);
    const store = organizationStore(table);
    for (const [number, made] of organizations.entries())
      await store.insert(reseller.id, openOrganization(organizationFields(number), made), []);
  }).then((items) => items.map((item) => ('organizationCount' in item ? { ...item, organizationCount: organizations.length } : item)));
