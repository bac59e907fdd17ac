import type { Key } from './keys.ts';
import { keyFrom, PARTITIONS, SORT_KEYS } from './partitions.ts';

const {
  organizationExternalIds: [ORGANIZATIONS],
  partnerExternalIds: [PARTNERS],
  resellerExternalIds: [RESELLERS],
} = PARTITIONS;

/** The guard of an external id among the organizations of a reseller. */
export const organizationExternalIdKey = (resellerId: string, externalId: string): Key => ({
  pk: keyFrom(ORGANIZATIONS, resellerId),
  sk: externalId,
});

/** The guard of an external id among the children of a partner, or among the roots. */
export const partnerExternalIdKey = (parentId: number | undefined, externalId: string): Key => ({
  pk: keyFrom(PARTNERS, parentId ?? 0, externalId),
  sk: SORT_KEYS.uniqueName,
});

/** The guard of an external id among all resellers. */
export const resellerExternalIdKey = (externalId: string): Key => ({ pk: RESELLERS, sk: externalId });
