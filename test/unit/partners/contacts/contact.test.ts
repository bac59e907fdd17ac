import { embeddedContact, openContact, patchContact, requireChange, requireRole } from '../../../../functions/partners/contacts/contact.ts';
import { contactCreated, contactSnapshot, contactUpdated } from '../../../../functions/partners/contacts/events.ts';
import { type Caller, partnerUser } from '../../../../functions/shared/contract/caller.ts';
import { type Permission, ROLE_PERMISSIONS, USER_ROLES, type UserRole } from '../../../../functions/shared/contract/permissions.ts';
import { AT, callerOf, contactInput, contactOf, refusalOf } from '../samples.ts';

const LATER = '2026-11-23T00:00:00.000Z';
const contact = contactOf(6);
const place = { id: 7, ancestors: [1, 3] };

test('a new contact is active, is sent no e-mail, and is at version 1', () => {
  expect(openContact(contactInput, { id: 6, at: AT })).toEqual({
    ...{ ...contactInput, id: 6, isActive: true, sendWelcomeEmail: false },
    ...{ version: 1, createdAt: AT, updatedAt: AT },
  });
  const fields = { isActive: false, sendWelcomeEmail: true };
  expect(openContact({ ...contactInput, ...fields }, { id: 6, at: AT })).toMatchObject(fields);
});

test('a patch makes a new version, and one that changes nothing leaves the very same contact', () => {
  expect(patchContact(contact, { phone: '+1555', userRole: 'Client User' }, LATER)).toEqual({
    ...{ ...contact, phone: '+1555', userRole: 'Client User' },
    ...{ version: 2, updatedAt: LATER },
  });
  expect(patchContact(contact, {}, LATER)).toBe(contact);
  expect(patchContact(contact, { ...contactInput, userName: contact.userName }, LATER)).toBe(contact);
});

const userOf = (role: UserRole) => partnerUser('ada', 7, role);

test('a user gives its own role and those below it, and no other', () => {
  for (const [own, role] of USER_ROLES.entries()) {
    const refused = USER_ROLES.filter((userRole) => refusalOf(() => requireRole(userOf(role), userRole)) === 'role-too-high');
    expect(refused).toEqual(USER_ROLES.slice(0, own));
  }
});

test('a token gives a role whose permissions it holds, all of them', () => {
  const tokenOf = (...permissions: readonly Permission[]) => callerOf({ permissions: new Set(permissions) });
  const permittedRoles = (caller: Caller) => USER_ROLES.filter((userRole) => refusalOf(() => requireRole(caller, userRole)) === undefined);
  expect(permittedRoles(tokenOf())).toEqual(['Client Admin', 'Client User']);
  expect(permittedRoles(tokenOf('partner:read'))).toEqual(['Partner User', 'Client Admin', 'Client User']);
  expect(permittedRoles(tokenOf(...ROLE_PERMISSIONS['Partner Supervisor']))).toEqual(USER_ROLES);
});

test('a user that stands above is neither promoted to nor taken from its role, nor changed otherwise', () => {
  const caller = userOf('Partner User');
  const refusal = (before: UserRole, after: UserRole) =>
    refusalOf(() => requireChange(caller, { ...contact, userRole: before }, { ...contact, userRole: after, phone: '+1555' }));
  expect(refusal('Client User', 'Partner Supervisor')).toBe('role-too-high');
  expect(refusal('Partner Supervisor', 'Client User')).toBe('role-too-high');
  expect(refusal('Partner Supervisor', 'Partner Supervisor')).toBe('role-too-high');
  expect(refusal('Partner User', 'Client User')).toBeUndefined();
});

test('the event of a new contact belongs to its partner and stands in the order of the root', () => {
  const event = contactCreated(place, contact);
  expect(event).toMatchObject({
    name: 'partner.contact.created',
    tenant: '/partners/1/3/7',
    at: AT,
    version: 1,
    previousVersion: null,
    data: contact,
  });
  expect(event.key('e')).toEqual({ pk: 'PARTNER#1', sk: 'EVENT#e' });
  expect(contactCreated({ id: 1, ancestors: [] }, contact).key('e').pk).toBe('PARTNER#1');
});

test('the event of a changed contact names what changed and what it was, not the version it rose to', () => {
  const after = patchContact(contact, { phone: '+1555', isActive: false }, LATER);
  expect(contactUpdated(place, contact, after)).toMatchObject({
    ...{ name: 'partner.contact.updated', version: 2, previousVersion: 1, at: LATER, data: after },
    ...{ changed: ['/phone', '/isActive'], previous: { '/phone': contact.phone, '/isActive': true } },
  });
});

test('an event and a partner tell of a contact nothing but what is answered', () => {
  const stored = { ...contact, pk: 'PARTNER#7', passwordHash: '$scrypt$' };
  expect(contactCreated(place, stored).data).toEqual(contact);
  expect(Object.keys(embeddedContact(contact))).not.toEqual(expect.arrayContaining(['version']));
});

test('the snapshot of a contact has its present state, under the ids of its partner and itself', () => {
  const snapshot = contactSnapshot(place, { ...contact, version: 3 });
  expect(snapshot).toMatchObject({ name: 'partner.contact.snapshot', version: 3, tenant: '/partners/1/3/7', entity: `7/${contact.id}` });
  expect(snapshot.data).toEqual({ ...contact, version: 3 });
  expect(snapshot).not.toHaveProperty('key');
});
