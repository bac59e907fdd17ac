import { type CryptoKey, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { ProblemCode } from '../../functions/shared/contract/problems.ts';
import { type Api, startApi } from './api.ts';
import { refused } from './refusals.ts';
import { makePartner, makeReseller, newPartner, newReseller } from './samples.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const now = () => Math.floor(Date.now() / 1000);
const create = (as: string | null) => ({ method: 'POST', path: '/v3/resellers', body: newReseller(), as });
const CLAIMS = { sub: 'operator', aud: 'tenantry', permissions: ['reseller:write'] };

const sign = (claims: JWTPayload, header: { kid?: string } = { kid: 'key-1' }, key: CryptoKey = api.issuer.privateKey) =>
  new SignJWT({ ...CLAIMS, iss: api.issuer.issuer, ...claims }).setProtectedHeader({ alg: 'ES256', ...header }).sign(key);

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

const unsigned = (header: object) => `${part(header)}.${part({ ...CLAIMS, iss: api.issuer.issuer, exp: now() + 300 })}.`;

const tokens: readonly (readonly [string, ProblemCode, () => Promise<string> | string])[] = [
  ['an expired token', 'token-expired', () => sign({ exp: now() - 60 })],
  ['a token without exp', 'token-invalid', () => sign({})],
  ['a token that is not valid yet', 'token-invalid', () => sign({ exp: now() + 300, nbf: now() + 200 })],
  ['a token of another issuer', 'token-invalid', () => sign({ exp: now() + 300, iss: 'https://other.example.com' })],
  ['a token for another audience', 'token-invalid', () => sign({ exp: now() + 300, aud: 'billing' })],
  ['a token without an audience', 'token-invalid', () => api.issuer.token({ aud: [] })],
  ['a token without a subject', 'token-invalid', () => api.issuer.token({ sub: '' })],
  ['a token signed with another key', 'token-invalid', async () => sign({ exp: now() + 300 }, { kid: 'key-1' }, await otherKey())],
  ['an unsigned token', 'token-invalid', () => unsigned({ alg: 'ES256', kid: 'key-1' })],
  ['a token with alg none', 'token-invalid', () => unsigned({ alg: 'none' })],
  ['a token with alg none and a kid', 'token-invalid', () => unsigned({ alg: 'none', kid: 'key-1' })],
  ['a token with a critical extension', 'token-invalid', () => unsigned({ alg: 'ES256', kid: 'key-1', crit: ['exp'] })],
  ['a token with changed claims', 'token-invalid', async () => forged(await api.issuer.token())],
  ['a text that is no token', 'token-invalid', () => 'abc'],
  ['a token with an empty reseller binding', 'token-invalid', () => api.issuer.token({ reseller_id: '' })],
  ['a token with a null reseller binding', 'token-invalid', () => api.issuer.token({ reseller_id: null })],
  ['a token with a list as reseller binding', 'token-invalid', () => api.issuer.token({ reseller_id: ['a'] })],
  ['a token with an unreadable partner binding', 'token-invalid', () => api.issuer.token({ partner_id: '1x' })],
  ['a token with a partner binding of zero', 'token-invalid', () => api.issuer.token({ partner_id: 0 })],
  ['a token with a partner binding beyond int32', 'token-invalid', () => api.issuer.token({ partner_id: 2 ** 31 })],
];

const otherKey = async () => (await generateKeyPair('ES256')).privateKey;

const forged = (token: string) => {
  const [header, , signature] = token.split('.');
  return [header, part({ ...CLAIMS, iss: api.issuer.issuer, exp: now() + 300 }), signature].join('.');
};

test.each(tokens)('%s is refused as %s', async (_, code, token) => {
  const { headers } = await refused(api, create(`Bearer ${await token()}`), code);
  expect(headers['www-authenticate']).toBe('Bearer realm="tenantry", error="invalid_token"');
  expect(headers['x-www-authenticate']).toBe(headers['www-authenticate']);
});

test('a token of an unknown key is refused, again and again, and does not keep others out', async () => {
  const token = `Bearer ${await sign({ exp: now() + 300 }, { kid: 'key-2' })}`;
  await refused(api, create(token), 'token-invalid');
  await refused(api, create(token), 'token-invalid');
  expect((await api.post('/v3/resellers', newReseller())).status).toBe(201);
});

test('no credentials are asked for by scheme', async () => {
  const { headers } = await refused(api, create(null), 'credentials-missing');
  expect(headers['www-authenticate']).toBe('Bearer realm="tenantry"');
  const partners = await refused(api, { method: 'POST', path: '/v1/partners', body: newPartner(), as: null }, 'credentials-missing');
  expect(partners.headers['www-authenticate']).toBe('Bearer realm="tenantry", Basic realm="tenantry", charset="UTF-8"');
});

test.each(['', 'Bearer', 'Bearer ', 'Bearer a b', 'Digest username="x"', 'Basic eDp5'])('the header %p is refused', async (as) => {
  await refused(api, create(as), 'credentials-invalid');
});

test.each(['Bearer', 'Bearer ', 'bearer  ', 'Basic', 'Basic '])('the header %p says that its credentials are missing', async (as) => {
  const { body } = await refused(api, create(as), 'credentials-invalid');
  expect(body.detail).toBe(`The Authorization header holds nothing after the scheme ${as.trim()}.`);
});

test('credentials are checked before anything of the request', async () => {
  await refused(api, { ...create(null), body: '{' }, 'credentials-missing');
  await refused(api, { ...create(await api.bearer({ permissions: [] })), body: '{' }, 'permission-missing');
});

describe('permissions', () => {
  test.each([
    ['permissions', ['reseller:write']],
    ['permissions', ['tenantry/reseller:write']],
    ['scope', 'openid reseller:write'],
    ['scope', 'tenantry/reseller:write'],
    ['scope', ['openid', 'tenantry/reseller:write']],
    ['permissions', 'openid reseller:write'],
    ['scp', ['reseller:write']],
    ['scp', 'profile tenantry/reseller:write'],
  ])('are read from %s as %p', async (claim, value) => {
    const as = `Bearer ${await api.issuer.token({ [claim]: value })}`;
    expect((await api.send(create(as))).status).toBe(201);
  });

  test.each([
    [undefined],
    [['reseller:read']],
    [['reseller:writer', 'RESELLER:WRITE', 'reseller']],
    ['reseller:read reseller'],
    [{ 'reseller:write': true }],
    [['reseller:write x']],
  ])('given as %p do not suffice', async (permissions) => {
    const as = `Bearer ${await api.issuer.token({ permissions })}`;
    expect((await refused(api, create(as), 'permission-missing')).body.permission).toBe('reseller:write');
  });

  test('are each operation’s own', async () => {
    const [reseller, partner] = [await makeReseller(api), await makePartner(api)];
    const calls = {
      'partner:create': { method: 'POST', path: '/v1/partners', body: newPartner() },
      'partner:read': { path: `/v1/partners/${partner.id}` },
      'reseller:read': { path: `/v3/resellers/${reseller}` },
      'reseller:organization:create': { method: 'POST', path: `/v3/resellers/${reseller}/organizations`, body: {} },
      'reseller:organization:read': { path: `/v3/resellers/${reseller}/organizations/x` },
    };
    for (const [permission, call] of Object.entries(calls)) {
      const others = Object.keys(calls).filter((other) => other !== permission);
      const { body } = await refused(api, { ...call, as: await api.bearer({ permissions: others }) }, 'permission-missing');
      expect(body.permission).toBe(permission);
    }
  });
});

test('a token without a kid is verified with the only key of the set', async () => {
  expect((await api.send(create(`Bearer ${await sign({ exp: now() + 300 }, {})}`))).status).toBe(201);
});

test('the scheme is named in any case', async () => {
  expect((await api.send(create((await api.bearer()).replace('Bearer', 'bEARER')))).status).toBe(201);
});

test('a client without a subject acts under its client id', async () => {
  const as = `Bearer ${await sign({ sub: '', client_id: 'machine', exp: now() + 300 })}`;
  expect((await api.send(create(as))).status).toBe(201);
  expect((await api.items()).some(({ metadata }) => (metadata as { actor?: string } | undefined)?.actor === 'token:machine')).toBe(true);
});
