import { inReseller } from '../resellers/events.ts';
import type { EventDeclaration } from '../shared/contract/event.ts';
import { fieldsChanged } from '../shared/contract/merge-patch.ts';
import { pickBySchema } from '../shared/contract/pick-by-schema.ts';
import { type Change, firstVersion } from '../shared/table/events.ts';
import type { DeletedOrganization, Organization } from './organization.ts';
import { answer, organizationSchema } from './schemas.ts';

const declared = (summary: string) => ({ summary, data: organizationSchema, sample: answer });

/** The events of organizations. */
export const organizationEvents = {
  'reseller.organization.created': declared('A reseller organization was created'),
  'reseller.organization.updated': declared('A reseller organization was changed'),
  'reseller.organization.deleted': declared('A reseller organization was deleted'),
  'reseller.organization.restored': declared('A deleted reseller organization was restored'),
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
