import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tokenVerifier } from '../../../../functions/shared/auth/bearer.ts';
import { startIssuer } from '../../../../testing/issuer.ts';

type Issuer = Awaited<ReturnType<typeof startIssuer>>;

let issuer: Issuer;
let keys: Server;
let answer: RequestListener;
let uri: string;

beforeAll(async () => {
  issuer = await startIssuer();
  keys = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
  uri = `http://127.0.0.1:${(keys.address() as AddressInfo).port}/keys`;
});
afterAll(async () => {
  await issuer.stop();
  keys.closeAllConnections();
  await new Promise((resolve) => keys.close(resolve));
});

const verifier = (jwksUri: string, clock?: () => number) => {
  const environment: Readonly<Record<string, string>> = { ...issuer.environment, JWKS_URI: jwksUri };
  return tokenVerifier((name) => environment[name] ?? '', clock);
};

const realKeys: RequestListener = async (_, response) => void response.end(await (await fetch(issuer.jwksUri)).text());

test.each<[string, RequestListener]>([
  ['answers 500', (_, response) => void response.writeHead(500).end()],
  ['answers a page instead of keys', (_, response) => void response.end('<html>')],
  ['answers nothing', (_, response) => void response.end()],
  ['answers JSON that is no key set', (_, response) => void response.end('{"keys":7}')],
  ['answers keys that are none', (_, response) => void response.end('{"keys":[{"kid":"key-1"}]}')],
  ['redirects', (_, response) => void response.writeHead(302, { location: issuer.jwksUri }).end()],
  ['hangs up', (request) => void request.socket.destroy()],
])('a key set that %s is unavailable until it is back', async (_, broken) => {
  let time = Date.now();
  const verify = verifier(uri, () => time);
  const token = await issuer.token();
  answer = broken;
  for (const _again of [1, 2]) {
    await expect(verify(token)).rejects.toMatchObject({ code: 'dependency-unavailable', headers: { 'retry-after': '1' } });
  }
  answer = realKeys;
  time += 1000;
  expect(await verify(token)).toMatchObject({ actor: 'token:operator' });
});

test('a key that cannot be understood is as good as none', async () => {
  const { x: _, ...broken } = issuer.jwk;
  answer = (_request, response) => void response.end(JSON.stringify({ keys: [broken] }));
  await expect(verifier(uri)(await issuer.token())).rejects.toMatchObject({ code: 'dependency-unavailable' });
});

test('keys are read once for many tokens', async () => {
  let reads = 0;
  answer = (request, response) => {
    reads += 1;
    return realKeys(request, response);
  };
  const verify = verifier(uri);
  await Promise.all(Array.from({ length: 10 }, async (_, at) => verify(await issuer.token({ sub: `s${at}` }))));
  expect(reads).toBe(1);
});

test('keys are never read over plain http from another machine', async () => {
  for (const remote of ['http://keys.example.com/keys', 'http://127.0.0.1.example.com/keys']) {
    await expect(verifier(remote)(await issuer.token())).rejects.toMatchObject({
      ...{ code: 'dependency-unavailable' },
      cause: { message: expect.stringContaining('https') },
    });
  }
});

test('permissions are read from the one claim that is configured, and from no other', async () => {
  const environment: Readonly<Record<string, string>> = { ...issuer.environment, JWT_PERMISSIONS_CLAIMS: 'roles' };
  const verify = tokenVerifier((name) => environment[name] ?? '');
  const token = await issuer.token({
    roles: ['reseller:read'],
    permissions: ['partner:read'],
    scope: 'partner:update',
    scp: 'partner:create',
  });
  expect([...(await verify(token)).permissions]).toEqual(['reseller:read']);
});

test('a profile that nobody knows is a defect, and no way to skip a check', () => {
  const environment: Readonly<Record<string, string>> = { ...issuer.environment, JWT_PROFILE: 'none' };
  expect(() => tokenVerifier((name) => environment[name] ?? '')).toThrow('JWT_PROFILE');
});
