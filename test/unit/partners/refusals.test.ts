import { patchContact, requireChange, requireRank, requireRole, userNameRules } from '../../../functions/partners/contacts/contact.ts';
import {
  parentInactive,
  parentNotFound,
  partnerNotFound,
  requireDepth,
  requireNamed,
  requireNoCycle,
  requireOwnParent,
} from '../../../functions/partners/hierarchy.ts';
import { partnerRules } from '../../../functions/partners/partner.ts';
import {
  lastSupervisor,
  readContactPart,
  replacementPatch,
  requireExternalIdKept,
  requireReactivator,
} from '../../../functions/partners/patch.ts';
import { AT, callerOf, contactInput, contactOf, partnerOf, refusalOf } from './samples.ts';

const partner = partnerOf(7, partnerOf(1), { externalId: 'crm-7' });
const contact = contactOf(9, { userRole: 'Client User' });
const inBody = (pointer: string, code: string, message: string) => ({
  ...{ code: 'invalid-request', violations: [{ in: 'body', pointer, code, message }] },
});
const RESERVED = 'must not begin with "key-", in any spelling: user names of API credentials do';
const KEY_NAME = 'key-0123456789abcdef0123';

test.each<[string, () => unknown, object]>([
  [
    'a foreign parent',
    () => requireOwnParent(partner, { id: 7 }, callerOf({ partnerId: 2 })),
    { code: 'foreign-tenant', message: 'The parent must be the calling partner or one below it.' },
  ],
  [
    'a parent with another name',
    () => requireNamed(partner, { id: 7, name: 'Other' }),
    inBody('/parent', 'conflicting-values', 'names another partner by name than by id'),
  ],
  [
    'a hierarchy that is too deep',
    () => requireDepth(partner, 9),
    { code: 'depth-exceeded', message: 'The hierarchy may have 10 levels.', members: { limitName: 'levels', limit: 10 } },
  ],
  [
    'a partner below itself',
    () => requireNoCycle(partnerOf(1), partner),
    { code: 'would-create-cycle', message: 'The partner 7 stands below 1, or is it.' },
  ],
  [
    'a contact that is named and changed',
    () => readContactPart(partner, { id: 9, phone: '+1555' }),
    inBody('/contact', 'conflicting-values', 'either names another contact by its id or changes fields'),
  ],
  ['a reserved user name', () => patchContact(contact, { userName: KEY_NAME }, AT), inBody('/userName', 'reserved', RESERVED)],
  [
    'a reserved user name of a partner’s contact',
    () => patchContact(contact, { userName: KEY_NAME }, AT, '/contact'),
    inBody('/contact/userName', 'reserved', RESERVED),
  ],
  [
    'a role with a permission that is lacking',
    () => requireRole(callerOf(), 'Partner User'),
    { code: 'permission-missing', message: 'The permission partner:read is required of whoever gives the role Partner User.' },
  ],
  [
    'a user above the caller',
    () => requireRank(callerOf({ role: 'Client User' }), 'Partner User'),
    { code: 'role-too-high', message: 'A Client User cannot make or change a Partner User.' },
  ],
])('%s is refused in words', (_, act, refusal) => {
  expect(act).toThrow(expect.objectContaining(refusal));
});

test.each([
  ['partner-not-found', 'There is no partner 7.', partnerNotFound(7)],
  ['parent-not-found', 'The parent partner does not exist.', parentNotFound()],
  ['parent-inactive', 'The parent partner 7, or one above it, is inactive.', parentInactive(7)],
  ['last-supervisor', 'The partner 7 must keep an active Partner Supervisor among its contacts.', lastSupervisor(7)],
])('%s says: %s', (code, message, refusal) => {
  expect(refusal).toMatchObject({ code, message });
});

test('only a partner above it, or the operator, changes the external id of a partner', () => {
  const changed = { ...partner, externalId: 'other' };
  const refusal = (after: typeof partner, partnerId?: number) =>
    refusalOf(() => requireExternalIdKept(partner, after, callerOf(partnerId === undefined ? {} : { partnerId })));
  expect([refusal(changed, 7), refusal(changed, 1), refusal(changed), refusal(partner, 7)]).toEqual([
    ...['foreign-tenant', undefined, undefined, undefined],
  ]);
});

test('only a partner above it, or the operator, activates a partner again', () => {
  const refusals = [true, false].flatMap((before) =>
    [true, false].flatMap((after) =>
      [7, 1].map((partnerId) =>
        refusalOf(() => requireReactivator({ ...partner, isActive: before }, { ...partner, isActive: after }, callerOf({ partnerId }))),
      ),
    ),
  );
  expect(refusals).toEqual([undefined, undefined, undefined, undefined, 'foreign-tenant', undefined, undefined, undefined]);
});

test('both are refused in words', () => {
  const [own, changed] = [callerOf({ partnerId: 7 }), { ...partner, externalId: 'other' }];
  expect(() => requireExternalIdKept(partner, changed, own)).toThrow('A partner cannot change its own external id; one above it can.');
  expect(() => requireReactivator({ ...partner, isActive: false }, partner, own)).toThrow(
    'A partner cannot reactivate itself; one above it can.',
  );
});

test('a replacement removes what it does not have, except the name, the reference and whether the partner is active', () => {
  const { parent: _, ...body } = { parent: { id: 1 }, name: 'New', contact: contactInput };
  const patch = replacementPatch({ ...body, parent: { id: 1 } }, 'crm-8');
  expect(patch).toMatchObject({ name: 'New', externalId: 'crm-8', billingId: null, verificationPhrase: null });
  for (const kept of ['reference', 'isActive', 'parent']) expect(patch).not.toHaveProperty(kept);
});

test.each<[string, object, string | undefined]>([
  ['its phone', { phone: '+1555' }, undefined],
  ['its role', { userRole: 'Partner User' }, 'permission-missing'],
  ['its e-mail address, to which links go', { email: 'other@example.com' }, 'permission-missing'],
  ['that it is sent a link', { sendWelcomeEmail: true }, 'permission-missing'],
  ['that it is active', { isActive: true }, 'permission-missing'],
  ['that it is inactive', { isActive: false }, undefined],
])('a token without the permissions of a role changes of a contact with it %s: %s is refused as %s', (_, change, code) => {
  const before = contactOf(9, { userRole: 'isActive' in change || !('userRole' in change) ? 'Partner User' : 'Client User' });
  const from = { ...before, ...('isActive' in change && { isActive: !change.isActive }) };
  expect(refusalOf(() => requireChange(callerOf(), from, { ...from, ...change }))).toBe(code);
});

test('whoever gives no role may still not touch a user above it, before or after', () => {
  const user = callerOf({ role: 'Client User' });
  expect(refusalOf(() => requireChange(user, contactOf(9, { userRole: 'Client User' }), contact))).toBeUndefined();
  const above = contactOf(9, { userRole: 'Client Admin' });
  expect(refusalOf(() => requireChange(user, above, { ...above, phone: '+1555' }))).toBe('role-too-high');
});

test('a user name is only judged as a text, and one that is kept is not judged again', () => {
  expect(userNameRules(undefined, '/userName')).toEqual([]);
  expect(userNameRules(7, '/userName')).toEqual([]);
  expect(userNameRules('ada', '/userName')).toEqual([]);
  const held = { ...contact, userName: KEY_NAME };
  expect(patchContact(held, { userName: KEY_NAME.toUpperCase() }, AT)).toMatchObject({ userName: KEY_NAME.toUpperCase(), version: 2 });
  expect(patchContact(contact, { userName: 'grace' }, AT)).toMatchObject({ userName: 'grace' });
});

test('a new partner has the rules of its contact, also without one', () => {
  const rules = (body: object) => partnerRules({ body } as Parameters<typeof partnerRules>[0], callerOf());
  expect(rules({})).toEqual([]);
  expect(rules({ contact: { userName: KEY_NAME } })).toEqual([
    { in: 'body', pointer: '/contact/userName', code: 'reserved', message: RESERVED },
  ]);
});
