import { type Api, startApi } from './api.ts';
import { refused } from './refusals.ts';
import { newWebhook } from './samples.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi({ WEBHOOK_QUOTA: '3' });
});
afterAll(() => api.stop());

test('of seven endpoints at once within a quota of three, exactly three are made, and the others are refused with the quota', async () => {
  const answers = await Promise.all(Array.from({ length: 7 }, () => api.post('/v3/webhooks', newWebhook())));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409, 409, 409]);
  const { body } = await refused(api, { method: 'POST', path: '/v3/webhooks', body: newWebhook() }, 'quota-reached');
  expect(body).toMatchObject({ limitName: 'webhooks', limit: 3, count: 3 });
});
