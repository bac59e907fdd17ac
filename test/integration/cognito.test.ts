import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { jest } from '@jest/globals';
import type { JWTPayload } from 'jose';
import { clientKey } from '../../functions/shared/keys.ts';
import { OPERATOR_SCOPE, PERMISSIONS } from '../../functions/shared/permissions.ts';
import { openUserPool, type UserPool } from '../support/user-pool.ts';
import { serveUserPool } from '../support/user-pool-server.ts';
import { type Api, startApi } from './api.ts';
import { refused } from './refusals.ts';
import { fresh, newOrganization, newPartner, newReseller } from './samples.ts';

// Each command is a process of its own.
jest.setTimeout(60_000);

const scopes = (...names: readonly string[]) => names.map((name) => `tenantry/${name}`);
const EVERY = scopes(...PERMISSIONS);

let pool: UserPool;
let server: Awaited<ReturnType<typeof serveUserPool>>;
let api: Api;
let operator: string;

beforeAll(async () => {
  pool = await openUserPool(async (event, context) => (await import('../../functions/identity/bind.ts')).handler(event, context as never));
  operator = pool.addClient('Operator', [...EVERY, `tenantry/${OPERATOR_SCOPE}`]);
  server = await serveUserPool(pool, 'Tenantry-dev-Data', () => ({
    ...{ TableName: api.table.name, UserPoolId: pool.id, MachineClientId: operator, TokenUrl: `${server.url}/oauth2/token` },
  }));
  api = await startApi(server.environment);
});
afterAll(async () => {
  await api.stop();
  await server.stop();
});

const as = async (client: string, asked?: readonly string[]) => `Bearer ${await pool.token(client, asked)}`;
const make = async (path: string, body: object) => (await api.post(path, body, { as: await as(operator) })).body.id;
const aReseller = async () => String(await make('/v3/resellers', newReseller()));
const bind = (client: string, tenant: object) =>
  api.table.client.send(new PutCommand({ TableName: api.table.name, Item: { ...clientKey(client), ...tenant } }));

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
    const client = pool.addClient('Contoso', [...EVERY, `tenantry/${OPERATOR_SCOPE}`]);
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
    const client = pool.addClient('Botched', [...EVERY, `tenantry/${OPERATOR_SCOPE}`]);
    for (const botched of [{}, { resellerId: '' }, { partnerId: '7' }]) {
      await bind(client, botched);
      await expect(pool.token(client)).rejects.toThrow(/^The tenant of the client cannot be found out; try again\.$/);
    }
  });

  it('makes no token when the table cannot be read', async () => {
    const { bindingsOf } = await import('../../functions/identity/store.ts');
    await expect(bindingsOf(api.table.client as never, 'not-there')(operator)).rejects.toThrow();
  });
});

it('the shell lines of docs/identity.md print a token of the operator', async () => {
  const [, lines = ''] = /^ {4}(out\(\) [\s\S]*?)^ {4}curl /m.exec(readFileSync('docs/identity.md', 'utf8')) ?? [];
  // What the AWS CLI would answer; the client's secret is the only thing that is not an output.
  const aws = `aws() { case "$*" in *UserPoolId\\'*) echo ${pool.id};; *MachineClientId\\'*) echo ${operator};; *TokenUrl\\'*) echo ${server.url}/oauth2/token;;
    *describe-user-pool-client*--client-id\\ ${operator}*) echo ${pool.clients.get(operator)?.secrets[0]?.value};; esac; }`;
  const token = await new Promise<string>((resolve, reject) => {
    execFile('sh', ['-euc', `${aws}\n${lines}\necho "$TOKEN"`], (error, stdout) => (error ? reject(error) : resolve(stdout.trim())));
  });
  expect((await api.post('/v3/resellers', newReseller(), { as: `Bearer ${token}` })).status).toBe(201);
});

describe('the commands of an operator', () => {
  const run = (script: string, ...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
    new Promise((resolve) => {
      const env = { ...process.env, ...api.table.environment, ...server.environment };
      execFile(process.execPath, [`scripts/${script}.ts`, ...args], { env }, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
    });
  const client = (...args: readonly string[]) => run('client', ...args, '--stage', 'dev');
  const token = async (...args: readonly string[]) => `Bearer ${(await run('token', '--stage', 'dev', ...args)).stdout.trim()}`;

  it('get a token of the operator, with all it may or with less', async () => {
    expect((await api.post('/v3/resellers', newReseller(), { as: await token() })).status).toBe(201);
    const less = await token('--permissions', 'reseller:read');
    expect((await api.get('/v3/resellers', { as: less })).status).toBe(200);
    await refused(api, { method: 'POST', path: '/v3/resellers', body: newReseller(), as: less }, 'permission-missing');
  });

  it('make a client of a reseller, show it, rotate its secret and remove it', async () => {
    const own = await aReseller();
    const name = fresh('Contoso');
    const made = await client(
      'create',
      '--client-name',
      name,
      '--reseller',
      own,
      '--permissions',
      'reseller:read,reseller:organization:read',
    );
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const { clientId, clientSecret, scope, tokenUrl } = JSON.parse(made.stdout) as Readonly<Record<string, string>>;
    expect({ scope, tokenUrl }).toEqual({
      scope: 'tenantry/reseller:read tenantry/reseller:organization:read',
      tokenUrl: `${server.url}/oauth2/token`,
    });
    const use = await token('--client', String(clientId));
    expect((await api.get(`/v3/resellers/${own}`, { as: use })).status).toBe(200);
    await refused(api, { path: `/v3/resellers/${await aReseller()}`, as: use }, 'foreign-tenant');

    const { stdout } = await client('list');
    expect(stdout).toMatch(new RegExp(`^${clientId}  ${name} +reseller ${own}  reseller:read,reseller:organization:read$`, 'm'));
    expect(stdout).toMatch(new RegExp(`^${operator}  Operator .*every tenant`, 'm'));
    expect(stdout).toMatch(/^\w+ {2}Made in the console +nobody /m);
    expect(stdout).not.toContain(clientSecret);

    const rotated = await client('rotate', '--client', String(clientId));
    expect(JSON.parse(rotated.stdout)).toEqual({ clientId, clientSecret: expect.not.stringContaining(String(clientSecret)) });
    expect((await client('rotate', '--client', String(clientId))).stderr).toContain('retire the older one first');
    expect(await client('rotate', '--client', String(clientId), '--retire')).toMatchObject({ code: 0 });
    expect(pool.clients.get(String(clientId))?.secrets.map(({ value }) => value)).not.toContain(clientSecret);
    expect((await client('rotate', '--client', String(clientId), '--retire')).stderr).toContain('has one secret only');

    expect(await client('delete', '--client', String(clientId))).toMatchObject({ code: 0 });
    expect(pool.clients.has(String(clientId))).toBe(false);
    expect((await api.items()).filter(({ sk }) => sk === 'CLIENT').map(({ pk }) => pk)).not.toContain(clientKey(String(clientId)).pk);
    expect((await client('delete', '--client', String(clientId))).stdout).toContain('There was no such client');
  });

  it.each([
    [
      ['create', '--client-name', 'x', '--reseller', '0198c1f2-0000-7000-8000-000000000000', '--permissions', 'reseller:read'],
      'There is no such reseller',
    ],
    [['create', '--client-name', 'x', '--partner', '7', '--permissions', 'partner:read'], 'There is no such partner: 7'],
    [['delete', '--client', 'OPERATOR'], 'is made by the data stack'],
    [['list', '--name', 'other'], 'Stack does not exist'],
  ])('refuse %j, and change nothing', async (args, message) => {
    const before = [await api.items(), pool.clients.size];
    const { code, stderr } = await client(...args.map((each) => (each === 'OPERATOR' ? operator : each)));
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
    expect([await api.items(), pool.clients.size]).toEqual(before);
  });
});
