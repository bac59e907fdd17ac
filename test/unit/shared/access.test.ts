import { authorise } from '../../../functions/shared/contract/access.ts';
import { type Caller, partnerUser } from '../../../functions/shared/contract/caller.ts';

const access = (tenant: 'reseller' | 'partner' | 'operator') => ({ permission: 'partner:read', schemes: ['bearer'], tenant }) as const;
const caller = (binding: Partial<Caller> = {}): Caller => ({ actor: 'token:a', permissions: new Set(['partner:read']), ...binding });

const outcome = (...[rule, who, resellerId]: Parameters<typeof authorise>): unknown => {
  try {
    authorise(rule, who, resellerId);
    return 'allowed';
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

test('an unbound caller acts on every tenant that its permission allows', () => {
  for (const tenant of ['reseller', 'partner', 'operator'] as const) expect(outcome(access(tenant), caller(), 'r')).toBe('allowed');
});

test('without the permission nobody acts, and the permission is named', () => {
  const lacking = caller({ permissions: new Set(['reseller:read']) });
  expect(() => authorise(access('partner'), lacking, undefined)).toThrow(
    expect.objectContaining({ code: 'permission-missing', members: { permission: 'partner:read' } }),
  );
});

test.each([
  ['operator', { resellerId: 'r' }, 'r', 'foreign-tenant'],
  ['operator', { partnerId: 1 }, undefined, 'foreign-tenant'],
  ['reseller', { resellerId: 'r' }, 'r', 'allowed'],
  ['reseller', { resellerId: 'r' }, 'R', 'foreign-tenant'],
  ['reseller', { resellerId: 'r' }, undefined, 'foreign-tenant'],
  ['reseller', { partnerId: 1 }, undefined, 'foreign-tenant'],
  ['reseller', { partnerId: 1, resellerId: 'r' }, 'r', 'allowed'],
  ['partner', { partnerId: 1 }, undefined, 'allowed'],
  ['partner', { resellerId: 'r' }, undefined, 'foreign-tenant'],
  ['partner', { partnerId: 1, resellerId: 'r' }, undefined, 'allowed'],
] as const)('on %s tenants a caller bound to %p with the path’s reseller %p is %s', (tenant, binding, resellerId, expected) => {
  expect(outcome(access(tenant), caller(binding), resellerId)).toBe(expected);
});

test('a missing permission is refused before a foreign tenant', () => {
  expect(outcome(access('operator'), caller({ permissions: new Set(), partnerId: 1 }), undefined)).toBe('permission-missing');
});

test('a partner’s user is bound to its partner and may what its role may', () => {
  const may = (role: Caller['role'] & string) => [...partnerUser('ada', 7, role).permissions];
  expect(partnerUser('ada', 7, 'Partner User')).toMatchObject({ actor: 'user:ada', partnerId: 7, role: 'Partner User' });
  expect(may('Partner Supervisor')).toEqual(expect.arrayContaining(['partner:create', 'partner:read', 'partner:update']));
  expect(may('Partner User')).toEqual(['partner:read']);
  expect([...may('Client Admin'), ...may('Client User')]).toEqual([]);
});
