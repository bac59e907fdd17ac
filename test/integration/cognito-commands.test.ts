import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import { clientKey } from '../../functions/shared/table/keys.ts';
import { EVERY, openCognitoScene } from './cognito-scene.ts';
import { refused } from './refusals.ts';
import { fresh, newReseller } from './samples.ts';

// Each command is a process of its own.
jest.setTimeout(60_000);

const { pool, server, api, operator, aReseller, stop } = await openCognitoScene();
afterAll(stop);
pool.addClient('Made in the console', EVERY);

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
      execFile(process.execPath, ['cli/tenantry.ts', script, ...args], { env }, (error, stdout, stderr) =>
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
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(message) });
    expect([await api.items(), pool.clients.size]).toEqual(before);
  });
});
