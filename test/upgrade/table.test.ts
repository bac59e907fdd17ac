import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { jest } from '@jest/globals';
import { canaryStore } from '../../functions/canary/store.ts';
import { contactKey, organizationKey, partnerKey, resellerKey } from '../../functions/shared/table/keys.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { webhookKey } from '../../functions/shared/table/webhook-keys.ts';
import { type RecordedAnswer, type RecordedItems, readRecorded } from '../../testing/recorded-release.ts';
import type { Answer } from '../integration/api.ts';
import { bridgeOf, inEventBridge, isPending, sweepOn } from '../integration/reconciler-scene.ts';
import { refused } from '../integration/refusals.ts';
import { basic, newOrganization, newPartner } from '../integration/samples.ts';
import { setAttribute } from '../integration/stored.ts';
import { openScene } from './open-scene.ts';

const recorded = readRecorded<RecordedItems>('items.json');
const { partners, resellers, webhooks } = recorded;

let scene: Awaited<ReturnType<typeof openScene>>;

beforeAll(async () => {
  // The first minute after the upgrade: answers to keyed requests and links expire within a day.
  const others = ['nextTick', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'performance', 'hrtime'] as const;
  const timers = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const;
  jest.useFakeTimers({ now: Date.parse(recorded.recordedAt) + 60_000, doNotFake: [...others, ...timers] });
  scene = await openScene();
  const { client, name } = scene.api.table;
  for (const item of recorded.items) await client.send(new PutCommand({ TableName: name, Item: { ...item } }));
});
afterAll(async () => {
  await scene.stop();
  jest.useRealTimers();
});

const ofPartner = (rest = '') => `/v1/partners/${partners.root}${rest}`;
const ofReseller = (rest = '') => `/v3/resellers/${resellers.reseller}${rest}`;
const nameOf = ({ call: { method = 'GET', path, query = '' } }: RecordedAnswer): string => `${method} ${path} ${query}`;
const named = (answers: readonly RecordedAnswer[]) => answers.map((answer) => [nameOf(answer), answer] as const);

/** Expects every member that the release answered; a later one may answer more. */
const expectAnswer = ({ status, headers, text }: Answer, expected: RecordedAnswer): void => {
  expect({ status, headers }).toMatchObject({ status: expected.status, headers: expected.headers });
  expect(text === undefined ? null : JSON.parse(text)).toMatchObject(expected.body as object);
};

test.each(named(recorded.reads))('%s is answered as by the last release', async (_, expected) => {
  expectAnswer(await scene.api.send(expected.call), expected);
});

test.each(named(recorded.replays))('%s is answered as the first time', async (_, expected) => {
  const answer = await scene.api.send(expected.call);
  expectAnswer(answer, expected);
  expect(answer.headers).toHaveProperty('idempotency-replayed', 'true');
});

test.each([
  ['/v1/partners', { name: ' CONTOSO GROẞHANDEL' }, 'name-taken'],
  ['/v1/partners', { name: 'Trey', reference: 'CRM-1' }, 'reference-taken'],
  ['/v1/partners', { name: 'Trey', externalId: 'crm-1' }, 'external-id-taken'],
])('%s: %j is taken', async (path, fields, code) => {
  await refused(scene.api, { method: 'POST', path, body: newPartner(fields) }, code as 'name-taken');
});

test.each([
  [{ name: 'LITWARE ZÜRICH' }, 'name-taken'],
  [{ name: 'Trey', externalId: 'erp-1' }, 'external-id-taken'],
])('an organization %j is taken', async (fields, code) => {
  await refused(scene.api, { method: 'POST', path: ofReseller('/organizations'), body: newOrganization(fields) }, code as 'name-taken');
});

test('a link that was sent sets a password, which signs in', async () => {
  const { token, userName } = partners.link;
  expect((await scene.api.post('/v1/password', { token, password: 'a harbour after the storm' }, { as: null })).status).toBe(204);
  expect((await scene.api.get(ofPartner(), { as: basic(userName, 'a harbour after the storm') })).status).toBe(200);
});

test('a client of the user pool is bound to its tenant', async () => {
  const { handler } = await import('../../functions/identity/bind.ts');
  const answer = await handler({ callerContext: { clientId: webhooks.client } } as never, {} as never);
  expect(JSON.stringify(answer)).toContain(resellers.reseller);
});

test('the canary reads its last run', async () => {
  expect(await canaryStore(scene.api.table.table).listRuns(2)).toHaveLength(1);
});

describe('an update', () => {
  const organization = () => ofReseller(`/organizations/${resellers.organization}`);
  const ENTITIES = {
    partner: { path: () => ofPartner(), patch: { billingId: 'B-9' }, key: partnerKey(partners.root) },
    contact: {
      path: () => ofPartner(`/contacts/${partners.contact}`),
      patch: { firstName: 'Grace' },
      key: contactKey(partners.root, partners.contact),
    },
    reseller: { path: () => ofReseller(), patch: { description: 'The last' }, key: resellerKey(resellers.reseller) },
    organization: {
      path: organization,
      patch: { description: 'The last' },
      key: organizationKey(resellers.reseller, resellers.organization),
    },
    webhook: { path: () => `/v3/webhooks/${webhooks.moved}`, patch: { name: 'Invoices' }, key: webhookKey(webhooks.moved) },
  };
  const LATER = { of: 'a later release' };

  test.each(Object.entries(ENTITIES))('of a %s keeps an attribute that this release does not know', async (_, { path, patch, key }) => {
    const { api } = scene;
    await setAttribute(api, key, 'ofALaterRelease', LATER);
    const before = await api.get(path());
    expect(before.body).not.toHaveProperty('ofALaterRelease');
    const { status, body } = await api.patch(path(), patch, { headers: { 'if-match': String(before.headers.etag) } });
    expect({ status, body }).toMatchObject({ status: 200, body: { ...patch, version: Number(before.body.version) + 1 } });
    expect(await api.table.table.get(key)).toMatchObject({ ...patch, ofALaterRelease: LATER });
  });
});

test('what the release deleted is restored, and what it made is deleted', async () => {
  const { api } = scene;
  const path = (id: string) => ofReseller(`/organizations/${id}`);
  expect((await api.post(`${path(resellers.deleted)}:restore`, undefined)).status).toBe(200);
  expect((await api.remove(path(resellers.last))).status).toBe(204);
  expect((await api.post(`${path(resellers.last)}:restore`, undefined)).status).toBe(200);
  const [credential] = (await api.get(ofPartner('/credentials'))).body.data as readonly Item[];
  expect((await api.remove(ofPartner(`/credentials/${credential?.id}`))).status).toBe(204);
  const [woodgrove] = (await api.get('/v3/resellers', { query: 'name=woodgrove' })).items;
  expect((await api.remove(`/v3/resellers/${woodgrove?.id}`)).status).toBe(204);
});

describe('an endpoint', () => {
  const bridge = bridgeOf();
  const parts = () => ({ table: scene.api.table.table, bridge });

  test('that waited is set up', async () => {
    await sweepOn(parts(), webhooks.pending);
    expect(await isPending(parts(), webhooks.pending)).toBe(false);
    expect(inEventBridge(bridge, webhooks.pending)).toMatchObject({ rule: { state: 'ENABLED' }, destination: { signsIn: true } });
  });

  test('that was suspended is resumed, and its dead letter is redelivered', async () => {
    expect((await scene.api.patch(`/v3/webhooks/${webhooks.suspended}`, { enabled: true })).body).toMatchObject({ enabled: true });
    await sweepOn(parts(), webhooks.suspended);
    expect((await scene.api.post(`/v3/webhook-event-logs/${webhooks.delivery}:redeliver`, undefined)).status).toBe(202);
    expect(scene.aws.entries).toMatchObject([{ DetailType: `to:${webhooks.suspended}` }]);
  });

  test('that moved is deleted', async () => {
    expect((await scene.api.remove(`/v3/webhooks/${webhooks.moved}`)).status).toBe(204);
    await sweepOn(parts(), webhooks.moved, 48);
    expect(await scene.api.table.table.get(webhookKey(webhooks.moved))).toBeUndefined();
  });
});
