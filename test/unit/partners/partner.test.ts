import {
  isVisible,
  openPartner,
  type Partner,
  partnerCreated,
  partnerRules,
  requireParent,
  requireRole,
  withParent,
} from '../../../functions/partners/partner.ts';
import type { Caller } from '../../../functions/shared/caller.ts';
import { USER_ROLES, type UserRole } from '../../../functions/shared/permissions.ts';

const caller = (binding: Partial<Caller> = {}): Caller => ({ actor: 'token:a', permissions: new Set(), ...binding });

const contact = {
  ...{ userName: 'ada', firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com', phone: '+14155552671' },
  userRole: 'Partner Supervisor' as UserRole,
};
const birth = { id: 5, contactId: 6, reference: 'r', at: '2026-11-22T14:15:22.000Z' };
const root = openPartner({ name: 'Root', contact }, undefined, { ...birth, id: 1 });
const chain = (levels: number): Partner => ({ ...root, id: levels, ancestors: Array.from({ length: levels - 1 }, (_, at) => at + 100) });

const refusal = (act: () => unknown): unknown => {
  try {
    act();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

test('a new partner is active, at version 1, below its parent, and keeps neither the parent’s name nor its reference to it', () => {
  const parent = { ...root, ancestors: [9] };
  expect(openPartner({ name: 'New', parent: { name: 'Root' }, contact, verificationPhrase: 'blue' }, parent, birth)).toEqual({
    ...{ id: 5, reference: 'r', name: 'New', verificationPhrase: 'blue', isActive: true, ancestors: [9, 1], version: 1 },
    contact: { id: 6, ...contact, isActive: true, sendWelcomeEmail: false },
    ...{ createdAt: birth.at, updatedAt: birth.at },
  });
});

test('what is given outweighs the defaults', () => {
  const given = { name: 'New', reference: 'mine', isActive: false, contact: { ...contact, isActive: false, sendWelcomeEmail: true } };
  expect(openPartner(given, undefined, { ...birth, reference: 'mine' })).toMatchObject({ ...given, ancestors: [] });
});

test('only an unbound caller may leave out the parent', () => {
  const input = (parent?: { id: number }) => ({ body: { name: 'x', contact, ...(parent && { parent }) }, params: {}, query: {} });
  expect(partnerRules(input(), caller())).toEqual([]);
  expect(partnerRules(input({ id: 1 }), caller({ partnerId: 1 }))).toEqual([]);
  expect(partnerRules(input(), caller({ partnerId: 1 }))).toMatchObject([{ in: 'body', pointer: '/parent', code: 'required' }]);
});

test('nobody makes a user that stands above itself; a token stands above all', () => {
  const body = (userRole: UserRole) => ({ name: 'x', contact: { ...contact, userRole } });
  for (const [own, role] of USER_ROLES.entries()) {
    const refused = USER_ROLES.filter((userRole) => refusal(() => requireRole(body(userRole), caller({ role }))) === 'role-too-high');
    expect(refused).toEqual(USER_ROLES.slice(0, own));
  }
  expect(refusal(() => requireRole(body('Partner Supervisor'), caller()))).toBeUndefined();
});

test('a partner is seen by itself, by those above it and by unbound callers', () => {
  const partner = { id: 3, ancestors: [1, 2] };
  expect([1, 2, 3, 4].map((partnerId) => isVisible(caller({ partnerId }), partner))).toEqual([true, true, true, false]);
  expect(isVisible(caller(), partner)).toBe(true);
});

test.each([
  ['taken', root, { id: 1 }, caller(), undefined],
  ['taken by a name in another spelling', root, { id: 1, name: ' rOOT ' }, caller(), undefined],
  ['refused to a caller that is not above it', root, { id: 1 }, caller({ partnerId: 2 }), 'foreign-tenant'],
  ['refused by another name', root, { id: 1, name: 'Other' }, caller(), 'invalid-request'],
  ['refused when inactive', { ...root, isActive: false }, { id: 1 }, caller(), 'parent-inactive'],
  ['taken on level 9', chain(9), { id: 9 }, caller(), undefined],
  ['refused on level 10', chain(10), { id: 10 }, caller(), 'depth-exceeded'],
  [
    'not told to be inactive to who may not see it',
    { ...root, isActive: false },
    { id: 1, name: 'x' },
    caller({ partnerId: 2 }),
    'foreign-tenant',
  ],
])('a parent is %s', (_, parent, named, who, code) => {
  expect(refusal(() => requireParent(parent, named, who))).toBe(code);
});

test('an answer has the parent by id and name, a root has none, and neither tells what is above', () => {
  expect(withParent({ ...root, ancestors: [7, 8] }, 'Above')).toMatchObject({ parent: { id: 8, name: 'Above' } });
  expect(withParent(root, undefined)).not.toHaveProperty('parent');
  expect(withParent({ ...root, ancestors: [7] }, 'Above')).not.toHaveProperty('ancestors');
});

test('its event belongs to the whole branch, stands in its root’s order and does not tell the verification phrase', () => {
  const partner = openPartner({ name: 'New', contact, verificationPhrase: 'blue' }, { ...root, ancestors: [9] }, birth);
  const event = partnerCreated(partner, withParent(partner, 'Root'));
  expect(event).toMatchObject({ name: 'partner.created', tenant: '/partners/9/1/5', at: birth.at, version: 1, previousVersion: null });
  expect(event.key('e')).toEqual({ pk: 'PARTNER#9', sk: 'EVENT#e' });
  expect(event.data).toEqual({ ...withParent(partner, 'Root'), verificationPhrase: undefined });
  expect(JSON.stringify(event)).not.toContain('blue');
  expect(partnerCreated(root, withParent(root, undefined)).key('e').pk).toBe('PARTNER#1');
});
