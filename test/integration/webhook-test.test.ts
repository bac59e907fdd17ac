import { webhookKey } from '../../functions/shared/table/webhook-keys.ts';
import { type Api, startApi } from './api.ts';
import { refused } from './refusals.ts';
import { makeReseller, newWebhook } from './samples.ts';
import { eventsBy, setAttribute } from './stored.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const make = async (status: string, fields = {}): Promise<string> => {
  const path = String((await api.post('/v3/webhooks', newWebhook(fields))).headers.location);
  await setAttribute(api, webhookKey(path.split('/').at(-1) ?? ''), 'status', status);
  return path;
};

test('a test is recorded as an event for this endpoint alone, of the tenant whose events it is sent', async () => {
  const resellerId = await makeReseller(api);
  const path = await make('healthy', { resellerId });
  let answer: Awaited<ReturnType<Api['post']>> | undefined;
  const [event, ...others] = await eventsBy(api, async () => {
    answer = await api.post(`${path}/test`, { event: 'reseller.organization.deleted' });
  });
  expect(answer).toMatchObject({ status: 202, body: { event: 'reseller.organization.deleted' } });
  expect(others).toEqual([]);
  expect(event).toMatchObject({
    directedTo: path.split('/').at(-1),
    payload: { event: 'reseller.organization.deleted', data: { name: 'Fabrikam Ltd' } },
    metadata: { eventId: expect.stringMatching(/^test-[0-9a-f-]{36}$/), tenant: `/resellers/${resellerId}` },
  });
});

test.each([
  [['partner.*'], 'partner.created'],
  [['reseller.limit.*'], 'reseller.limit.approaching'],
  [['webhook.suspended'], 'webhook.suspended'],
])('without a name, an endpoint of %j is sent a sample of %s', async (events, event) => {
  expect((await api.post(`${await make('failing', { events })}/test`, {})).body.event).toBe(event);
});

test.each(['pending', 'disabled', 'suspended', 'failed'])('one that is %s is sent none', async (status) => {
  await refused(api, { method: 'POST', path: `${await make(status)}/test`, body: {} }, 'webhook-not-receiving');
});

test('a test is in no log', async () => {
  const resellerId = await makeReseller(api);
  const as = await api.bearer({ reseller_id: resellerId });
  await api.post(`${await make('healthy', { resellerId })}/test`, { event: 'reseller.updated' });
  expect((await api.get('/v3/event-logs', { as })).items.map(({ event }) => event)).toEqual(['reseller.created']);
});
