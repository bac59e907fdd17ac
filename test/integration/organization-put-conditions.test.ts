import { type Api, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { makeReseller, newOrganization } from './samples.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

test('If-None-Match: * only creates', async () => {
  const path = `/v3/resellers/${await makeReseller(api)}/organizations/by-external-id/once`;
  const headers = { 'if-none-match': '*' };
  expect((await api.put(path, newOrganization(), { headers })).status).toBe(201);
  await refused(api, { method: 'PUT', path, body: newOrganization(), headers }, 'version-mismatch');
  expect(await violationsOf(api, { method: 'PUT', path, body: newOrganization(), headers: { 'if-none-match': '"1"' } })).toEqual([
    'header /if-none-match not-allowed',
  ]);
});
