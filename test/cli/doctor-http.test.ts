import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { openApi } from '../../cli/doctor/http/api.ts';
import { checkHealth } from '../../cli/doctor/http/health.ts';
import { checkKeySet } from '../../cli/doctor/http/key-set.ts';
import { checkPlainAnswer } from '../../cli/doctor/http/plain-http.ts';
import { httpChecks } from '../../cli/doctor/http/plan.ts';
import { checkBadToken, checkNoToken, checkUnknownRoute } from '../../cli/doctor/http/refusals.ts';
import { checkToken } from '../../cli/doctor/http/token.ts';
import { checkTokenEndpoint } from '../../cli/doctor/http/token-endpoint.ts';
import { checkVersion } from '../../cli/doctor/http/version.ts';
import { checkWebhookKeys } from '../../cli/doctor/http/webhook-keys.ts';
import { checkWrite } from '../../cli/doctor/http/write.ts';

type Answered = readonly [status: number, body?: object | undefined, headers?: Readonly<Record<string, string>>];

let answer: (method: string, path: string) => Answered;
let asked: string[];
const listener = ({ method = '', url = '' }: IncomingMessage, response: ServerResponse) => {
  asked.push(`${method} ${url}`);
  const [status, body, headers = {}] = answer(method, url);
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body && JSON.stringify(body));
};
const server = createServer(listener);
const urlOf = ({ address }: Pick<typeof server, 'address'>) => `http://127.0.0.1:${(address.call(server) as AddressInfo).port}`;
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = urlOf(server);
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const always =
  (...given: Answered) =>
  () =>
    given;
const problem = (status: number, code: string, headers = {}): Answered => [
  status,
  { code },
  { 'content-type': 'application/problem+json', ...headers },
];
const look = async <T>(answered: typeof answer, check: (api: ReturnType<typeof openApi>) => Promise<T>): Promise<T> => {
  answer = answered;
  return check(openApi(url));
};

test.each([
  ['ok', 200],
  ['fail', 503],
])('health is %s with %i', async (result, status) => {
  expect(await look(always(status), checkHealth)).toMatchObject({ result });
});

const own = { info: { version: '1.2.0' }, paths: {} };
test.each([
  ['ok', 200, own],
  ['warn', 200, { ...own, paths: { '/more': {} } }],
  ['warn', 200, { info: { version: '1.1.0' } }],
  ['fail', 500, {}],
])('the version is %s with %i %j', async (result, status, document) => {
  expect(await look(always(status, document), (api) => checkVersion(api, own))).toMatchObject({ result });
});

test.each([
  ['ok', checkUnknownRoute, problem(404, 'route-not-found')],
  ['fail', checkUnknownRoute, [404, { message: 'Not Found' }] as const],
  ['ok', checkNoToken, problem(401, 'credentials-missing', { 'www-authenticate': 'Bearer realm="tenantry"' })],
  ['ok', checkNoToken, problem(401, 'credentials-missing', { 'x-www-authenticate': 'Bearer realm="tenantry"' })],
  ['fail', checkNoToken, problem(401, 'credentials-missing')],
  ['fail', checkNoToken, [200, []] as const],
  ['ok', checkBadToken, problem(401, 'token-invalid')],
  ['fail', checkBadToken, [200, []] as const],
  ['fail', checkBadToken, problem(503, 'dependency-unavailable')],
])('a refusal is %s (%p, %j)', async (result, check, answered) => {
  expect(await look(always(...answered), check)).toMatchObject({ result });
});

test.each([
  ['ok', 200, { keys: [{}] }],
  ['fail', 200, { keys: [] }],
  ['fail', 503, {}],
])('published keys are %s with %i %j', async (result, status, body) => {
  expect(await look(always(status, body), checkWebhookKeys)).toMatchObject({ result });
  expect(await checkKeySet(`${url}/jwks.json`)).toMatchObject({ result });
});

test.each([
  ['ok', 400],
  ['ok', 401],
  ['fail', 404],
])('a token endpoint is %s with %i', async (result, status) => {
  answer = always(status);
  expect(await checkTokenEndpoint(`${url}/oauth2/token`)).toMatchObject({ result });
});

test.each([
  ['ok', [200, []] as const],
  ['ok', problem(403, 'permission-missing')],
  ['fail', problem(401, 'token-expired')],
])('a token is %s with %j', async (result, answered) => {
  expect(await look(always(...answered), (api) => checkToken(api, 'token'))).toMatchObject({ result });
});

const creating = (method: string, path: string): Answered => (method === 'POST' ? [201, { id: 'id' }, { location: `${path}/id` }] : [204]);

test.each([
  ['http://api.acme.test', 'skipped', 0],
  ['https://api.acme.test', 'ok', 3],
  ['http://127.0.0.1:3000', 'ok', 3],
])('to %s the checks with a token are %s: it is not sent where others can read it', async (address, result, requests) => {
  const sent: unknown[] = [];
  const send: ReturnType<typeof openApi>['send'] = async (method, path, { token } = {}) => {
    sent.push(token);
    const status = { GET: 200, POST: 201 }[method] ?? 204;
    return { status, headers: new Headers({ location: path }), text: '{"id":"1"}', ms: 1 };
  };
  const site = { api: { url: address, send }, document: {}, now: 0, token: async () => 'a token', write: true, reseller: '1' };
  const checks = httpChecks(site, '').filter(({ name }) => name === 'token' || name === 'write');

  const findings = await Promise.all(checks.map(({ look }) => look()));

  expect(findings).toEqual(Array.from({ length: 2 }, () => expect.objectContaining({ result })));
  expect(sent).toEqual(Array.from({ length: requests }, () => 'a token'));
});

test('a write makes and takes away a reseller and an organization, or only an organization in the reseller that is given', async () => {
  expect(await look(creating, (api) => checkWrite(api, 'token', undefined))).toMatchObject({ result: 'ok' });
  const organizations = '/v3/resellers/id/organizations';
  expect(asked).toEqual(['POST /v3/resellers', `POST ${organizations}`, `DELETE ${organizations}/id`, 'DELETE /v3/resellers/id']);
  asked = [];
  expect(await look(creating, (api) => checkWrite(api, 'token', 'id'))).toMatchObject({ result: 'ok' });
  expect(asked).toEqual([`POST ${organizations}`, `DELETE ${organizations}/id`]);
});

test('a write that is refused halfway takes away what it made, and says what was refused', async () => {
  const halfway = (method: string, path: string) =>
    path.endsWith('/organizations') ? problem(403, 'permission-missing') : creating(method, path);
  expect(await look(halfway, (api) => checkWrite(api, 'token', undefined))).toMatchObject({
    ...{ result: 'fail', seen: 'POST /v3/resellers/id/organizations answers 403 permission-missing' },
  });
  expect(asked.at(-1)).toBe('DELETE /v3/resellers/id');
});

test('what a write cannot take away is told', async () => {
  const stuck = (method: string, path: string): Answered => (method === 'DELETE' ? [500] : creating(method, path));
  expect(await look(stuck, (api) => checkWrite(api, 'token', 'id'))).toMatchObject({
    ...{ result: 'fail', seen: 'DELETE /v3/resellers/id/organizations/id answers 500' },
  });
});

test.each([
  ['ok', [301, undefined, { location: 'https://api.acme.test/healthz' }]],
  ['ok', [403]],
  ['fail', [301, undefined, { location: 'http://api.acme.test/' }]],
  ['fail', [200]],
] as [string, Answered][])('plain http is %s with %j', async (result, answered) => {
  answer = () => answered;
  expect(await checkPlainAnswer(`${url}/healthz`)).toMatchObject({ result });
});

test('plain http that nobody takes is as it should be', async () => {
  const closed = createSocketServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  expect(await checkPlainAnswer(`http://127.0.0.1:${port}/`)).toEqual({ result: 'ok', seen: 'not taken' });
});

test('of an address that does not resolve nothing is said', async () => {
  expect(await checkPlainAnswer('http://nobody.invalid/')).toEqual({ result: 'skipped', seen: 'the name does not resolve' });
});
