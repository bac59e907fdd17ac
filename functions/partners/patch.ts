import type { Caller } from '../shared/contract/caller.ts';
import type { Input } from '../shared/contract/contract.ts';
import { mergePatch } from '../shared/contract/merge-patch.ts';
import { invalid, Refusal, type Violation } from '../shared/contract/problems.ts';
import { type Contact, embeddedContact, isSupervisor } from './contacts/contact.ts';
import type { putPartner, updatePartner } from './contract-changes.ts';
import type { Partner } from './partner.ts';
import { partnerFields, verificationPhrase } from './schemas.ts';

export type UpdateInput = Input<typeof updatePartner>;
export type PartnerPatch = UpdateInput['body'];

type ContactPart = NonNullable<PartnerPatch['contact']>;

/**
 * Returns the contact that a patch names and the fields that it changes. An id beside fields is
 * that of the partner's contact, as GET answers it.
 * @throws {Refusal} `invalid-request` when it both names another contact and changes fields
 */
export const readContactPart = (partner: Partner, { id, ...fields }: ContactPart) => {
  const changes = Object.keys(fields).length > 0;
  if (changes && id !== undefined && id !== partner.contact.id) throw invalid([NAMED_AND_CHANGED]);
  return { id: id ?? partner.contact.id, fields: changes ? fields : undefined };
};

const NAMED_AND_CHANGED: Violation = {
  in: 'body',
  pointer: '/contact',
  code: 'conflicting-values',
  message: 'either names another contact by its id or changes fields',
};

/** Returns the partner with the patched fields, except its parent and its contact. */
export const patchPartner = (partner: Partner, { parent: _, contact: __, ...fields }: PartnerPatch): Partner =>
  mergePatch(partner, fields) as Partner;

type WholePartner = Input<typeof putPartner>['body'];

/** The fields of a partner that stay when a replacement does not have them. */
const KEPT = ['name', 'reference', 'isActive'];

/**
 * Returns the patch that replaces the fields of a partner below the same parent: an absent optional
 * field is removed.
 */
export const replacementPatch = ({ parent: _, ...fields }: WholePartner, externalId: string): PartnerPatch => {
  const names = Object.keys({ ...partnerFields, verificationPhrase }).filter((name) => !KEPT.includes(name));
  return { ...Object.fromEntries(names.map((name) => [name, null])), ...fields, externalId };
};

/** Returns the partner with `after` as its contact; `before` is the same contact or another one. */
export const withContact = (partner: Partner, before: Contact, after: Contact): Partner => ({
  ...partner,
  contact: embeddedContact(after),
  supervisorCount: partner.supervisorCount + supervisorsGained(before, after),
});

/**
 * Returns how many active supervisors a partner gains when one of its contacts changes: −1, 0 or 1.
 */
export const supervisorsGained = (before: Contact, after: Contact): number => Number(isSupervisor(after)) - Number(isSupervisor(before));

/** Refuses a change that removes the last active supervisor of a partner. */
export const requireSupervisor = (partnerId: number, before: number, after: number): void => {
  if (after < before && after < 1) throw lastSupervisor(partnerId);
};

export const lastSupervisor = (partnerId: number) =>
  new Refusal('last-supervisor', `The partner ${partnerId} must keep an active Partner Supervisor among its contacts.`);

/**
 * Refuses that a partner changes its own external id, which is its parent's: a taken one would tell
 * it about its siblings.
 */
export const requireExternalIdKept = (before: Partner, after: Partner, { partnerId }: Caller): void => {
  if (before.externalId === after.externalId || partnerId !== before.id) return;
  throw new Refusal('foreign-tenant', 'A partner cannot change its own external id; one above it can.');
};

/** Refuses that a partner undoes its own deactivation: an ancestor or the operator can. */
export const requireReactivator = (before: Partner, after: Partner, { partnerId }: Caller): void => {
  if (before.isActive || !after.isActive || partnerId !== before.id) return;
  throw new Refusal('foreign-tenant', 'A partner cannot reactivate itself; one above it can.');
};
