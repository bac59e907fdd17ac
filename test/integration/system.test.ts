import type { Context } from 'aws-lambda';
import { CONTRACTS } from '../../functions/contracts.ts';
import type { Exchange } from '../../functions/shared/endpoint/exchange.ts';
import { httpEvent } from '../support/http-event.ts';
import { type Api, startApi } from './api.ts';
import { violationsOf } from './refusals.ts';

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

test.each(['/healthz', '/openapi.json'])('%s takes no parameters', async (path) => {
  expect(await violationsOf(api, { path, query: 'a=1', as: null })).toEqual(['query /a unknown-property']);
});

test.each([
  ['GET', '/v1/nothing', 404, 'route-not-found', undefined],
  ['DELETE', '/v3/resellers', 405, 'method-not-allowed', 'POST, GET'],
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
