import { now } from '../../functions/shared/runtime.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { knownCursors } from '../../testing/cursors.ts';
import { type Api, startApi } from './api.ts';
import { countedTable } from './counted-table.ts';
import { violationsOf } from './refusals.ts';
import { makeReseller, newOrganization } from './samples.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const LOG = '/v3/event-logs';

const readAll = async (query: string, as?: string): Promise<readonly Item[]> => {
  const all: Item[] = [];
  for (let next: string | undefined = query; next !== undefined; ) {
    const { status, items, headers } = await api.get(LOG, { query: next, ...(as !== undefined && { as }) });
    expect(status).toBe(200);
    all.push(...items);
    next = /\?([^>]*)>/.exec(String(headers.link ?? ''))?.[1];
  }
  return all;
};

const make = async (reseller: string, call: object = {}) =>
  String((await api.send({ method: 'POST', path: `/v3/resellers/${reseller}/organizations`, body: newOrganization(), ...call })).body.id);

const resourceIds = (entries: readonly Item[]) => entries.map(({ resourceId }) => resourceId);

test('the log is found by the actor, in every log there is, page by page', async () => {
  const reseller = await makeReseller(api);
  const as = await api.bearer({ sub: 'crm-sync' });
  const mine = [await make(reseller, { as }), await make(reseller, { as })];
  await make(reseller);
  const actor = encodeURIComponent('token:crm-sync');
  const own = await api.bearer({ reseller_id: reseller });
  expect(resourceIds(await readAll(`actor=${actor}&limit=1`))).toEqual(mine);
  expect(resourceIds(await readAll(`actor=${actor}&limit=1&sort=-createdAt`, own))).toEqual(mine.toReversed());
  expect(resourceIds(await readAll(`actor=${actor}&resource=organization&resourceId=${mine[0]}`))).toEqual([mine[0]]);
  expect(await readAll('actor=token:nobody')).toEqual([]);
});

test('the log is found by the request, which another tenant does not find', async () => {
  const [reseller, other] = [await makeReseller(api), await makeReseller(api)];
  const rows = { organizations: [newOrganization(), newOrganization(), newOrganization()] };
  const requestId = 'JKJaXmPLvHcESHA=';
  const path = `/v3/resellers/${reseller}/organizations:batch`;
  expect((await api.send({ method: 'POST', path, body: rows, requestId })).status).toBe(207);
  await make(reseller);
  const query = `requestId=${encodeURIComponent(requestId)}`;
  const found = await readAll(`${query}&limit=1`);
  expect(found.map((entry) => [entry.requestId, entry.tenant])).toEqual(
    Array.from({ length: 3 }, () => [requestId, `/resellers/${reseller}`]),
  );
  const [own, foreign] = [await api.bearer({ reseller_id: reseller }), await api.bearer({ reseller_id: other })];
  expect(await readAll(`${query}&limit=2&sort=-createdAt`, own)).toEqual(found.toReversed());
  const { items, headers } = await api.get(LOG, { query: `${query}&limit=1`, as: foreign });
  expect([items, headers.link]).toEqual([[], undefined]);
  expect(await readAll(`${query}&action=deleted`)).toEqual([]);
  expect(resourceIds(await readAll(`${query}&resource=organization&resourceId=${found[1]?.resourceId}`))).toEqual([found[1]?.resourceId]);
});

test('an event of a release without the filter is in the log, and its request does not find it', async () => {
  const reseller = await makeReseller(api);
  const { UpdateCommand } = await import('@aws-sdk/lib-dynamodb');
  const [stored] = (await api.items()).filter(({ type, pk }) => type === 'event' && pk === `RESELLER#${reseller}`);
  const Key = { pk: stored?.pk, sk: stored?.sk };
  await api.table.client.send(new UpdateCommand({ TableName: api.table.name, Key, UpdateExpression: 'REMOVE gsi1pk, gsi1sk' }));
  const [entry] = await readAll(`resource=reseller&resourceId=${reseller}`);
  expect(entry?.requestId).toBe('request-1');
  expect(resourceIds(await readAll('requestId=request-1'))).not.toContain(reseller);
});

test.each([
  ['actor=', ['query /actor invalid-characters', 'query /actor too-short']],
  ['requestId=%20', ['query /requestId invalid-characters']],
])('%s is refused', async (query, violations) => {
  expect(await violationsOf(api, { path: LOG, query })).toEqual(violations);
});

test('a page of a request is one query, of what it shows', async () => {
  const reseller = await makeReseller(api);
  const counted = countedTable(api);
  const [{ listEventLogs }, { eventLogStore }] = await Promise.all([
    import('../../functions/event-logs/list.ts'),
    import('../../functions/event-logs/store.ts'),
  ]);
  await make(reseller, { requestId: 'counted' });
  const caller = { actor: 'token:x', permissions: new Set<never>() };
  const origin = { actor: 'token:x', requestId: 'r', sourceIp: '' };
  const request = { ...{ body: {}, params: {}, header: {}, caller, origin }, query: { requestId: 'counted' }, remember: () => [] };
  const deps = { logs: eventLogStore(counted.table), partners: { find: async () => undefined }, cursors: knownCursors, now };
  const trips = await counted.tripsOf(() => listEventLogs(request, deps));
  counted.stop();
  expect(trips.map(({ command }) => command)).toEqual(['Query']);
  if (!process.env.DYNAMODB_ENDPOINT) expect(trips[0]?.units).toBe(0.5);
});
