import type { Caller } from '../shared/caller.ts';
import type { Input } from '../shared/contract.ts';
import { type Change, firstVersion } from '../shared/events.ts';
import { normalise, partnerEventKey } from '../shared/keys.ts';
import { isAbove } from '../shared/permissions.ts';
import { invalid, Refusal, type Violation } from '../shared/problems.ts';
import { shape } from '../shared/shape.ts';
import { type createPartner, type PartnerAnswer, partnerSchema } from './contract.ts';

/** The most levels a hierarchy may have, its root included. */
export const MAX_LEVELS = 10;

/** A partner as it is stored: as it is answered, with the ids above it from the root down, and without its parent's name. */
export interface Partner extends Omit<PartnerAnswer, 'parent'> {
  readonly ancestors: readonly number[];
}

type CreateInput = Input<typeof createPartner>;
export type ParentReference = NonNullable<CreateInput['body']['parent']>;

interface Birth {
  readonly id: number;
  readonly contactId: number;
  readonly reference: string;
  readonly at: string;
}

/** Only the platform operator, an unbound caller, makes a partner without a parent. */
export const partnerRules = ({ body }: CreateInput, caller: Caller): readonly Violation[] =>
  body.parent || caller.partnerId === undefined ? [] : [{ in: 'body', pointer: '/parent', code: 'required', message: 'is required' }];

/** A caller cannot make a user that stands above it. */
export const requireRole = ({ contact }: CreateInput['body'], { role }: Caller): void => {
  if (role && isAbove(contact.userRole, role)) throw new Refusal('role-too-high', `A ${role} cannot create a ${contact.userRole}.`);
};

/** A new partner below `parent`, or a root. */
export const openPartner = (
  { parent: _, contact, ...fields }: CreateInput['body'],
  above: Partner | undefined,
  { id, contactId, reference, at }: Birth,
): Partner => ({
  id,
  reference,
  ...fields,
  ancestors: above ? [...above.ancestors, above.id] : [],
  isActive: fields.isActive ?? true,
  contact: { id: contactId, ...contact, isActive: contact.isActive ?? true, sendWelcomeEmail: contact.sendWelcomeEmail ?? false },
  version: 1,
  createdAt: at,
  updatedAt: at,
});

/** True when the caller may know of the partner: itself, one below it, or any for an unbound caller. */
export const isVisible = ({ partnerId }: Caller, { id, ancestors }: Pick<Partner, 'id' | 'ancestors'>): boolean =>
  partnerId === undefined || partnerId === id || ancestors.includes(partnerId);

/** Holds a parent against the rules: the caller or below it (403), as it was named (400), active (409), not too deep (409). */
export const requireParent = (parent: Partner, named: ParentReference, caller: Caller): void => {
  if (!isVisible(caller, parent)) throw new Refusal('foreign-tenant', 'The parent must be the calling partner or one below it.');
  if (named.name !== undefined && normalise(named.name) !== normalise(parent.name)) throw disagreement();
  if (!parent.isActive) throw parentInactive(parent.id);
  if (parent.ancestors.length + 2 > MAX_LEVELS) {
    throw new Refusal('depth-exceeded', `The hierarchy may have ${MAX_LEVELS} levels.`, {
      members: { limitName: 'levels', limit: MAX_LEVELS },
    });
  }
};

const disagreement = () =>
  invalid([{ in: 'body', pointer: '/parent', code: 'conflicting-values', message: 'names another partner by name than by id' }]);

export const parentNotFound = () => new Refusal('parent-not-found', 'The parent partner does not exist.');

export const parentInactive = (id: number) => new Refusal('parent-inactive', `The parent partner ${id} is inactive.`);

/** A partner as it is answered: with its parent by id and name. */
export const withParent = ({ ancestors, ...partner }: Partner, parentName: string | undefined): PartnerAnswer => {
  const id = ancestors.at(-1);
  return { ...partner, ...(id !== undefined && parentName !== undefined && { parent: { id, name: parentName } }) };
};

/** The event of a new partner; the verification phrase is not in its data. */
export const partnerCreated = (partner: Partner, answer: PartnerAnswer): Change => ({
  ...firstVersion,
  name: 'partner.created',
  data: shape(partnerSchema, answer) as object,
  at: partner.createdAt,
  tenant: `/partners/${[...partner.ancestors, partner.id].join('/')}`,
  key: (eventId) => partnerEventKey(partner.ancestors[0] ?? partner.id, eventId),
});
