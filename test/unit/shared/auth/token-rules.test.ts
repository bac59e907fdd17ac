import { tokenRules } from '../../../../functions/shared/auth/rules.ts';
import { readToken } from '../../../../functions/shared/auth/token.ts';

const POOL = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a';
const UPDATED = 'https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a';
const SETTINGS: Readonly<Record<string, string>> = {
  ...{ JWT_PROFILE: 'cognito', JWT_RESOURCE_SERVER: 'tenantry', JWT_ISSUER: POOL, JWKS_URI: `${POOL}/.well-known/jwks.json` },
};
const rules = (more: Readonly<Record<string, string>> = {}) => tokenRules((name) => ({ ...SETTINGS, ...more })[name] ?? '');
const claims = { sub: 'client', token_use: 'access', scope: 'tenantry/partner:read tenantry/operator' };

test('a user pool has two names, each with its keys, and its tokens have no audience', () => {
  expect(rules().issuers).toEqual([
    { issuer: POOL, audience: null, jwksUri: `${POOL}/.well-known/jwks.json` },
    { issuer: UPDATED, audience: null, jwksUri: `${UPDATED}/.well-known/jwks.json` },
  ]);
});

test('a token of a user pool has the permissions of its scopes, and its tenant', () => {
  expect(rules().callerOf(claims)).toEqual({ actor: 'token:client', permissions: new Set(['partner:read']) });
  const bound = { ...claims, scope: 'tenantry/partner:read partner:create', partner_id: '7' };
  expect(rules().callerOf(bound)).toEqual({ actor: 'token:client', permissions: new Set(['partner:read']), partnerId: 7 });
});

test('one that is bound to nothing must have the scope of the operator', () => {
  expect(() => rules().callerOf({ ...claims, scope: 'tenantry/partner:read' })).toThrow(
    'The token is bound to no tenant and does not hold the scope tenantry/operator.',
  );
});

test('an ID token is none', () => {
  expect(() => rules().callerOf({ ...claims, token_use: 'id' })).toThrow('the token is no access token');
});

test('a profile that does not exist is a defect of the installation', () => {
  expect(() => rules({ JWT_PROFILE: 'saml' })).toThrow('JWT_PROFILE is saml, which is no profile');
});

const MALFORMED = 'The token is malformed: it must be a signed JWT whose claims have the types of RFC 7519.';

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
// The library does not see a list of scopes, nor how many parts there are then.
const WITH_LIST = [encoded({ alg: 'ES256' }), encoded({ scope: ['a'] }), 'c2ln'].join('.');

test('a list of scopes is read as it stands', () => {
  expect(readToken(WITH_LIST).claims).toEqual({ scope: ['a'] });
});

test.each([
  ...['', 'a', 'a.b', 'a.e30.c', 'e30.b.c', 'e30.W10.c', 'e30.e30.c.d'],
  ...[`${WITH_LIST}.d`, WITH_LIST.slice(0, WITH_LIST.lastIndexOf('.')), `e30.${encoded(null)}.c`],
])('%j is no token', (text) => {
  expect(() => readToken(text)).toThrow(expect.objectContaining({ code: 'token-invalid', message: MALFORMED }));
});
