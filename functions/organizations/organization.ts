import type { FromSchema } from 'json-schema-to-ts';
import { canonicalId } from '../shared/base/uuid.ts';
import type { Input } from '../shared/contract/contract.ts';
import { isObject } from '../shared/contract/json.ts';
import { mergePatch } from '../shared/contract/merge-patch.ts';
import { invalid, type Violation } from '../shared/contract/problems.ts';
import { MOST_METADATA } from '../shared/contract/schemas.ts';
import { timeOf } from '../shared/contract/time.ts';
import { nextVersion } from '../shared/contract/versions.ts';
import type { putOrganization, updateOrganization } from './contract-changes.ts';
import { MOST_METADATA_BYTES, newOrganization, type organizationSchema } from './schemas.ts';

export type Organization = FromSchema<typeof organizationSchema>;

/** What a caller gives for a new organization. */
export type NewOrganization = FromSchema<typeof newOrganization, { keepDefaultedPropertiesOptional: true }>;

/** An organization that was deleted and can be restored until `purgeAt`; its version is the one that the delete made. */
export interface DeletedOrganization extends Organization {
  readonly deletedAt: string;
  readonly purgeAt: string;
}

interface Birth {
  readonly id: string;
  readonly at: string;
}

/** A `resellerId` in the body may only repeat the path's. */
export const resellerRule = (body: { readonly resellerId?: string }, resellerId: string): readonly Violation[] =>
  !body.resellerId || (typeof body.resellerId === 'string' && canonicalId(body.resellerId) === resellerId)
    ? []
    : [{ in: 'body', pointer: '/resellerId', code: 'conflicting-values', message: 'must equal the reseller id of the path' }];

/** What a schema cannot say of metadata: how large it is altogether. */
export const metadataRules = ({ metadata }: { readonly metadata?: unknown }): readonly Violation[] => {
  const pairs = isObject(metadata) ? Object.entries(metadata) : [];
  const bytes = pairs.flat().reduce<number>((sum, text) => sum + (typeof text === 'string' ? Buffer.byteLength(text) : 0), 0);
  if (bytes <= MOST_METADATA_BYTES) return [];
  return [
    { in: 'body', pointer: '/metadata', code: 'too-large', message: `must have at most ${MOST_METADATA_BYTES} bytes, and has ${bytes}` },
  ];
};

/** What a new organization must meet besides its schema. */
export const creationRules = ({ body, params }: { readonly body: NewOrganization; readonly params: { readonly resellerId: string } }) => [
  ...resellerRule(body, params.resellerId),
  ...metadataRules(body),
];

type PutInput = Input<typeof putOrganization>;

/** An `externalId` in the body may only repeat the path's. */
export const putRules = ({ body, params }: PutInput): readonly Violation[] => [
  ...creationRules({ body, params }),
  ...(body.externalId === undefined || body.externalId === params.externalId
    ? []
    : [{ in: 'body', pointer: '/externalId', code: 'conflicting-values', message: 'must equal the external id of the path' } as const]),
];

/** A new organization; `resellerId` is not part of it, its place in the table says whose it is. */
export const openOrganization = ({ resellerId: _, ...fields }: NewOrganization, { id, at }: Birth): Organization => ({
  ...fields,
  id,
  version: 1,
  createdAt: at,
  updatedAt: at,
});

/** The organization with the patched fields, one version on, or the very same when nothing changed; its metadata must stay within bounds (400). */
export const patchOrganization = (
  organization: Organization,
  patch: Input<typeof updateOrganization>['body'],
  at: string,
): Organization => {
  const after = mergePatch(organization, patch) as Organization;
  const pairs = Object.keys(after.metadata ?? {}).length;
  const tooMany = {
    in: 'body',
    pointer: '/metadata',
    code: 'too-many',
    message: `would have ${pairs} pairs; at most ${MOST_METADATA} are kept`,
  } as const;
  const violations = [...(pairs > MOST_METADATA ? [tooMany] : []), ...metadataRules(after)];
  if (violations.length > 0) throw invalid(violations);
  return nextVersion(organization, after, at);
};

/** The organization with these fields and no others, one version on, or the very same when nothing changed. */
export const replaceOrganization = (
  organization: Organization,
  { resellerId: _, ...fields }: NewOrganization,
  at: string,
): Organization => {
  const ours = Object.fromEntries(Object.entries(organization).filter(([name]) => !Object.hasOwn(newOrganization.properties, name)));
  const { id, version, createdAt, updatedAt } = organization;
  return nextVersion(organization, { ...ours, ...fields, id, version, createdAt, updatedAt } as Organization, at);
};

const DAY_MS = 86_400_000;

/** An organization as it is kept after its delete. */
export const closeOrganization = (organization: Organization, at: string, restoreDays: number): DeletedOrganization => ({
  ...organization,
  version: organization.version + 1,
  deletedAt: at,
  purgeAt: new Date(timeOf(at) + restoreDays * DAY_MS).toISOString(),
});

/** A deleted organization as it is brought back. */
export const reopenOrganization = ({ deletedAt: _, purgeAt: __, ...organization }: DeletedOrganization, at: string): Organization => ({
  ...organization,
  version: organization.version + 1,
  updatedAt: at,
});

/** True while a deleted organization can be restored; the table may keep it a little longer. */
export const isRestorable = ({ purgeAt }: DeletedOrganization, at: string): boolean => purgeAt > at;
