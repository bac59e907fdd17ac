import { partnerCreated } from '../../../functions/partners/events.ts';
import { isVisible, openPartner, partnerRules, withParent } from '../../../functions/partners/partner.ts';
import { AT, callerOf, contactInput as contact, contactOf, partnerOf } from './samples.ts';

const root = partnerOf(1);
const birth = { id: 5, reference: 'r', at: AT };
const stored = contactOf(6);

test('a new partner is active, at version 1, below its parent, and keeps neither the parent’s name nor its reference to it', () => {
  const parent = { ...root, ancestors: [9] };
  expect(openPartner({ name: 'New', parent: { name: 'Root' }, contact, verificationPhrase: 'blue' }, stored, parent, birth)).toEqual({
    ...{ id: 5, reference: 'r', name: 'New', verificationPhrase: 'blue', isActive: true, ancestors: [9, 1], version: 1 },
    contact: { ...contact, id: 6, userName: 'user-6', isActive: true, sendWelcomeEmail: false },
    ...{ createdAt: AT, updatedAt: AT },
    ...{ childCount: 0, supervisorCount: 1, credentialCount: 0, revision: 1 },
  });
});

test('what is given outweighs the defaults', () => {
  const fields = { name: 'New', reference: 'mine', isActive: false };
  expect(openPartner({ ...fields, contact }, stored, undefined, birth)).toMatchObject({ ...fields, ancestors: [] });
});

test.each([
  [{}, 1],
  [{ isActive: false }, 0],
  [{ userRole: 'Partner User' as const }, 0],
])('a partner whose first contact is %j begins with %i supervisors', (fields, supervisorCount) => {
  expect(openPartner({ name: 'New', contact }, contactOf(6, fields), undefined, birth)).toMatchObject({ supervisorCount });
});

test('only an unbound caller may leave out the parent', () => {
  const input = (parent?: { id: number }) => ({ body: { name: 'x', contact, ...(parent && { parent }) }, params: {}, query: {} });
  expect(partnerRules(input(), callerOf())).toEqual([]);
  expect(partnerRules(input({ id: 1 }), callerOf({ partnerId: 1 }))).toEqual([]);
  expect(partnerRules(input(), callerOf({ partnerId: 1 }))).toMatchObject([{ in: 'body', pointer: '/parent', code: 'required' }]);
});

test('a partner is seen by itself, by those above it and by unbound callers', () => {
  const partner = { id: 3, ancestors: [1, 2] };
  expect([1, 2, 3, 4].map((partnerId) => isVisible(callerOf({ partnerId }), partner))).toEqual([true, true, true, false]);
  expect(isVisible(callerOf(), partner)).toBe(true);
});

test('an answer has the parent by id and name, and a root has none', () => {
  expect(withParent({ ...root, ancestors: [7, 8] }, 'Above')).toMatchObject({ parent: { id: 8, name: 'Above' } });
  expect(withParent(root, undefined)).not.toHaveProperty('parent');
  expect(withParent(root, 'Above')).not.toHaveProperty('parent');
  expect(withParent({ ...root, ancestors: [7] }, undefined)).not.toHaveProperty('parent');
});

test('its event belongs to the whole branch, stands in its root’s order and tells neither the verification phrase nor what is above', () => {
  const partner = openPartner({ name: 'New', contact, verificationPhrase: 'blue' }, stored, { ...root, ancestors: [9] }, birth);
  const event = partnerCreated(partner, withParent(partner, 'Root'));
  expect(event).toMatchObject({ name: 'partner.created', tenant: '/partners/9/1/5', at: AT, version: 1, previousVersion: null });
  expect(event.key('e')).toEqual({ pk: 'PARTNER#9', sk: 'EVENT#e' });
  const fields = ['contact', 'createdAt', 'id', 'isActive', 'name', 'parent', 'reference', 'updatedAt', 'version'];
  expect(new Set(Object.keys(event.data))).toEqual(new Set(fields));
  expect(JSON.stringify(event)).not.toContain('blue');
  expect(partnerCreated(root, withParent(root, undefined)).key('e').pk).toBe('PARTNER#1');
});
