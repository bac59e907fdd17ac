import type { Caller } from '../shared/contract/caller.ts';
import type { Input } from '../shared/contract/contract.ts';
import { mergePatch } from '../shared/contract/merge-patch.ts';
import { Refusal, type Violation } from '../shared/contract/problems.ts';
import { type Contact, embedded, isSupervisor } from './contacts/contact.ts';
import type { updatePartner } from './contract-changes.ts';
import type { Partner } from './partner.ts';

export type UpdateInput = Input<typeof updatePartner>;
export type PartnerPatch = UpdateInput['body'];

/** `contact` either names another contact of the partner or changes the one it has. */
export const updateRules = ({ body: { contact } }: UpdateInput): readonly Violation[] =>
  contact?.id === undefined || Object.keys(contact).length === 1
    ? []
    : [{ in: 'body', pointer: '/contact', code: 'conflicting-values', message: 'either names a contact by its id or changes fields' }];

/** The partner with the patched fields of its own: not yet its parent and its contact. */
export const patchPartner = (partner: Partner, { parent: _, contact: __, ...fields }: PartnerPatch): Partner =>
  mergePatch(partner, fields) as Partner;

/** The partner as it stands when `after` has become its contact, in the place of `before` or of another one. */
export const withContact = (partner: Partner, before: Contact, after: Contact): Partner => ({
  ...partner,
  contact: embedded(after),
  supervisorCount: partner.supervisorCount + supervisorsGained(before, after),
});

/** How many active supervisors a partner has more when one of its contacts changes: −1, 0 or 1. */
export const supervisorsGained = (before: Contact, after: Contact): number => Number(isSupervisor(after)) - Number(isSupervisor(before));

/** Refuses a change that takes the last active supervisor from a partner. */
export const requireSupervisor = (partnerId: number, before: number, after: number): void => {
  if (after < before && after < 1) throw lastSupervisor(partnerId);
};

export const lastSupervisor = (partnerId: number) =>
  new Refusal('last-supervisor', `The partner ${partnerId} must keep an active Partner Supervisor among its contacts.`);

/** Refuses that a partner undoes its own deactivation: whoever is above it, or the operator, can. */
export const requireReactivator = (before: Partner, after: Partner, { partnerId }: Caller): void => {
  if (before.isActive || !after.isActive || partnerId !== before.id) return;
  throw new Refusal('foreign-tenant', 'A partner cannot reactivate itself; one above it can.');
};
