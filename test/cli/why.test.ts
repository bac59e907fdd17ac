import { jest } from '@jest/globals';
import { v7 } from 'uuid';
import { openProgram } from '../../cli/program.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type HttpApi, startHttpApi } from '../clients/http-api.ts';
import { makeReseller, newOrganization } from '../integration/samples.ts';
import { collectAll, deliveryEnvironment, letterTo, makeWebhook } from '../integration/webhook-samples.ts';
import { type FakeAws, startFakeAws } from '../support/fake-aws.ts';

let http: HttpApi;
let aws: FakeAws;

beforeAll(async () => {
  aws = await startFakeAws();
  http = await startHttpApi({ ...deliveryEnvironment, ...aws.environment, OPERATOR_ENDPOINTS: '[]' });
  process.env.TENANTRY_URL = http.url;
  process.env.TENANTRY_TOKEN = (await http.api.bearer()).replace('Bearer ', '');
}, 60_000);
afterAll(async () => {
  delete process.env.TENANTRY_URL;
  delete process.env.TENANTRY_TOKEN;
  await http.stop();
  await aws.stop();
});

const why = async (...args: readonly string[]): Promise<string> => {
  const log = jest.spyOn(console, 'log').mockReturnValue();
  const error = jest.spyOn(console, 'error').mockReturnValue();
  try {
    await (await openProgram(['why', ...args])).parseAsync(['why', ...args], { from: 'user' });
    return [...log.mock.calls, ...error.mock.calls].join('\n');
  } finally {
    log.mockRestore();
    error.mockRestore();
  }
};

const requestId = () => `req/${v7()}=`;

/** An organization that one request created and another changed, which an endpoint refused. */
const scene = async () => {
  const reseller = await makeReseller(http.api);
  const mine = await makeWebhook(http.api, { owner: `/resellers/${reseller}`, name: 'CRM', events: ['reseller.organization.updated'] });
  const [first, second] = [requestId(), requestId()];
  const path = `/v3/resellers/${reseller}/organizations`;
  const made = await http.api.send({ method: 'POST', path, body: newOrganization({ name: `Old ${v7()}` }), requestId: first });
  const id = String(made.body.id);
  await http.api.send({
    method: 'PATCH',
    path: `${path}/${id}`,
    body: { name: `New ${v7()}`, description: 'two\nlines' },
    requestId: second,
  });
  const { items } = await http.api.get('/v3/event-logs', { query: `resource=organization&resourceId=${id}` });
  const [created, updated] = items as readonly [Item, Item];
  const tenant = `/resellers/${reseller}`;
  const letter = { eventId: String(updated.id), tenant, event: 'reseller.organization.updated', requestId: second, data: { id } };
  await collectAll([letterTo(mine, { ...letter, errorMessage: 'Request failed with status code 422.' })]);
  return { reseller, mine, id, created, updated, second };
};

test('the story of an event has who, what, which endpoint answered what, and what to do next', async () => {
  const { reseller, mine, id, updated, second } = await scene();
  const text = await why(String(updated.id));
  const [delivery] = (await http.api.get('/v3/webhook-event-logs', { query: `eventId=${updated.id}` })).items;
  for (const part of [
    `reseller.organization.updated  ${updated.at}`,
    `who    token:operator from 192.0.2.7, in request ${second}`,
    `what   organization ${id} of /resellers/${reseller}, version 2`,
    '/name: "Old ',
    '/description: null → "two\\nlines"',
    `${delivery?.at}  dead-letter  CRM (${mine.id}): The endpoint answered 422, which is not retried. (SDK_CLIENT_ERROR)`,
    `next, CRM (${mine.id}): fix the endpoint, then redeliver with: npx tenantry deliveries redeliver ${delivery?.id}`,
  ]) {
    expect(text).toContain(part);
  }
  // What a caller wrote does not reach the terminal as it is.
  expect(text.split('\n').join('')).not.toMatch(/\p{Cc}/u);
});

test('a request and an organization are found as what they are, oldest first, as text and as JSON', async () => {
  const { id, created, updated, second } = await scene();
  const json = async (...args: readonly string[]) => JSON.parse(await why(...args, '--json')) as { readonly events: readonly Item[] };
  expect(await json(second)).toMatchObject({ id: second, foundAs: 'request', events: [{ id: updated.id }] });
  const story = await json(id);
  expect(story).toMatchObject({ foundAs: 'organization', events: [{ id: created.id, endpoints: [] }, { id: updated.id }] });
  expect(story.events[1]?.endpoints).toEqual([
    expect.objectContaining({ outcome: 'dead-letter', next: expect.stringContaining('deliveries redeliver') }),
  ]);
  expect(await json(String(created.id))).toMatchObject({ foundAs: 'event', events: [{ id: created.id }] });
  const text = await why(id);
  expect(text.indexOf('reseller.organization.created')).toBeLessThan(text.indexOf('reseller.organization.updated'));
  expect(text).toContain('next: no endpoint that you see subscribed to it then');
  expect(await why(id, '--limit', '1')).toMatch(/^reseller\.organization\.updated[\s\S]*There are older changes: --limit <n>\.$/);
});

test('an endpoint without a dead letter is unconfirmed, and says until when', async () => {
  const { reseller, id } = await scene();
  const quiet = await makeWebhook(http.api, { owner: `/resellers/${reseller}`, name: 'Quiet', events: ['reseller.organization.created'] });
  const [created] = (JSON.parse(await why(id, '--json')) as { readonly events: readonly Item[] }).events;
  const [endpoint] = (created?.endpoints ?? []) as readonly Item[];
  expect(endpoint).toMatchObject({ webhookId: quiet.id, outcome: 'unconfirmed' });
  expect(await why(String(created?.id), '--api-url', http.url)).toContain(
    `next, Quiet (${quiet.id}): look again after ${endpoint?.certainAt}`,
  );
});

test.each([
  [v7(), 'event, organization, reseller, webhook, request'],
  ['4711', 'partner, contact, request'],
  ['JKJaXmPLvHcESHA=', 'request'],
])('what is not found says what was looked for and where: %s', async (id, kinds) => {
  await expect(why(id)).rejects.toThrow(`There is no change of "${id}" at ${http.url}. It was looked for as ${kinds} in the event log`);
});

test('a refusal of the API is a sentence', async () => {
  const token = process.env.TENANTRY_TOKEN ?? '';
  process.env.TENANTRY_TOKEN = (await http.api.bearer({ permissions: [] })).replace('Bearer ', '');
  await expect(why('JKJaXmPLvHcESHA=')).rejects.toThrow(/^403 permission-missing: /);
  process.env.TENANTRY_TOKEN = token;
});
