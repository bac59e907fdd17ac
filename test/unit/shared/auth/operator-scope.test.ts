import { tokenVerifier } from '../../../../functions/shared/auth/bearer.ts';
import { startIssuer } from '../../../../testing/issuer.ts';

type Issuer = Awaited<ReturnType<typeof startIssuer>>;

let issuer: Issuer;

beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer.stop());

/** Verifies by an installation with these settings besides the issuer's. */
const verifier = (settings: Readonly<Record<string, string>>) => {
  const environment: Readonly<Record<string, string>> = { ...issuer.environment, JWT_AUDIENCE: 'https://api.example.com', ...settings };
  return async (claims: object) =>
    tokenVerifier((name) => environment[name] ?? '')(await issuer.token({ aud: 'https://api.example.com', ...claims }));
};

const NEEDED = { JWT_OPERATOR_SCOPE: '"operator"' };
const REFUSAL = { code: 'token-invalid', message: 'The token is bound to no tenant and does not hold the scope operator.' };

test('without an operator scope an unbound token acts for the operator', async () => {
  expect(await verifier({})({})).toMatchObject({ actor: 'token:operator' });
});

test.each([{}, { permissions: ['partner:read'] }, { scope: 'operators an/operator' }, { roles: ['operator'] }, { operator: true }])(
  'with one, an unbound token that holds %j is refused',
  async (claims) => {
    await expect(verifier(NEEDED)(claims)).rejects.toMatchObject(REFUSAL);
  },
);

test.each([{ permissions: ['operator'] }, { scope: 'partner:read tenantry/operator' }, { scp: ['https://api.example.com/operator'] }])(
  'an unbound token that holds %j acts for the operator',
  async (claims) => {
    const caller = await verifier(NEEDED)(claims);
    expect(caller).toMatchObject({ actor: 'token:operator' });
    expect(caller).not.toHaveProperty('partnerId');
  },
);

test('it is read from the one claim of permissions, where one is configured', async () => {
  const verify = verifier({ ...NEEDED, JWT_PERMISSIONS_CLAIMS: 'roles' });
  expect(await verify({ roles: ['operator', 'partner:read'] })).toMatchObject({ permissions: new Set(['partner:read']) });
  await expect(verify({ permissions: ['operator'], scope: 'operator' })).rejects.toMatchObject(REFUSAL);
});

test('a bound token does without it, and gains nothing by it', async () => {
  const verify = verifier(NEEDED);
  expect(await verify({ partner_id: 7 })).toMatchObject({ partnerId: 7 });
  expect(await verify({ reseller_id: 'r', scope: 'operator' })).toMatchObject({ resellerId: 'r', permissions: new Set() });
});

test('a scope with a prefix of its own is taken as it is spelled', async () => {
  const verify = verifier({ JWT_OPERATOR_SCOPE: '"urn:acme/platform"' });
  expect(await verify({ scope: 'urn:acme/platform' })).toMatchObject({ actor: 'token:operator' });
  await expect(verify({ scope: 'platform operator' })).rejects.toMatchObject({ code: 'token-invalid' });
});
