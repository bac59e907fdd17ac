import type { JWTPayload } from 'jose';
import { OPERATOR_SCOPE, PERMISSIONS, scopeOf } from '../../functions/shared/contract/permissions.ts';
import { EVERY, openCognitoScene } from './cognito-scene.ts';
import { refused } from './refusals.ts';
import { newOrganization, newPartner, newReseller } from './samples.ts';

const { pool, api, operator, as, make, aReseller, bind, stop } = await openCognitoScene();
afterAll(stop);

const scopes = (...names: readonly string[]) => names.map(scopeOf);

describe('a token of the user pool', () => {
  const forged: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ['an id token', { token_use: 'id' }],
    ['a token that does not say what it is for', { token_use: undefined }],
    ['a token of another pool', { iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other' }],
    ['a token without exp', { exp: undefined }],
    ['a token without scopes', { scope: '' }],
    ['a token with bare scopes', { scope: [...PERMISSIONS, OPERATOR_SCOPE].join(' ') }],
    ['a token for another resource server', { scope: ['reseller:write', OPERATOR_SCOPE].map((name) => `billing/${name}`).join(' ') }],
    [
      'a token whose resource server only ends like ours',
      { scope: ['reseller:write', OPERATOR_SCOPE].map((name) => `x/tenantry/${name}`).join(' ') },
    ],
    ['a token that has permissions, but not as scopes', { scope: '', permissions: EVERY, scp: EVERY }],
    ['a token with an unreadable binding', { reseller_id: '' }],
  ];

  it.each(forged)('%s is refused', async (_, changes) => {
    const token = await pool.sign({
      ...(await pool.claimsOf(operator, pool.clients.get(operator)?.scopes ?? [])),
      ...changes,
    } as JWTPayload);
    await refused(api, { method: 'POST', path: '/v3/resellers', body: newReseller(), as: `Bearer ${token}` }, 'token-invalid');
  });

  it('needs the scope of what it is for, beside that of the operator', async () => {
    const token = await as(operator, scopes(OPERATOR_SCOPE, 'reseller:read'));
    await refused(api, { method: 'POST', path: '/v3/resellers', body: newReseller(), as: token }, 'permission-missing');
    const foreign = await as(operator, [...scopes(OPERATOR_SCOPE), 'billing/reseller:write', 'reseller:write']);
    await refused(api, { method: 'POST', path: '/v3/resellers', body: newReseller(), as: foreign }, 'permission-missing');
  });

  it('counts whichever of its two names the pool gives itself', async () => {
    const claims = await pool.claimsOf(operator, pool.clients.get(operator)?.scopes ?? []);
    const iss = pool.issuer.replace('cognito-idp', 'issuer-cognito-idp');
    expect((await api.get('/v3/resellers', { as: `Bearer ${await pool.sign({ ...claims, iss })}` })).status).toBe(200);
  });

  it('acts under its client', async () => {
    const id = await aReseller();
    const actors = (await api.items()).filter(({ pk, metadata }) => pk === `RESELLER#${id}` && metadata).map(({ metadata }) => metadata);
    expect(actors).toEqual([expect.objectContaining({ actor: `token:${operator}` })]);
  });
});

describe('a client that nobody has bound', () => {
  it('acts for nobody, and is told what it lacks', async () => {
    const client = pool.addClient('Made in the console', EVERY);
    const { body } = await refused(api, { path: '/v3/resellers', as: await as(client) }, 'token-invalid');
    expect(body.detail).toBe('The token is bound to no tenant and does not hold the scope tenantry/operator.');
  });
});

describe('a client that is bound to a reseller', () => {
  it('acts inside that reseller only, from its next token on', async () => {
    const [own, other] = [await aReseller(), await aReseller()];
    const client = pool.addClient('Contoso', EVERY);
    await bind(client, { resellerId: own });
    const token = await as(client);
    expect((await api.post(`/v3/resellers/${own}/organizations`, newOrganization(), { as: token })).status).toBe(201);
    await refused(
      api,
      { method: 'POST', path: `/v3/resellers/${other}/organizations`, body: newOrganization(), as: token },
      'foreign-tenant',
    );
    await refused(api, { path: '/v3/resellers', as: token }, 'foreign-tenant');
    await refused(api, { path: '/v1/partners', as: token }, 'foreign-tenant');

    await bind(client, { resellerId: other });
    expect((await api.get(`/v3/resellers/${own}`, { as: token })).status).toBe(200);
    await refused(api, { path: `/v3/resellers/${own}`, as: await as(client) }, 'foreign-tenant');
  });

  it('is bound even if it is given the scope of the operator', async () => {
    const client = pool.addClient('Contoso', [...EVERY, scopeOf(OPERATOR_SCOPE)]);
    await bind(client, { resellerId: await aReseller() });
    await refused(api, { path: '/v3/resellers', as: await as(client) }, 'foreign-tenant');
  });

  it('finds nothing when its reseller is deleted', async () => {
    const own = await aReseller();
    const client = pool.addClient('Contoso', EVERY);
    await bind(client, { resellerId: own });
    await api.remove(`/v3/resellers/${own}`, { as: await as(operator) });
    await refused(api, { path: `/v3/resellers/${own}`, as: await as(client) }, 'reseller-not-found');
  });
});

describe('a client that is bound to a partner', () => {
  it('sees that partner and what is below it', async () => {
    const root = Number(await make('/v1/partners', newPartner()));
    const own = Number(await make('/v1/partners', newPartner({ parent: { id: root } })));
    const child = Number(await make('/v1/partners', newPartner({ parent: { id: own } })));
    const client = pool.addClient('Fabrikam', EVERY);
    await bind(client, { partnerId: own });
    const token = await as(client);
    for (const id of [own, child]) expect((await api.get(`/v1/partners/${id}`, { as: token })).status).toBe(200);
    await refused(api, { path: `/v1/partners/${root}`, as: token }, 'partner-not-found');
  });
});

describe('the trigger', () => {
  it('makes no token when the binding names no tenant, and does not tell why', async () => {
    const client = pool.addClient('Botched', [...EVERY, scopeOf(OPERATOR_SCOPE)]);
    for (const botched of [{}, { resellerId: '' }, { partnerId: '7' }]) {
      await bind(client, botched);
      await expect(pool.token(client)).rejects.toThrow(/^The tenant of the client cannot be found out; try again\.$/);
    }
  });

  it('makes no token when the table cannot be read', async () => {
    const { createReadBinding: bindingsOf } = await import('../../functions/identity/store.ts');
    await expect(bindingsOf(api.table.client as never, 'not-there')(operator)).rejects.toThrow();
  });
});
