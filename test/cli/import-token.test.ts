import { openIssuer } from '../../local/keys.ts';
import { RESELLER } from './batch-server.ts';
import { csvOf, importScene } from './import-scene.ts';

const scene = importScene();

test('a local API gets a local token, bound to the reseller and allowed to do this only', async () => {
  const server = await scene.server();
  const { code } = await scene.start(server, [scene.file('organizations.csv', csvOf(1))], { env: { TENANTRY_TOKEN: '' } }).ended;
  const [header = '', claims = ''] = (server.tokens[0] ?? '').split('.').map((part) => Buffer.from(part, 'base64url').toString());
  expect({ code, kid: JSON.parse(header).kid }).toEqual({ code: 0, kid: (await openIssuer()).jwks().keys[0]?.kid });
  expect(JSON.parse(claims)).toMatchObject({ permissions: ['reseller:organization:create'], reseller_id: RESELLER });
}, 20_000);

test('without a token for an API elsewhere nothing is begun', async () => {
  const env = { TENANTRY_TOKEN: '', TENANTRY_URL: 'https://api.example.com' };
  const { code, stderr } = await scene.start({ url: '' }, [scene.file('organizations.csv', csvOf(1))], { env }).ended;
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('TENANTRY_TOKEN is not set') });
}, 20_000);

test('a token that expires is got anew by the command that prints one', async () => {
  let taken = 'token-1';
  const server = await scene.server({
    accepts: (token) => token === taken,
    at: (moment, request) => {
      if (moment === 'answered' && request === 2) taken = 'token-2';
    },
  });
  const count = scene.file('count', '');
  const command = `echo >> ${count}; echo token-$(wc -l < ${count})`;
  const file = scene.file('organizations.csv', csvOf(1000));
  const { code } = await scene.start(server, [file, '--token-command', command], { env: { TENANTRY_TOKEN: '' } }).ended;
  expect({ code, created: server.created.length, tokens: new Set(server.tokens) }).toEqual({
    code: 0,
    created: 1000,
    tokens: new Set(['token-1', 'token-2']),
  });
}, 20_000);

test.each([
  ['exit 3', /The --token-command ended with 3\./],
  ['echo two words', /did not print a token/],
])(
  'a command that prints no token (%s) stops it',
  async (command, message) => {
    const server = await scene.server();
    const { code, stderr } = await scene.start(server, [scene.file('organizations.csv', csvOf(1)), '--token-command', command], {
      env: { TENANTRY_TOKEN: '' },
    }).ended;
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(message) });
  },
  20_000,
);
