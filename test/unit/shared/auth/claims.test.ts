import fc from 'fast-check';
import { callerOf } from '../../../../functions/shared/auth/claims.ts';
import { PERMISSIONS } from '../../../../functions/shared/contract/permissions.ts';

const names = {
  reseller: 'reseller_id',
  partner: 'https://example.com/partner',
  permissions: ['permissions', 'scope', 'scp'],
  prefixes: ['', 'tenantry/', 'https://api.example.com/'],
};
const read = (claims: object) => callerOf({ sub: 'a', ...claims }, names);

test('permissions are the union of three claims, as lists or texts, bare or prefixed with the resource server, and no others', () => {
  const spelled = fc
    .constantFrom(...PERMISSIONS)
    .chain((name) => fc.constantFrom(name, `tenantry/${name}`, `https://api.example.com/${name}`));
  const claim = fc.array(
    fc.oneof(spelled, fc.constantFrom('openid', 'partner', 'partner:', 'x/y', 'billing/partner:read', 'a/tenantry/partner:read')),
  );
  fc.assert(
    fc.property(claim, claim, claim, (permissions, scope, scp) => {
      const given = [...permissions, ...scope, ...scp].map((name) => name.replace(/^(?:tenantry|https:\/\/api\.example\.com)\//, ''));
      const expected = PERMISSIONS.filter((permission) => given.includes(permission));
      expect([...read({ permissions, scope: scope.join(' '), scp }).permissions]).toEqual(expected);
    }),
  );
});

test.each([undefined, null, 7, true, {}, [7, null, ['partner:read']]])('permissions given as %p are none', (permissions) => {
  expect(read({ permissions }).permissions.size).toBe(0);
});

test('a token without bindings is unbound', () => {
  expect(read({})).toEqual({ actor: 'token:a', permissions: new Set() });
});

test('bindings are read under the configured names only', () => {
  expect(read({ reseller_id: 'r', [names.partner]: 7, partner_id: 8 })).toMatchObject({ resellerId: 'r', partnerId: 7 });
});

test.each([
  ['7', 7],
  [2147483647, 2147483647],
  ['2147483647', 2147483647],
])('the partner binding %p is %i', (given, partnerId) => {
  expect(read({ [names.partner]: given }).partnerId).toBe(partnerId);
});

test('a binding that cannot be read never counts as none', () => {
  const unreadable = fc.jsonValue().filter((value) => typeof value !== 'string' && typeof value !== 'number');
  fc.assert(
    fc.property(unreadable, (value) => {
      expect(() => read({ reseller_id: value })).toThrow('reseller_id');
      expect(() => read({ [names.partner]: value })).toThrow('partner');
    }),
  );
  for (const value of [undefined, '', 7, 'tenantry canary', 'é']) expect(() => read({ reseller_id: value })).toThrow('reseller_id');
  for (const value of ['', '0', '07', '-7', '7 ', '1e3', 0, -1, 1.5, 2 ** 31, '2147483648']) {
    expect(() => read({ [names.partner]: value })).toThrow('partner');
  }
});

test.each([
  [{ sub: 'a', client_id: 'b', azp: 'c' }, 'token:a'],
  [{ sub: '', client_id: 'b', azp: 'c' }, 'token:b'],
  [{ sub: 7, azp: 'c' }, 'token:c'],
])('%p acts as %s', (claims, actor) => {
  expect(callerOf(claims, names).actor).toBe(actor);
});

test.each([{}, { sub: '' }, { sub: null, client_id: 7 }])('%p has no subject', (claims) => {
  expect(() => callerOf(claims, names)).toThrow('subject');
});
