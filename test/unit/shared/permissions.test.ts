import { isApiUserName, isReservedUserName, newCredentialId } from '../../../functions/shared/auth/api-user-name.ts';
import { type Access, authorise } from '../../../functions/shared/contract/access.ts';
import type { Caller } from '../../../functions/shared/contract/caller.ts';
import { OPERATOR_SCOPE, ROLE_PERMISSIONS, scopeOf } from '../../../functions/shared/contract/permissions.ts';

const access = (tenant: Exclude<Access, 'public'>['tenant']) => ({ permission: 'partner:read', schemes: ['bearer'], tenant }) as const;
const caller = (binding: Partial<Caller> = {}): Caller => ({
  actor: 'token:a',
  permissions: new Set(['partner:read'] as const),
  ...binding,
});

test.each<[string, Exclude<Access, 'public'>, Caller, string, string]>([
  [
    'a permission that is lacking',
    access('any'),
    caller({ permissions: new Set() }),
    'permission-missing',
    'The permission partner:read is required.',
  ],
  ['another reseller', access('reseller'), caller({ resellerId: 'other' }), 'foreign-tenant', 'The caller is bound to another tenant.'],
  ['a reseller, of a partner', access('partner'), caller({ resellerId: 'r' }), 'foreign-tenant', 'The caller is bound to another tenant.'],
  [
    'a tenant, of the operator',
    access('operator'),
    caller({ partnerId: 7 }),
    'foreign-tenant',
    'Only a token that is bound to no tenant may do this.',
  ],
])('%s is refused in words', (_, given, by, code, message) => {
  expect(() => authorise(given, by, 'r')).toThrow(expect.objectContaining({ code, message }));
});

test.each<[string, Exclude<Access, 'public'>, Caller]>([
  ['a reseller of its own path', access('reseller'), caller({ resellerId: 'r' })],
  ['a reseller where any tenant may', access('any'), caller({ resellerId: 'other' })],
  ['a partner where any tenant may', access('any'), caller({ partnerId: 7 })],
  ['the operator', access('operator'), caller()],
])('%s is let in', (_, given, by) => {
  expect(() => authorise(given, by, 'r')).not.toThrow();
});

test('scopes of the user pool have the name of the resource server', () => {
  expect([scopeOf('partner:read'), scopeOf(OPERATOR_SCOPE)]).toEqual(['tenantry/partner:read', 'tenantry/operator']);
});

test('a supervisor may change what its partner has, a user only read it, and a client nothing', () => {
  expect(ROLE_PERMISSIONS).toEqual({
    'Partner Supervisor': ['partner:create', 'partner:read', 'partner:update', 'credential:write'],
    'Partner User': ['partner:read'],
    'Client Admin': [],
    'Client User': [],
  });
});

test('only a whole name is that of an API credential', () => {
  const name = `key-${newCredentialId()}`;
  expect([name, `x${name}`, `${name}0`, name.toUpperCase(), 'key-'].map(isApiUserName)).toEqual([true, false, false, false, false]);
});

test.each([
  ['key-1', true],
  ['KEY-ada', true],
  ['key\u2013ada', true],
  ['key\u2212ada', true],
  ['\uff4b\uff45\uff59-ada', true],
  ['my key-', false],
  ['key ada', false],
  ['keyada', false],
  ['ada', false],
])('%j could be taken for an API credential: %s', (userName, isReserved) => {
  expect(isReservedUserName(userName)).toBe(isReserved);
});
