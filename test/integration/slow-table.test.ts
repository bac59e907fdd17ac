import { randomBytes } from 'node:crypto';
import { NO_ADDRESS } from '../../functions/canary/contract.ts';
import { CONTRACTS } from '../../functions/operations.ts';
import { credentialStore } from '../../functions/partners/credentials/store.ts';
import { apiUserName } from '../../functions/shared/auth/api-user-name.ts';
import { batchSlotsKey } from '../../functions/shared/table/keys.ts';
import { ROWS } from '../../tools/authorisation/rows.ts';
import { openScene, type Scene } from '../support/authorisation-scene.ts';
import { type BrokenTable, FAULTS, type Fault, startBrokenTable } from '../support/broken-table.ts';
import { deadLetterRecord } from '../support/dead-letter.ts';
import { type FakeAws, startFakeAws } from '../support/fake-aws.ts';
import { quickHash } from '../support/quick-hash.ts';
import { type Answer, type Api, type Call, contextFor, startApi } from './api.ts';
import { basic, contact, fresh, newOrganization, newPartner, newReseller, newWebhook } from './samples.ts';
import { validRequests } from './valid-requests.ts';
import { deliveryEnvironment } from './webhook-samples.ts';

let broken: BrokenTable;
let aws: FakeAws;
let api: Api;
let scene: Scene;

// Of the functions without a route.
const ENVIRONMENT = {
  ...{ API_URL: NO_ADDRESS, CANARY_PATIENCE_SECONDS: '60', WEBHOOK_PREFIX: 'tenantry' },
  ...{ WEBHOOK_TARGET_ROLE_ARN: 'arn:aws:iam::1:role/r', WEBHOOK_DEAD_LETTER_QUEUE_ARN: 'arn:aws:sqs:eu-west-1:1:q' },
};

beforeAll(async () => {
  [broken, aws] = await Promise.all([startBrokenTable(), startFakeAws()]);
  api = await startApi({ ...deliveryEnvironment, ...aws.environment, ...ENVIRONMENT, AWS_ENDPOINT_URL_DYNAMODB: broken.url });
  broken.passTo(api.table.url);
  scene = await openScene(api);
}, 20_000);
afterEach(() => broken.repair());
afterAll(async () => void (await Promise.all([api.stop(), aws.stop(), broken.stop()])));

// A fifth of it is left to work in: the rest is what an answer is written in.
const REMAINING_MS = 600;

interface Timed {
  readonly answer: Answer;
  readonly ms: number;
}

const timed = async (call: Call): Promise<Timed> => {
  const began = performance.now();
  const answer = await api.send({ remainingMs: REMAINING_MS, ...call });
  return { answer, ms: performance.now() - began };
};

const expectUnavailable = ({ answer, ms }: Timed, remainingMs = REMAINING_MS): void => {
  expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' }, body: { code: 'dependency-unavailable' } });
  expect(JSON.stringify(answer)).not.toMatch(/heron|127\.0\.0\.1|tenantry-test/);
  expect(ms).toBeLessThan(remainingMs);
};

// Those that touch no table; what they need instead is broken elsewhere.
const WITHOUT_TABLE = ['getIndex', 'getOpenApi', 'getAsyncApi', 'getWebhookKeys'];
const OF_TABLE = ROWS.map(({ name }) => name).filter((name) => !WITHOUT_TABLE.includes(name));

const prepared = async (name: string): Promise<Call> => {
  const request = await validRequests(api, scene)[name]?.();
  if (!request) throw new Error(`there is no request for ${name}`);
  return request;
};

const AT_ONCE = 8;

/** Rows of one argument, that many names each. */
const inGroups = (names: readonly string[]): readonly (readonly [readonly string[]])[] =>
  Array.from({ length: Math.ceil(names.length / AT_ONCE) }, (_, at) => [names.slice(at * AT_ONCE, (at + 1) * AT_ONCE)]);

describe('a table that never answers', () => {
  test.each(inGroups(OF_TABLE))('is 503 before its time is over of each of %j', async (names) => {
    const requests: Call[] = [];
    for (const name of names) requests.push(await prepared(name));
    broken.break('never answers');
    const outcomes = await Promise.all(requests.map(timed));
    for (const [at, { answer }] of outcomes.entries()) expect([names[at], answer.status]).toEqual([names[at], 503]);
    for (const outcome of outcomes) expectUnavailable(outcome);
  });

  test('is 503 of each row of a batch that has its turn, and the batch is answered in time', async () => {
    const organizations = [newOrganization(), newOrganization(), newOrganization()];
    const batch = await prepared('batchOrganizations');
    broken.break('never answers', undefined, batchSlotsKey('').pk);
    const { answer, ms } = await timed({ ...batch, body: { organizations } });
    expect(answer).toMatchObject({ status: 207, body: { results: [503, 503, 503].map((status) => ({ status })) } });
    expect(ms).toBeLessThan(REMAINING_MS);
  });

  test('is 503 of whoever signs in with a password', async () => {
    broken.break('never answers');
    expectUnavailable(await timed({ path: '/v1/partners', as: basic('somebody', 'secret') }));
  });
});

describe('a function without a route, on a table that never answers,', () => {
  const inTime = async (file: string, event: unknown): Promise<unknown> => {
    const { handler } = (await import(`../../functions/${file}.ts`)) as { handler: (event: unknown, context: object) => Promise<unknown> };
    broken.break('never answers');
    const began = performance.now();
    const outcome = await handler(event, { awsRequestId: 'run', ...contextFor(REMAINING_MS) }).catch((error: unknown) => error);
    expect(performance.now() - began).toBeLessThan(REMAINING_MS);
    return outcome;
  };

  test('ends in time: the collector reports every message, to be delivered again', async () => {
    const Records = [deadLetterRecord({ messageId: 'one' }), deadLetterRecord({ messageId: 'other' })];
    const batchItemFailures = ['one', 'other'].map((itemIdentifier) => ({ itemIdentifier }));
    expect(await inTime('deliveries/collect', { Records })).toEqual({ batchItemFailures });
  });

  test('ends in time: the canary tells of its failure', async () => {
    expect(await inTime('canary/run', {})).toBeUndefined();
  });

  test('ends in time: the sweep of the reconciler, and the arrival of the canary, fail and are invoked again', async () => {
    expect(await inTime('webhooks/reconcile', { 'detail-type': 'Scheduled Event' })).toMatchObject({ code: 'dependency-unavailable' });
    const detail = { payload: { data: { id: 'one' }, triggeredAt: new Date().toISOString() } };
    expect(await inTime('canary/arrive', { detail })).toMatchObject({ code: 'dependency-unavailable' });
  });

  test('ends in time: no token is made of a client whose tenant is not known', async () => {
    expect(await inTime('identity/bind', { callerContext: { clientId: 'client' } })).toBeInstanceOf(Error);
  });
});

test('every operation is among them', () => {
  expect(new Set([...OF_TABLE, ...WITHOUT_TABLE])).toEqual(new Set(ROWS.map(({ name }) => name)));
  expect(CONTRACTS.every(({ operationId }) => ROWS.some(({ contract }) => contract.operationId === operationId))).toBe(true);
});

describe('calls that are each in time, and not in sum', () => {
  test.each(['movePartner', 'updatePartner', 'putNew', 'deleteOrganization', 'redeliver', 'setPassword'])('are 503 of %s', async (name) => {
    const request = await prepared(name);
    broken.break(150);
    expectUnavailable(await timed(request));
  });

  test('are 503 without a call that could not end in time', async () => {
    broken.break(20);
    expectUnavailable(await timed({ path: `/v3/resellers/${scene.reseller}`, remainingMs: 430 }), 430);
    expect(broken.calls()).toBe(0);
  });
});

test('the note of when an API credential was last used keeps nobody from signing in for longer than a second', async () => {
  const id = randomBytes(10).toString('hex');
  const owner = { partnerId: scene.partner, userRole: 'Partner User', isActive: true } as const;
  await credentialStore(api.table.table).insert({ ...owner, id, userName: apiUserName(id), passwordHash: quickHash('secret') });
  broken.break('never answers', 'TransactWriteItems');
  const { answer, ms } = await timed({ path: `/v1/partners/${scene.partner}`, as: basic(apiUserName(id), 'secret'), remainingMs: 5000 });
  expect(answer.status).toBe(200);
  expect(ms).toBeLessThan(2000);
});

describe('a table that', () => {
  test.each(Object.keys(FAULTS) as Fault[])('%s is 503 of a read and of a write, and nothing is told of it', async (fault) => {
    const remainingMs = 800;
    broken.break(fault);
    const calls: readonly Call[] = [
      { path: `/v3/resellers/${scene.reseller}` },
      { path: '/v3/event-logs' },
      { method: 'POST', path: '/v3/resellers', body: newReseller() },
    ];
    for (const answer of await Promise.all(calls.map((call) => timed({ ...call, remainingMs })))) expectUnavailable(answer, remainingMs);
  });
});

describe('a create whose answer was lost', () => {
  const creates: readonly (readonly [string, () => Call, string])[] = [
    ['partner', () => ({ path: '/v1/partners', body: newPartner() }), 'partner'],
    ['contact', () => ({ path: `/v1/partners/${scene.partner}/contacts`, body: contact() }), 'contact'],
    ['reseller', () => ({ path: '/v3/resellers', body: newReseller() }), 'reseller'],
    ['organization', () => ({ path: `/v3/resellers/${scene.reseller}/organizations`, body: newOrganization() }), 'organization'],
    ['webhook', () => ({ path: '/v3/webhooks', body: newWebhook() }), 'webhook'],
  ];
  const countOf = async (type: string): Promise<number> => (await api.items()).filter((item) => item.type === type).length;

  test.each(creates)('is done once when it is repeated with its key: %s', async (_, make, type) => {
    const call: Call = { method: 'POST', headers: { 'idempotency-key': fresh() }, ...make() };
    const before = await countOf(type);
    broken.break('takes what it is sent, and never answers', 'TransactWriteItems');
    expectUnavailable(await timed(call));
    broken.repair();
    const [first, second] = [await api.send(call), await api.send(call)];
    expect([first.status, second.status, second.body]).toEqual([201, 201, first.body]);
    expect(first.headers['idempotency-replayed']).toBe('true');
    expect(await countOf(type)).toBe(before + 1);
  });
});
