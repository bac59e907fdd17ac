import { newOrganization } from '../../functions/organizations/schemas.ts';
import { contactFields, parentReference, partnerFields } from '../../functions/partners/schemas.ts';
import { fields as resellerFields } from '../../functions/resellers/schemas.ts';
import { textId } from '../../functions/shared/contract/schemas.ts';

/** The schema of a member of a row. */
export interface Member {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Member>>;
  readonly additionalProperties?: Member | boolean;
}

/** The members of a row, in their order. */
export type RowSchema = Readonly<Record<string, Member>>;

// The order of the importer: what is required first, objects at the end.
const orderOf = (name: string, { properties, additionalProperties }: Member): number => {
  if ((newOrganization.required as readonly string[]).includes(name)) return 0;
  if (typeof additionalProperties === 'object') return 3;
  return properties ? 2 : 1;
};

const { resellerId, ...fields }: RowSchema = newOrganization.properties;
const organization: RowSchema = Object.fromEntries(
  Object.entries(fields).toSorted(([one, its], [other, others]) => orderOf(one, its) - orderOf(other, others)),
);
const path = { type: 'string' } as const;

/**
 * The rows of each export, from the schemas of the API, so that a field that is added there is
 * exported at once.
 */
export const ROWS = {
  /** As the importer takes them. */
  organizations: organization,
  organizationsOfAll: { resellerId: resellerId as Member, ...organization },
  resellers: { id: textId, ...resellerFields },
  partners: {
    id: { type: 'integer' },
    path,
    parent: parentReference,
    ...partnerFields,
    contact: { type: 'object', properties: contactFields as RowSchema },
  },
} as const satisfies Readonly<Record<string, RowSchema>>;

/** Checks whether a member has names of the caller's own. */
export const isMap = ({ additionalProperties }: Member): boolean => typeof additionalProperties === 'object';
