import type { Caller } from '../shared/contract/caller.ts';
import type { Input } from '../shared/contract/contract.ts';
import type { Violation } from '../shared/contract/problems.ts';
import { type Contact, embedded, isSupervisor, userNameRules } from './contacts/contact.ts';
import type { createPartner, PartnerAnswer } from './contract.ts';

/** A partner as it is stored: as it is answered, without its parent's name, and with what the product counts. */
export interface Partner extends Omit<PartnerAnswer, 'parent'> {
  /** The ids above it, from the root down. */
  readonly ancestors: readonly number[];
  readonly childCount: number;
  /** Active contacts that are Partner Supervisors. */
  readonly supervisorCount: number;
  /** API credentials. */
  readonly credentialCount: number;
  /** One more with every write of the item, those included that a caller does not see as a new version. */
  readonly revision: number;
  /** Until when it and all below it write nothing (milliseconds since 1970), because its deactivation did not get through. */
  readonly heldUntil?: number;
}

export type CreateInput = Input<typeof createPartner>;
export type ParentReference = NonNullable<CreateInput['body']['parent']>;

interface Birth {
  readonly id: number;
  readonly reference: string;
  readonly at: string;
}

/** Only the platform operator, an unbound caller, makes a partner without a parent. */
export const partnerRules = ({ body }: CreateInput, caller: Caller): readonly Violation[] => [
  ...(body.parent || caller.partnerId === undefined ? [] : [PARENT_REQUIRED]),
  // A body that its schema refuses may have none.
  ...userNameRules((body.contact as Partial<CreateInput['body']['contact']> | undefined)?.userName, '/contact/userName'),
];

const PARENT_REQUIRED = { in: 'body', pointer: '/parent', code: 'required', message: 'is required' } as const;

/** A new partner with its first contact, below `above` or a root. */
export const openPartner = (
  { parent: _, contact: __, ...fields }: CreateInput['body'],
  contact: Contact,
  above: Partner | undefined,
  { id, reference, at }: Birth,
): Partner => ({
  reference,
  ...fields,
  id,
  ancestors: above ? pathOf(above) : [],
  isActive: fields.isActive ?? true,
  contact: embedded(contact),
  version: 1,
  createdAt: at,
  updatedAt: at,
  childCount: 0,
  supervisorCount: isSupervisor(contact) ? 1 : 0,
  credentialCount: 0,
  revision: 1,
});

/** The ids from the root down to the partner itself. */
export const pathOf = ({ ancestors, id }: Pick<Partner, 'id' | 'ancestors'>): readonly number[] => [...ancestors, id];

/** The id of the partner above, if any. */
export const parentId = ({ ancestors }: Pick<Partner, 'ancestors'>): number | undefined => ancestors.at(-1);

/** True when the caller may know of the partner: itself, one below it, or any for an unbound caller. */
export const isVisible = ({ partnerId }: Caller, { id, ancestors }: Pick<Partner, 'id' | 'ancestors'>): boolean =>
  partnerId === undefined || partnerId === id || ancestors.includes(partnerId);

/** A partner as it is answered: with its parent by id and name. */
export const withParent = (partner: Partner, parentName: string | undefined): PartnerAnswer => {
  const id = parentId(partner);
  return { ...partner, ...(id !== undefined && parentName !== undefined && { parent: { id, name: parentName } }) };
};
