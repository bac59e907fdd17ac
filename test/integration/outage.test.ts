import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { awsClient } from '../../functions/shared/base/aws-client.ts';
import { healthKey } from '../../functions/shared/table/keys.ts';
import { openTable } from '../../functions/shared/table/table.ts';
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

const expectUnavailable = (answer: Answer, retryAfter: unknown) => {
  expect(answer).toMatchObject({ status: 503, body: { code: 'dependency-unavailable', status: 503 } });
  expect(answer.headers['retry-after']).toEqual(retryAfter);
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
  for (const _ of [1, 2]) expectUnavailable(await api.get('/v3/resellers/any'), expect.stringMatching(/^[1-9]\d?$/));
  expectUnavailable(await api.get('/v1/partners/1'), '1');
});

test.each(['ThrottlingException', 'ProvisionedThroughputExceededException', 'RequestLimitExceeded'])(
  '%s of the table is 503',
  async (type) => {
    const throttling = await serve((response) =>
      response.writeHead(400, JSON_1_0).end(JSON.stringify({ __type: type, message: 'slow down' })),
    );
    await expect(openTable('t', clientOf(throttling.url)).get(healthKey)).rejects.toMatchObject({ code: 'dependency-unavailable' });
    await throttling.stop();
  },
);

test('a table that never answers is 503 where no deadline ends the call: the client has a limit of its own', async () => {
  const hanging = await serve(() => undefined);
  await expect(openTable('t', clientOf(hanging.url)).get(healthKey)).rejects.toMatchObject({ code: 'dependency-unavailable' });
  await hanging.stop();
});

const JSON_1_0 = { 'content-type': 'application/x-amz-json-1.0', connection: 'close' };

const serve = async (answer: (response: ServerResponse) => unknown) => {
  const server = createServer((_, response) => void answer(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
};

// As the functions wait, but a twentieth as long.
const clientOf = (endpoint: string) => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return DynamoDBDocumentClient.from(
    awsClient(DynamoDBClient, { maxAttempts: 2, requestTimeout: 100 }, { endpoint, region: 'eu-west-1', credentials }),
  );
};
