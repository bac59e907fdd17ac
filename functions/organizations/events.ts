import { inReseller } from '../resellers/events.ts';
import type { EventDeclaration } from '../shared/contract/event.ts';
import { fieldsChanged } from '../shared/contract/merge-patch.ts';
import { pickBySchema } from '../shared/contract/pick-by-schema.ts';
import { type Change, firstVersion, type Snapshot } from '../shared/table/events.ts';
import type { DeletedOrganization, Organization } from './organization.ts';
import { answer, listedOrganizationSchema, organizationSchema } from './schemas.ts';

const declared = (summary: string) => ({ summary, data: organizationSchema, sample: answer });

/** The events of organizations. */
export const organizationEvents = {
  'reseller.organization.created': declared('A reseller organization was created'),
  'reseller.organization.updated': declared('A reseller organization was changed'),
  'reseller.organization.deleted': declared('A reseller organization was deleted'),
  'reseller.organization.restored': declared('A deleted reseller organization was restored'),
} as const satisfies Readonly<Record<string, EventDeclaration>>;

/** The snapshots of organizations, which a backfill sends. */
export const organizationSnapshots = {
  'reseller.organization.snapshot': {
    summary: 'The present state of a reseller organization, which a backfill sends',
    data: listedOrganizationSchema,
    sample: answer,
  },
} as const satisfies Readonly<Record<string, EventDeclaration>>;

type OrganizationChange = Change<keyof typeof organizationEvents>;

type Fields = Readonly<Record<string, unknown>>;

const dataOf = (organization: Organization): Fields => pickBySchema(organizationSchema, organization) as Fields;

/** The event of a new organization. */
export const organizationCreated = (resellerId: string, organization: Organization): OrganizationChange => ({
  ...firstVersion,
  ...inReseller(resellerId),
  name: 'reseller.organization.created',
  data: dataOf(organization),
  at: organization.createdAt,
});

/** The event of a changed organization. */
export const organizationUpdated = (resellerId: string, before: Organization, after: Organization): OrganizationChange => ({
  ...inReseller(resellerId),
  ...fieldsChanged(dataOf(before), dataOf(after)),
  name: 'reseller.organization.updated',
  data: dataOf(after),
  at: after.updatedAt,
  version: after.version,
  previousVersion: before.version,
});

/** The event of a deleted organization, with its last state at the version that the delete made. */
export const organizationDeleted = (resellerId: string, before: Organization, deleted: DeletedOrganization): OrganizationChange => ({
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
export const organizationRestored = (resellerId: string, deleted: DeletedOrganization, restored: Organization): OrganizationChange => ({
  ...inReseller(resellerId),
  name: 'reseller.organization.restored',
  data: dataOf(restored),
  at: restored.updatedAt,
  version: restored.version,
  previousVersion: deleted.version,
  changed: [],
  previous: {},
});

/** Creates the snapshot of an organization; that of a deleted one says since when. */
export const organizationSnapshot = (
  resellerId: string,
  organization: Organization | DeletedOrganization,
): Snapshot<keyof typeof organizationSnapshots> => ({
  name: 'reseller.organization.snapshot',
  data: pickBySchema(listedOrganizationSchema, organization) as Fields,
  at: 'deletedAt' in organization ? organization.deletedAt : organization.updatedAt,
  version: organization.version,
  tenant: inReseller(resellerId).tenant,
  entity: organization.id,
});
