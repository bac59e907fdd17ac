import type { FromSchema } from 'json-schema-to-ts';
import { canonicalId } from '../shared/base/uuid.ts';
import type { Input } from '../shared/contract/contract.ts';
import { externalIdRules } from '../shared/contract/external-id-rules.ts';
import { isObject } from '../shared/contract/json.ts';
import { mergePatch } from '../shared/contract/merge-patch.ts';
import { invalid, type Violation } from '../shared/contract/problems.ts';
import { MAX_METADATA } from '../shared/contract/schemas.ts';
import { timeOf } from '../shared/contract/time.ts';
import { nextVersion, stampAfter } from '../shared/contract/versions.ts';
import type { putOrganization, updateOrganization } from './contract-changes.ts';
import { MOST_METADATA_BYTES, newOrganization, type organizationSchema } from './schemas.ts';

export type Organization = FromSchema<typeof organizationSchema>;

/** The body of a create. */
export type NewOrganization = FromSchema<typeof newOrganization, { keepDefaultedPropertiesOptional: true }>;

/** A deleted organization, which can be restored until `purgeAt`; the delete made its version. */
export interface DeletedOrganization extends Organization {
  readonly deletedAt: string;
  readonly purgeAt: string;
}

interface Creation {
  readonly id: string;
  readonly at: string;
}

/** Requires that a `resellerId` in the body equals that of the path. */
export const resellerRule = (body: { readonly resellerId?: string }, resellerId: string): readonly Violation[] =>
  !body.resellerId || (typeof body.resellerId === 'string' && canonicalId(body.resellerId) === resellerId)
    ? []
    : [{ in: 'body', pointer: '/resellerId', code: 'conflicting-values', message: 'must equal the reseller id of the path' }];

/** Requires that metadata is not too large altogether, which no schema can say. */
export const metadataRules = ({ metadata }: { readonly metadata?: unknown }): readonly Violation[] => {
  const pairs = isObject(metadata) ? Object.entries(metadata) : [];
  const bytes = pairs.flat().reduce<number>((sum, text) => sum + (typeof text === 'string' ? Buffer.byteLength(text) : 0), 0);
  if (bytes <= MOST_METADATA_BYTES) return [];
  return [
    { in: 'body', pointer: '/metadata', code: 'too-large', message: `must have at most ${MOST_METADATA_BYTES} bytes, and has ${bytes}` },
  ];
};

/** Returns what breaks the rules of a new organization, besides its schema. */
export const creationRules = ({ body, params }: { readonly body: NewOrganization; readonly params: { readonly resellerId: string } }) => [
  ...resellerRule(body, params.resellerId),
  ...metadataRules(body),
];

/** Returns what breaks the rules of a patch: a `resellerId` in it must equal that of the path. */
export const patchRules = ({ body, params }: Input<typeof updateOrganization>): readonly Violation[] =>
  resellerRule(body, params.resellerId);

type PutInput = Input<typeof putOrganization>;

/** Returns what breaks the rules of a PUT. */
export const putRules = ({ body, params }: PutInput): readonly Violation[] => [
  ...creationRules({ body, params }),
  ...externalIdRules({ body, params }),
];

/** Makes a new organization. Its key has the `resellerId`, so its fields do not. */
export const openOrganization = ({ resellerId: _, ...fields }: NewOrganization, { id, at }: Creation): Organization => ({
  ...fields,
  id,
  version: 1,
  createdAt: at,
  updatedAt: at,
});

/**
 * Returns the organization with the patched fields and the next version, or the same object when
 * nothing changes.
 * @throws {Refusal} `invalid-request` (400) when it would have too much metadata
 */
export const patchOrganization = (
  organization: Organization,
  { resellerId: _, ...fields }: Input<typeof updateOrganization>['body'],
  at: string,
): Organization => {
  const after = mergePatch(organization, fields) as Organization;
  const pairs = Object.keys(after.metadata ?? {}).length;
  const tooMany = {
    in: 'body',
    pointer: '/metadata',
    code: 'too-many',
    message: `would have ${pairs} pairs; at most ${MAX_METADATA} are kept`,
  } as const;
  const violations = [...(pairs > MAX_METADATA ? [tooMany] : []), ...metadataRules(after)];
  if (violations.length > 0) throw invalid(violations);
  return nextVersion(organization, after, at);
};

/**
 * Returns the organization with these fields and no others and the next version, or the same object
 * when nothing changes.
 */
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

/** Returns an organization as it is kept after its delete. */
export const closeOrganization = (organization: Organization, at: string, restoreDays: number): DeletedOrganization => ({
  ...organization,
  version: organization.version + 1,
  deletedAt: at,
  purgeAt: new Date(timeOf(at) + restoreDays * DAY_MS).toISOString(),
});

/** Returns a deleted organization as it is restored. */
export const reopenOrganization = ({ deletedAt: _, purgeAt: __, ...organization }: DeletedOrganization, at: string): Organization => ({
  ...organization,
  ...stampAfter(organization, at),
});

/** True while a deleted organization can be restored. The table may keep it a little longer. */
export const isRestorable = ({ purgeAt }: DeletedOrganization, at: string): boolean => purgeAt > at;
