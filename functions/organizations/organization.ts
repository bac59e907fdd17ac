import type { Answer, Input } from '../shared/contract.ts';
import { type Change, firstVersion } from '../shared/events.ts';
import { resellerEventKey } from '../shared/keys.ts';
import type { Violation } from '../shared/problems.ts';
import { shape } from '../shared/shape.ts';
import type { createOrganization } from './contract.ts';
import { organizationSchema } from './contract.ts';

export type Organization = Answer<typeof createOrganization>;
type OrganizationInput = Input<typeof createOrganization>;

interface Birth {
  readonly id: string;
  readonly at: string;
}

/** A `resellerId` in the body may only repeat the path's. */
export const organizationRules = ({ body, params }: OrganizationInput): readonly Violation[] =>
  !body.resellerId || body.resellerId === params.resellerId
    ? []
    : [{ in: 'body', pointer: '/resellerId', code: 'conflicting-values', message: 'must equal the reseller id of the path' }];

/** A new organization; `resellerId` is not part of it, its place in the table says whose it is. */
export const openOrganization = ({ resellerId: _, ...fields }: OrganizationInput['body'], { id, at }: Birth): Organization => ({
  id,
  ...fields,
  version: 1,
  createdAt: at,
  updatedAt: at,
});

/** The event of a new organization. */
export const organizationCreated = (resellerId: string, organization: Organization): Change => ({
  ...firstVersion,
  name: 'reseller.organization.created',
  data: shape(organizationSchema, organization) as object,
  at: organization.createdAt,
  tenant: `/resellers/${resellerId}`,
  key: (eventId) => resellerEventKey(resellerId, eventId),
});
