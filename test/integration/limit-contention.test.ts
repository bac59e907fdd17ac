import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { jest } from '@jest/globals';
import { batchSlotsKey } from '../../functions/shared/table/keys.ts';
import { type Api, type Call, startApi } from './api.ts';
import { countOf, makeOrganization, at as organizationsOf } from './organization-samples.ts';
import { refused } from './refusals.ts';
import { fresh, makeReseller, newOrganization } from './samples.ts';

let proxy: Awaited<ReturnType<typeof startProxy>>;
let api: Api;
let reseller: string;
let id: unknown;

beforeAll(async () => {
  proxy = await startProxy();
  api = await startApi({ AWS_ENDPOINT_URL_DYNAMODB: proxy.url });
  proxy.passTo(api.table.url);
  reseller = await makeReseller(api, { allowedOrganizations: 50 });
  ({ id } = await makeOrganization(api, reseller, { externalId: 'crm-1' }));
});
beforeEach(() => {
  // Full jitter of nothing: the retries follow each other at once.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  jest.restoreAllMocks();
  proxy.answerConflicts(0);
});
afterAll(async () => {
  await Promise.all([api.stop(), proxy.stop()]);
});

const FOREVER = Number.POSITIVE_INFINITY;
const of = (path = ''): string => `/v3/resellers/${reseller}${path}`;
const creating = (): Call => ({ method: 'POST', path: of('/organizations'), body: newOrganization() });

test.each<[string, () => Call]>([
  ['create', creating],
  ['change', () => ({ method: 'PATCH', path: organizationsOf(reseller, id), body: { name: fresh() } })],
  ['delete', () => ({ method: 'DELETE', path: organizationsOf(reseller, id) })],
  ['upsert', () => ({ method: 'PUT', path: of('/organizations/by-external-id/crm-2'), body: newOrganization() })],
  ['change of a limit', () => ({ method: 'PATCH', path: of(), body: { allowedOrganizations: 7 } })],
  ['delete of a reseller', () => ({ method: 'DELETE', path: of() })],
])(
  'a %s that conflicts without end is tried a few times, then refused as contention to be tried again, and nothing is stored',
  async (_, call) => {
    proxy.answerConflicts(FOREVER);
    const { headers } = await refused(api, call(), 'contention');
    expect(headers['retry-after']).toBe('1');
    expect(proxy.conflicts()).toBe(16);
  },
);

test('a restore that conflicts without end is refused alike', async () => {
  const { id: deleted } = await makeOrganization(api, reseller);
  await api.remove(organizationsOf(reseller, deleted));
  proxy.answerConflicts(FOREVER);
  await refused(api, { method: 'POST', path: `${organizationsOf(reseller, deleted)}:restore` }, 'contention');
});

test('each row of a batch is refused alike', async () => {
  proxy.answerConflicts(FOREVER);
  const before = await api.items();
  const { body } = await api.post(of('/organizations:batch'), { organizations: [newOrganization(), newOrganization()] });
  expect(body.results).toMatchObject([503, 503].map((status) => ({ status, body: { code: 'contention' } })));
  expect(await api.items()).toEqual(before);
});

test('what was refused as contention can be repeated under its key, and is done once', async () => {
  const call = { ...creating(), headers: { 'idempotency-key': fresh() } };
  const before = await countOf(api, reseller);
  proxy.answerConflicts(FOREVER);
  await refused(api, call, 'contention');
  proxy.answerConflicts(0);
  const [made, again] = [await api.send(call), await api.send(call)];
  expect([made.status, again.status, again.headers['idempotency-replayed'], again.body]).toEqual([201, 201, 'true', made.body]);
  expect(await countOf(api, reseller)).toBe(before + 1);
});

test('a conflict that passes is not noticed', async () => {
  proxy.answerConflicts(3);
  expect((await api.send(creating())).status).toBe(201);
  expect(proxy.conflicts()).toBe(3);
});

const SLOTS = batchSlotsKey('').pk;

/**
 * Stands before the table; while told to, it cancels transactions as DynamoDB does when another one
 * holds their first item.
 */
const startProxy = async () => {
  let [target, left, conflicts] = ['', 0, 0];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const action = String(request.headers['x-amz-target']).split('.')[1];
    // Contended is the reseller, not the slots of its batches.
    if (action === 'TransactWriteItems' && !body.includes(SLOTS) && left > 0) {
      left -= 1;
      conflicts += 1;
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(cancelled(body));
      return;
    }
    const { host: _, 'content-length': __, ...headers } = request.headers;
    const answer = await fetch(target, { method: 'POST', headers: headers as Record<string, string>, body });
    const requestId = answer.headers.get('x-amzn-requestid') ?? '';
    response
      .writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': requestId })
      .end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passTo: (url: string) => {
      target = url;
    },
    answerConflicts: (count: number) => {
      [left, conflicts] = [count, 0];
    },
    conflicts: () => conflicts,
    stop: () => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections()),
  };
};

const cancelled = (body: string): string => {
  const { TransactItems } = JSON.parse(body) as { readonly TransactItems: readonly unknown[] };
  const reasons = TransactItems.map((_, index) => ({ Code: index === 0 ? 'TransactionConflict' : 'None' }));
  return JSON.stringify({
    __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
    message: 'Transaction cancelled, please refer cancellation reasons for specific reasons',
    CancellationReasons: reasons,
  });
};
