import type { Context } from 'aws-lambda';
import { CONTRACTS } from '../../functions/operations.ts';
import type { Exchange } from '../../functions/shared/endpoint/exchange.ts';
import { httpEvent } from '../../testing/http-event.ts';
import { type Api, type Call, startApi } from './api.ts';
import { violationsOf } from './refusals.ts';
import { newReseller } from './samples.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

test('the readiness check needs no credentials', async () => {
  expect(await api.get('/healthz', { as: null })).toMatchObject({ status: 200, body: { status: 'ok' } });
});

test('the OpenAPI document needs no credentials and has every route', async () => {
  const { status, headers, body } = await api.get('/openapi.json', { as: null });
  expect({ status, type: headers['content-type'], id: headers['x-request-id'] }).toEqual({
    ...{ status: 200, type: 'application/openapi+json;version=3.1', id: 'request-1' },
  });
  expect(new Set(Object.keys(body.paths as object))).toEqual(new Set(CONTRACTS.map(({ path }) => path)));
});

describe('every answer says that it is what its type says, and only to be asked for over https', () => {
  const SECURITY = { 'x-content-type-options': 'nosniff', 'strict-transport-security': 'max-age=31536000' };

  test.each<[string, Call, number]>([
    ['readiness', { path: '/healthz', as: null }, 200],
    ['the OpenAPI document', { path: '/openapi.json', as: null }, 200],
    ['the AsyncAPI document', { path: '/asyncapi.json', as: null }, 200],
    ['the public keys', { path: '/.well-known/webhook-keys.json', as: null }, 200],
    ['a refused document', { path: '/openapi.json', query: 'a=1', as: null }, 400],
    ['a list', { path: '/v3/resellers' }, 200],
    ['a create', { method: 'POST', path: '/v3/resellers', body: newReseller() }, 201],
    ['a request without credentials', { path: '/v3/resellers', as: null }, 401],
    ['what is not there', { path: '/v3/resellers/none' }, 404],
    ['a verb that nobody knows', { path: '/v3/webhooks/a:b' }, 404],
  ])('%s', async (_, call, status) => {
    expect(await api.send(call)).toMatchObject({ status, headers: SECURITY });
  });

  test.each(['GET', 'OPTIONS'])('%s of what no route takes', async (method) => {
    const { handler } = await import('../../functions/system/fallback.ts');
    process.env.ANSWER_PREFLIGHTS = 'true';
    expect(await handler(httpEvent({ method, path: '/v1/nothing' }) as Exchange, {} as Context)).toMatchObject({ headers: SECURITY });
    delete process.env.ANSWER_PREFLIGHTS;
  });
});

test.each(['/healthz', '/openapi.json'])('%s takes no parameters', async (path) => {
  expect(await violationsOf(api, { path, query: 'a=1', as: null })).toEqual(['query /a unknown-property']);
});

test.each([
  ['GET', '/v1/nothing', 404, 'route-not-found', undefined],
  ['DELETE', '/v3/resellers', 405, 'method-not-allowed', 'POST, GET, HEAD'],
])('%s %s is refused with %i', async (method, path, status, code, allow) => {
  const { handler } = await import('../../functions/system/fallback.ts');
  const result = await handler(httpEvent({ method, path }) as Exchange, {} as Context);
  expect(result).toMatchObject({
    statusCode: status,
    headers: { 'content-type': 'application/problem+json', 'x-request-id': 'request-1' },
  });
  expect([JSON.parse((result as { body: string }).body).code, (result as { headers: { allow?: string } }).headers.allow]).toEqual([
    code,
    allow,
  ]);
});
