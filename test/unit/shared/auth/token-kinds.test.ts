import { tokenVerifier } from '../../../../functions/shared/auth/bearer.ts';
import { signToken, startIssuer } from '../../../../testing/issuer.ts';

type Issuer = Awaited<ReturnType<typeof startIssuer>>;

let issuer: Issuer;

beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer.stop());

const verify = (token: string, settings: Readonly<Record<string, string>> = {}) => {
  const environment: Readonly<Record<string, string>> = { ...issuer.environment, ...settings };
  return tokenVerifier((name) => environment[name] ?? '')(token);
};

const HEADER = { alg: 'ES256', kid: 'key-1' };
const now = () => Math.floor(Date.now() / 1000);

const sign = (claims: object, header: object = {}) => {
  const own = { iss: issuer.issuer, aud: 'tenantry', sub: 'someone', exp: now() + 300 };
  return signToken(issuer.privateKey, { ...HEADER, ...header }, { ...own, ...claims });
};

const refusal = (detail: string) => ({ code: 'token-invalid', message: expect.stringContaining(detail) });

describe('the type of a token (RFC 9068, 4; RFC 7515, 4.1.9)', () => {
  test.each([undefined, 'JWT', 'jwt', 'application/jwt', 'at+jwt', 'AT+JWT', 'application/at+jwt', 'Application/At+JWT'])(
    '%p is taken',
    async (typ) => {
      expect(await verify(await sign({}, { typ }))).toMatchObject({ actor: 'token:someone' });
    },
  );

  test.each(['', 'dpop+jwt', 'logout+jwt', 'application/logout+jwt', 'secevent+jwt', 'token-introspection+jwt', 'JOSE', 7, null, ['JWT']])(
    '%p is refused',
    async (typ) => {
      await expect(verify(await sign({}, { typ }))).rejects.toMatchObject(refusal('no access token'));
    },
  );
});

describe('access tokens as issuers make them are taken', () => {
  const TOKENS: Readonly<Record<string, readonly [header: object, claims: object]>> = {
    Auth0: [{ typ: 'JWT' }, { azp: 'c', scope: 'openid profile reseller:read', permissions: ['reseller:read'] }],
    'Auth0, RFC 9068 profile': [{ typ: 'at+jwt' }, { client_id: 'c', jti: 'j', scope: 'openid reseller:read' }],
    'Entra ID, of a user': [
      { typ: 'JWT', x5t: 'key-1' },
      { azp: 'c', azpacr: '1', oid: 'o', tid: 't', scp: 'reseller:read', ver: '2.0' },
    ],
    'Entra ID, of an application': [{ typ: 'JWT' }, { appid: 'c', appidacr: '1', idtyp: 'app', roles: ['reseller:read'], ver: '1.0' }],
    Keycloak: [{ typ: 'JWT' }, { typ: 'Bearer', azp: 'c', acr: '1', auth_time: 1, scope: 'openid reseller:read', sid: 's' }],
    'Keycloak up to 24, which repeated the nonce': [{ typ: 'JWT' }, { typ: 'Bearer', azp: 'c', nonce: 'n', session_state: 's' }],
    'Okta, by its own type': [{ typ: 'application/okta-internal-at+jwt' }, { cid: 'c', uid: 'u', nonce: 'n' }],
    Okta: [{}, { ver: 1, jti: 'AT.j', cid: 'c', uid: 'u', auth_time: 1, scp: ['openid', 'reseller:read'] }],
    Cognito: [{}, { token_use: 'access', client_id: 'c', origin_jti: 'o', event_id: 'e', version: 2, scope: 'tenantry/reseller:read' }],
    'Cognito, had it a nonce': [{}, { token_use: 'access', nonce: 'n' }],
    'an issuer that repeats the nonce beside a scope': [{}, { nonce: 'n', scope: 'reseller:read' }],
    'an issuer that repeats the nonce and names the type': [{ typ: 'at+jwt' }, { nonce: 'n' }],
  };

  test.each(Object.entries(TOKENS))('%s', async (_, [header, claims]) => {
    expect(await verify(await sign(claims, header))).toMatchObject({ actor: 'token:someone' });
  });
});

describe('tokens of another kind are refused', () => {
  const TOKENS: Readonly<Record<string, object>> = {
    'an ID token of Cognito': { token_use: 'id', 'cognito:username': 'u', permissions: ['reseller:read'] },
    'an ID token of Keycloak': { typ: 'ID', azp: 'c', scope: 'openid' },
    'a refresh token of Keycloak': { typ: 'Refresh', scope: 'openid' },
    'an offline token of Keycloak': { typ: 'Offline', scope: 'openid' },
    'an ID token with the hash of its access token': { at_hash: 'h', scope: 'reseller:read' },
    'an ID token with the hash of its code': { c_hash: 'h' },
    'an ID token with the hash of its state': { s_hash: 'h' },
    'an ID token with a nonce and roles, as of Entra ID': { nonce: 'n', roles: ['reseller:read'], preferred_username: 'u' },
    'a logout token': { events: { 'http://schemas.openid.net/event/backchannel-logout': {} }, sid: 's' },
  };

  test.each(Object.entries(TOKENS))('%s', async (_, claims) => {
    await expect(verify(await sign(claims, { typ: 'JWT' }))).rejects.toMatchObject(refusal('no access token'));
  });
});

test.each([{ crit: ['b64'] }, { crit: ['exp', 'b64'] }, { crit: [] }, { crit: 'exp' }, { crit: null }])(
  'what a token marks as critical is not known: %p (RFC 7515, 4.1.11)',
  async (header) => {
    await expect(verify(await sign({}, { b64: true, exp: 1, ...header }))).rejects.toMatchObject(refusal('crit'));
  },
);

describe('the times of a token', () => {
  test('differ from our clock by at most the tolerance', async () => {
    for (const claims of [{ exp: now() - 20 }, { nbf: now() + 20 }]) {
      expect(await verify(await sign(claims))).toMatchObject({ actor: 'token:someone' });
      await expect(verify(await sign(claims), { JWT_CLOCK_TOLERANCE_SECONDS: '5' })).rejects.toMatchObject({ name: 'Refusal' });
      await expect(verify(await sign(claims), { JWT_CLOCK_TOLERANCE_SECONDS: '0' })).rejects.toMatchObject({ name: 'Refusal' });
    }
    await expect(verify(await sign({ exp: now() - 40 }))).rejects.toMatchObject({ code: 'token-expired' });
    await expect(verify(await sign({ nbf: now() + 40 }))).rejects.toMatchObject(refusal('The token is not valid yet.'));
  });

  test('may have fractions (RFC 7519, NumericDate), and nbf may be zero', async () => {
    expect(await verify(await sign({ exp: now() + 300.75, nbf: now() - 1.5 }))).toMatchObject({ actor: 'token:someone' });
    expect(await verify(await sign({ nbf: 0 }))).toMatchObject({ actor: 'token:someone' });
  });

  const NO_TIMES = ['"4102444800"', 'true', 'null', '[4102444800]', '{}', '-1', '-1e300', '1e300', '1e999', '1764410000000'];
  test.each(NO_TIMES.flatMap((value) => [['exp', value] as const, ['nbf', value] as const]))('%s of %s is no time', async (name, value) => {
    const claims = JSON.stringify({ iss: issuer.issuer, aud: 'tenantry', sub: 's', exp: now() + 300, [name]: 0 });
    const spelled = claims.replace(new RegExp(`"${name}":0`), `"${name}":${value}`).replace(/"exp":\d+,(?=.*"exp")/, '');
    const token = await signToken(issuer.privateKey, HEADER, spelled);
    await expect(verify(token)).rejects.toMatchObject(refusal(`The claim ${name}`));
  });

  test('need an exp', async () => {
    await expect(verify(await sign({ exp: undefined }))).rejects.toMatchObject(refusal('no exp'));
  });
});

describe('the permissions of a token', () => {
  test.each(['scope', 'scp', 'permissions'])('stand in %s as a text or as a list', async (claim) => {
    for (const value of ['openid reseller:read', ['openid', 'reseller:read'], ['openid', 7, 'reseller:read']]) {
      const { permissions } = await verify(await sign({ [claim]: value }));
      expect([...permissions]).toEqual(['reseller:read']);
    }
    expect((await verify(await sign({ [claim]: [] }))).permissions.size).toBe(0);
    expect((await verify(await sign({ [claim]: ['openid reseller:read'] }))).permissions.size).toBe(0);
  });

  test('in a list are signed like the rest', async () => {
    const [header, , signature] = (await sign({ scope: ['reseller:read'] })).split('.');
    const [, forged] = (await sign({ scope: ['reseller:write'] })).split('.');
    await expect(verify([header, forged, signature].join('.'))).rejects.toMatchObject(refusal('not signed'));
  });
});

test.each([
  ['a text', 'abc', 'malformed'],
  ['two parts', 'YQ.YQ', 'malformed'],
  ['no JSON', 'YQ.YQ.YQ', 'malformed'],
  ['five parts, which is encrypted', 'YQ.YQ.YQ.YQ.YQ', 'malformed'],
])('%s is no token', async (_, token, detail) => {
  await expect(verify(token)).rejects.toMatchObject(refusal(detail));
});

test('a reseller is named without regard to case (RFC 9562, 4)', async () => {
  const token = await sign({ reseller_id: '019F2B6C-7A10-7CC3-9B0E-3D9C0F1F6A55' });
  expect(await verify(token)).toMatchObject({ resellerId: '019f2b6c-7a10-7cc3-9b0e-3d9c0f1f6a55' });
});
