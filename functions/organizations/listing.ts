import { ownersAt } from '../shared/table/directory.ts';
import { organizationExternalIdKey } from '../shared/table/external-id-keys.ts';
import { formsOf } from '../shared/table/held-names.ts';
import { organizationEmails, organizationKey, organizationNameKey, organizationNames, organizations } from '../shared/table/keys.ts';
import type { Listing } from '../shared/table/listing.ts';
import type { Table } from '../shared/table/table.ts';

/** The read units of one more organization in a query: about eleven of usual size have 4 KB. */
export const UNITS_EACH = 0.1;

/** Returns the list of a reseller's organizations, and the directories that find them. */
export const listing = (table: Table, resellerId: string): Listing => ({
  keyOf: (id) => organizationKey(resellerId, id),
  all: (asked) => table.range({ range: organizations(resellerId), ...asked }),
  unitsEach: UNITS_EACH,
  lookUp: ({ name, externalId }) => {
    if (externalId !== undefined) return ownersAt(table, [organizationExternalIdKey(resellerId, externalId)]);
    if (name === undefined) return undefined;
    return ownersAt(
      table,
      formsOf(name).map((form) => organizationNameKey(resellerId, name, form)),
    );
  },
  names: organizationNames(resellerId),
  emails: organizationEmails(resellerId),
});
