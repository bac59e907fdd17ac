import type { Contact } from '../../../functions/partners/contacts/contact.ts';
import type { Partner } from '../../../functions/partners/partner.ts';
import {
  type PartnerPatch,
  patchPartner,
  readContactPart,
  requireSupervisor,
  supervisorsGained,
  withContact,
} from '../../../functions/partners/patch.ts';
import { nextVersion } from '../../../functions/shared/contract/versions.ts';
import { contactOf, partnerOf, refusalOf } from './samples.ts';

const LATER = '2026-11-23T00:00:00.000Z';
const partner = partnerOf(7, partnerOf(1), { billingId: 'B', verificationPhrase: 'blue' });
const { billingId: _, ...unbilled } = partner;

test.each<[string, PartnerPatch, Partner]>([
  ['sets what is given', { name: 'New', reference: 'n', isActive: false }, { ...partner, name: 'New', reference: 'n', isActive: false }],
  ['removes what is null', { billingId: null }, unbilled],
  ['changes nothing by what is there already', { name: 'Partner 7', billingId: 'B' }, partner],
  ['leaves parent and contact to others', { parent: { id: 9 }, contact: { phone: '+1555' } }, partner],
  ['changes nothing when it is empty', {}, partner],
])('a patch %s', (_, patch, after) => {
  expect(patchPartner(partner, patch)).toEqual(after);
});

test('a version counts up once for a change, whatever it takes, and not at all for none', () => {
  const changed = patchPartner(partner, { name: 'New', billingId: null });
  expect(nextVersion(partner, changed, LATER)).toEqual({ ...changed, version: 2, updatedAt: LATER });
  expect(nextVersion(partner, { ...partner, contact: { ...partner.contact } }, LATER)).toBe(partner);
});

const ROLES = ['Partner Supervisor', 'Partner User', 'Client Admin', 'Client User'] as const;
const STATES = ROLES.flatMap((userRole) => [true, false].map((isActive) => contactOf(9, { userRole, isActive })));
const isCounted = ({ userRole, isActive }: Contact) => userRole === 'Partner Supervisor' && isActive;

test('the supervisors of a partner are counted through every change of a contact', () => {
  for (const before of STATES) {
    for (const after of STATES) {
      const gained = (isCounted(after) ? 1 : 0) - (isCounted(before) ? 1 : 0);
      expect(supervisorsGained(before, after)).toBe(gained);
      expect(withContact(partner, before, after).supervisorCount).toBe(1 + gained);
    }
  }
});

test('a partner shows its contact without versions and times', () => {
  const { version: _, createdAt: __, updatedAt: ___, ...shown } = contactOf(9);
  expect(withContact(partner, contactOf(9), contactOf(9)).contact).toEqual(shown);
});

test.each([
  ['the last one', 1, 0, 'last-supervisor'],
  ['one of two', 2, 1, undefined],
  ['none where there is none', 0, 0, undefined],
  ['none, and one more comes', 0, 1, undefined],
])('of the supervisors, %s is taken', (_, before, after, code) => {
  expect(refusalOf(() => requireSupervisor(7, before, after))).toBe(code);
});

test('another contact is either named or changed', () => {
  const { id } = partner.contact;
  const fields = { phone: '+1555' };
  expect(readContactPart(partner, { id: id + 1 })).toEqual({ id: id + 1, fields: undefined });
  expect(readContactPart(partner, { id })).toEqual({ id, fields: undefined });
  expect(readContactPart(partner, fields)).toEqual({ id, fields });
  expect(readContactPart(partner, { id, ...fields })).toEqual({ id, fields });
  expect(refusalOf(() => readContactPart(partner, { id: id + 1, ...fields }))).toBe('invalid-request');
});
