import { v7 } from 'uuid';
import type { Caller } from '../../functions/shared/contract/caller.ts';
import { now } from '../../functions/shared/runtime.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import type { Webhook } from '../../functions/webhooks/webhook.ts';
import { knownCursors } from '../../testing/cursors.ts';
import { type FakeAws, startFakeAws } from '../support/fake-aws.ts';
import { type Api, startApi } from './api.ts';
import { countedTable } from './counted-table.ts';
import { violationsOf } from './refusals.ts';
import { makeReseller } from './samples.ts';
import { collectAll, deliveryEnvironment, letterTo, makeWebhook } from './webhook-samples.ts';

const LOGS = '/v3/webhook-event-logs';

let api: Api;
let aws: FakeAws;
let counted: ReturnType<typeof countedTable>;

beforeAll(async () => {
  aws = await startFakeAws();
  api = await startApi({ ...deliveryEnvironment, ...aws.environment });
  counted = countedTable(api);
}, 20_000);
afterAll(async () => {
  counted.stop();
  await api.stop();
  await aws.stop();
});

/** Reads every page, by its links. */
const readAll = async (query: string, as?: string): Promise<readonly Item[]> => {
  const all: Item[] = [];
  for (let next: string | undefined = query; next !== undefined; ) {
    const { status, items, headers } = await api.get(LOGS, { query: next, ...(as !== undefined && { as }) });
    expect(status).toBe(200);
    all.push(...items);
    next = /\?([^>]*)>/.exec(String(headers.link ?? ''))?.[1];
  }
  return all;
};

const eventIds = async (query: string, as?: string) => (await readAll(query, as)).map(({ eventId }) => eventId);

/** Two requests of a tenant that changed two organizations, dead-lettered at two endpoints. */
const scene = async () => {
  const [reseller, other] = [await makeReseller(api), await makeReseller(api)];
  const [mine, operators] = [await makeWebhook(api, { owner: `/resellers/${reseller}` }), await makeWebhook(api)];
  const [first, second, foreign] = [v7(), v7(), v7()];
  const [one, two] = [v7(), v7()];
  const [request, another] = [`one+/${v7()}=`, `two+/${v7()}=`];
  const tenant = `/resellers/${reseller}`;
  const of = (webhook: Webhook, eventId: string, id: string, requestId: string, event = 'reseller.organization.created') =>
    letterTo(webhook, { ...{ eventId, event, tenant, requestId }, data: { id, name: 'x' } });
  await collectAll([
    of(mine, first, one, request),
    of(operators, first, one, request),
    of(mine, second, one, another, 'reseller.organization.updated'),
    of(operators, second, one, another, 'reseller.organization.updated'),
    of(mine, foreign, two, another),
    letterTo(operators, { eventId: v7(), tenant: `/resellers/${other}`, requestId: another, data: { id: other } }),
  ]);
  return { reseller, tenant, mine, operators, first, second, foreign, one, two, request, another };
};

type Scene = Awaited<ReturnType<typeof scene>>;

const two = ({ second }: Scene): readonly string[] => [second, second];

const queryOf = (filters: Readonly<Record<string, string | number>>): string =>
  new URLSearchParams(Object.entries(filters).map(([name, value]): [string, string] => [name, String(value)])).toString();

test('a delivery has the request and the resource of its event, and says in a sentence what the endpoint answered', async () => {
  const { first, one, request, mine } = await scene();
  const [found] = await readAll(queryOf({ eventId: first, webhookId: mine.id }));
  const expected = { requestId: request, resource: 'organization', resourceId: one };
  expect(found).toMatchObject({ ...expected, reason: 'The endpoint answered 400, which is not retried.', errorCode: 'SDK_CLIENT_ERROR' });
  expect((await api.get(`${LOGS}/${found?.id}`)).body).toEqual(found);
});

test.each<[string, (of: Scene) => Readonly<Record<string, string>>, (of: Scene) => readonly string[]]>([
  ['an event', ({ first }) => ({ eventId: first }), ({ first }) => [first, first]],
  ['a request', ({ request }) => ({ requestId: request }), ({ first }) => [first, first]],
  ['a resource', ({ one }) => ({ resource: 'organization', resourceId: one }), ({ first, second }) => [first, first, second, second]],
  ['a tenant', ({ tenant }) => ({ tenant }), ({ first, second, foreign }) => [first, first, second, second, foreign]],
  ['an event at an endpoint', ({ first, mine }) => ({ eventId: first, webhookId: mine.id }), ({ first }) => [first]],
  ['a request and a resource', ({ another, one }) => ({ requestId: another, resource: 'organization', resourceId: one }), two],
  ['a tenant and an event name', ({ tenant }) => ({ tenant, event: 'reseller.organization.updated' }), two],
  ['a tenant and a result', ({ tenant }) => ({ tenant, result: 'redelivered' }), () => []],
  ['an event of another tenant', ({ first }) => ({ eventId: first, tenant: '/resellers/nobody' }), () => []],
  ['a kind that it is not', ({ first }) => ({ eventId: first, resource: 'partner' }), () => []],
])('%s: page by page, both ways', async (_, filters, expected) => {
  const made = await scene();
  for (const limit of [1, 100]) {
    const query = { ...filters(made), limit };
    expect(await eventIds(queryOf(query))).toEqual(expected(made));
    expect((await eventIds(queryOf({ ...query, sort: '-createdAt' }))).toReversed()).toEqual(expected(made));
  }
});

test('a span of time narrows what an index answers', async () => {
  const { tenant } = await scene();
  const all = await readAll(queryOf({ tenant }));
  const [from, to] = [String(all[0]?.recordedAt), String(all.at(-1)?.recordedAt)];
  const inside = all.filter(({ recordedAt }) => String(recordedAt) >= from && String(recordedAt) < to);
  expect(await readAll(queryOf({ tenant, from, to }))).toEqual(inside);
  expect(await readAll(queryOf({ tenant, from: '2099-01-01T00:00:00Z' }))).toEqual([]);
});

test('a tenant finds what was sent to its own endpoints, and nothing of others, not even that there is more', async () => {
  const made = await scene();
  const [own, other] = [await api.bearer({ reseller_id: made.reseller }), await api.bearer({ reseller_id: await makeReseller(api) })];
  const { first, second, foreign, one, another, tenant } = made;
  expect(await eventIds(queryOf({ eventId: first }), own)).toEqual([first]);
  expect(await eventIds(queryOf({ requestId: another, limit: 1 }), own)).toEqual([second, foreign]);
  expect(await eventIds(queryOf({ tenant }), own)).toEqual([first, second, foreign]);
  for (const filter of [{ eventId: first }, { requestId: another }, { resource: 'organization', resourceId: one }, { tenant }]) {
    const { items, headers } = await api.get(LOGS, { query: queryOf({ ...filter, limit: 1 }), as: other });
    expect([items, headers.link]).toEqual([[], undefined]);
  }
});

test.each([
  ['resourceId=x', ['query /resource required']],
  ['resource=partners', ['query /resource not-allowed']],
  ['eventId=', ['query /eventId invalid-characters', 'query /eventId too-short']],
])('%s is refused', async (query, violations) => {
  expect(await violationsOf(api, { path: LOGS, query })).toEqual(violations);
});

describe('among many deliveries', () => {
  const MANY = 60;
  let made: Scene;

  beforeAll(async () => {
    made = await scene();
    const { operators, tenant } = made;
    const others = Array.from({ length: MANY }, () => letterTo(operators, { tenant, requestId: v7(), data: { id: v7() }, eventId: v7() }));
    for (let at = 0; at < MANY; at += 20) await collectAll(others.slice(at, at + 20));
  }, 60_000);

  const caller: Caller = { actor: 'token:operator', permissions: new Set() };

  const tripsOf = async (query: Readonly<Record<string, unknown>>, who = caller) => {
    const [{ listDeliveries }, { deliveryStore }] = await Promise.all([
      import('../../functions/deliveries/list.ts'),
      import('../../functions/deliveries/store.ts'),
    ]);
    const origin = { actor: who.actor, requestId: 'r', sourceIp: '' };
    const request = { ...{ body: {}, params: {}, header: {}, caller: who, origin }, query, remember: () => [] };
    const deps = { deliveries: deliveryStore(counted.table), cursors: knownCursors, now };
    return counted.tripsOf(() => listDeliveries(request as never, deps));
  };

  // An item of a delivery has some 900 bytes: one unit each, and an index half a unit for 4 KB.
  test.each<[string, (of: Scene) => Readonly<Record<string, unknown>>, number]>([
    ['an event', ({ first }) => ({ eventId: first }), 2.5],
    ['a request', ({ request }) => ({ requestId: request }), 2.5],
    ['a resource', ({ one }) => ({ resource: 'organization', resourceId: one }), 4.5],
    ['a tenant', ({ tenant }) => ({ tenant, limit: 10 }), 11.5],
  ])('a page of %s is one query and one read, of what it shows', async (_, filters, units) => {
    const trips = await tripsOf(filters(made));
    expect(trips.map(({ command }) => command)).toEqual(['Query', 'BatchGetItem']);
    if (!process.env.DYNAMODB_ENDPOINT) expect(trips.reduce((sum, trip) => sum + trip.units, 0)).toBe(units);
  });

  // Two units for each of its four items, and one for each place in an index.
  test.each([
    ['of a request, about a resource', { requestId: 'r', resource: 'reseller', resourceId: 'r' }, 4],
    ['of an older event', {}, 2],
  ])('a dead letter %s costs one write unit more for each way to find it', async (_, cause, places) => {
    const { deliveryStore } = await import('../../functions/deliveries/store.ts');
    const [id, place, at] = [v7(), v7(), now()];
    const delivery = { ...{ id, place, at, webhookId: 'w', eventId: v7(), event: 'reseller.created', tenant: '/resellers/r' }, ...cause };
    const stored = { ...delivery, result: 'dead-letter', owner: '/', expiresAt: 4e9 } as never;
    const trips = await counted.tripsOf(() => deliveryStore(counted.table).insert(stored, '{}', []));
    if (!process.env.DYNAMODB_ENDPOINT) expect(trips.map(({ units }) => units)).toEqual([8 + places]);
  });
});
