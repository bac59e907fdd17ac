import type { Caller } from '../shared/contract/caller.ts';
import type { Input } from '../shared/contract/contract.ts';
import type { Violation } from '../shared/contract/problems.ts';
import { type Contact, embeddedContact, isSupervisor, userNameRules } from './contacts/contact.ts';
import type { createPartner, PartnerAnswer } from './contract.ts';

/** A stored partner: the answer without the parent's name, with counts. */
export interface Partner extends Omit<PartnerAnswer, 'parent'> {
  /** The ids of its ancestors, from the root down. */
  readonly ancestors: readonly number[];
  readonly childCount: number;
  /** The number of active contacts that are Partner Supervisors. */
  readonly supervisorCount: number;
  /** The number of API credentials. */
  readonly credentialCount: number;
  /** Increases with every write of the item, also with those that make no new version. */
  readonly revision: number;
  /**
   * Until then it and all below it write nothing (milliseconds since 1970), because its
   * deactivation met too many conflicts.
   */
  readonly heldUntil?: number;
}

export type CreateInput = Input<typeof createPartner>;
export type ParentReference = NonNullable<CreateInput['body']['parent']>;

interface NewPartnerStamp {
  readonly id: number;
  readonly reference: string;
  readonly at: string;
}

/** Refuses a partner without a parent, unless the caller is unbound: the platform operator. */
export const parentRules = ({ body }: { readonly body: { readonly parent?: unknown } }, caller: Caller): readonly Violation[] =>
  body.parent || caller.partnerId === undefined ? [] : [PARENT_REQUIRED];

/** Returns what breaks the rules of a new partner, besides its schema. */
export const partnerRules = ({ body }: CreateInput, caller: Caller): readonly Violation[] => [
  ...parentRules({ body }, caller),
  // A body that does not match its schema may have no contact.
  ...userNameRules((body.contact as Partial<CreateInput['body']['contact']> | undefined)?.userName, '/contact/userName'),
];

const PARENT_REQUIRED = { in: 'body', pointer: '/parent', code: 'required', message: 'is required' } as const;

/** Creates a partner with its first contact, below `above` or as a root. */
export const openPartner = (
  { parent: _, contact: __, ...fields }: CreateInput['body'],
  contact: Contact,
  above: Partner | undefined,
  { id, reference, at }: NewPartnerStamp,
): Partner => ({
  reference,
  ...fields,
  id,
  ancestors: above ? pathOf(above) : [],
  isActive: fields.isActive ?? true,
  contact: embeddedContact(contact),
  version: 1,
  createdAt: at,
  updatedAt: at,
  childCount: 0,
  supervisorCount: isSupervisor(contact) ? 1 : 0,
  credentialCount: 0,
  revision: 1,
});

/** Returns the ids from the root down to the partner itself. */
export const pathOf = ({ ancestors, id }: Pick<Partner, 'id' | 'ancestors'>): readonly number[] => [...ancestors, id];

/** Returns the id of the parent, if any. */
export const parentId = ({ ancestors }: Pick<Partner, 'ancestors'>): number | undefined => ancestors.at(-1);

/** True when the caller may see the partner: itself, one below it, or any for an unbound caller. */
export const isVisible = ({ partnerId }: Caller, { id, ancestors }: Pick<Partner, 'id' | 'ancestors'>): boolean =>
  partnerId === undefined || partnerId === id || ancestors.includes(partnerId);

/** Returns a partner as it is answered, with the id and name of its parent. */
export const withParent = (partner: Partner, parentName: string | undefined): PartnerAnswer => {
  const id = parentId(partner);
  return { ...partner, ...(id !== undefined && parentName !== undefined && { parent: { id, name: parentName } }) };
};
