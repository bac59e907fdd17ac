import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, type Api, startApi } from './api.ts';
import { basic, newOrganization, newPartner, newReseller } from './samples.ts';

let broken: Server;
let api: Api;

beforeAll(async () => {
  broken = createServer((_, response) => {
    const headers = { 'content-type': 'application/x-amz-json-1.0', connection: 'close' };
    response.writeHead(500, headers).end('{"__type":"InternalServerError","message":"disk on fire"}');
  });
  await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
  api = await startApi({ AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${(broken.address() as AddressInfo).port}` });
});
afterAll(async () => {
  await api.stop();
  await new Promise((resolve) => broken.close(resolve));
});

const expectUnavailable = (answer: Answer, retryAfter: string) => {
  expect(answer).toMatchObject({ status: 503, body: { code: 'dependency-unavailable', status: 503 } });
  expect(answer.headers['retry-after']).toBe(retryAfter);
  expect(JSON.stringify(answer)).not.toMatch(/fire|127\.0\.0\.1|tenantry-test|stack/);
};

test('a table that is down is 503 on every route, safe to repeat', async () => {
  const headers = { 'idempotency-key': 'key' };
  const answers = await Promise.all([
    api.get('/healthz', { as: null }),
    api.post('/v1/partners', newPartner()),
    api.post('/v1/partners', newPartner({ parent: { name: 'Root' } }), { headers }),
    api.get('/v1/partners/1'),
    api.get('/v1/partners/1', { as: basic('somebody', 'secret') }),
    api.post('/v3/resellers', newReseller(), { headers }),
    api.post('/v3/resellers/any/organizations', newOrganization()),
  ]);
  for (const answer of answers) expectUnavailable(answer, '1');
});

test('a key set that is down is 503, again and again; keys that are known outlast it', async () => {
  await api.issuer.stop();
  for (const _ of [1, 2]) expectUnavailable(await api.get('/v3/resellers/any'), '10');
  expectUnavailable(await api.get('/v1/partners/1'), '1');
});
