import { inReseller } from '../resellers/reseller.ts';
import { fieldsChanged } from '../shared/contract/merge-patch.ts';
import { pickBySchema } from '../shared/contract/pick-by-schema.ts';
import { type Change, firstVersion } from '../shared/table/events.ts';
import type { DeletedOrganization, Organization } from './organization.ts';
import { organizationSchema } from './schemas.ts';

type Fields = Readonly<Record<string, unknown>>;

const dataOf = (organization: Organization): Fields => pickBySchema(organizationSchema, organization) as Fields;

/** The event of a new organization. */
export const organizationCreated = (resellerId: string, organization: Organization): Change => ({
  ...firstVersion,
  ...inReseller(resellerId),
  name: 'reseller.organization.created',
  data: dataOf(organization),
  at: organization.createdAt,
});

/** The event of a changed organization. */
export const organizationUpdated = (resellerId: string, before: Organization, after: Organization): Change => ({
  ...inReseller(resellerId),
  ...fieldsChanged(dataOf(before), dataOf(after)),
  name: 'reseller.organization.updated',
  data: dataOf(after),
  at: after.updatedAt,
  version: after.version,
  previousVersion: before.version,
});

/** The event of a deleted organization, with its last state at the version that the delete made. */
export const organizationDeleted = (resellerId: string, before: Organization, deleted: DeletedOrganization): Change => ({
  ...inReseller(resellerId),
  name: 'reseller.organization.deleted',
  data: { ...dataOf(before), version: deleted.version },
  at: deleted.deletedAt,
  version: deleted.version,
  previousVersion: before.version,
  changed: [],
  previous: {},
});

/** The event of a restored organization. */
export const organizationRestored = (resellerId: string, deleted: DeletedOrganization, restored: Organization): Change => ({
  ...inReseller(resellerId),
  name: 'reseller.organization.restored',
  data: dataOf(restored),
  at: restored.updatedAt,
  version: restored.version,
  previousVersion: deleted.version,
  changed: [],
  previous: {},
});
