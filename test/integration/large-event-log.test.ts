import { type Api, startApi } from './api.ts';
import { makeReseller, newOrganization } from './samples.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

test('a page is whole where the events are large', async () => {
  const resellerId = await makeReseller(api);
  const metadata = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key-${index}`, 'x'.repeat(500)]));
  const made = await api.post(`/v3/resellers/${resellerId}/organizations`, newOrganization({ metadata }));
  for (let change = 0; change < 45; change += 1) await api.patch(String(made.headers.location), { description: `${change}` });
  const as = await api.bearer({ reseller_id: resellerId });
  // DynamoDB answers a query with a megabyte at most; each of these is 25 KB.
  expect((await api.get('/v3/event-logs', { query: 'limit=100', as })).items).toHaveLength(47);
}, 20_000);
