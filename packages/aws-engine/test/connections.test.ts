import http from 'node:http';
import { Socket } from 'node:net';
import * as sdk from '@aws-sdk/client-dynamodb';
import * as engineModule from '../src/client-dynamodb.ts';
import { compare } from './differential/compare.ts';
import { outcomeOf } from './differential/outcome.ts';
import { ACCESS_KEY, type Reaction } from './differential/scripted-service.ts';
import { useService } from './differential/use-service.ts';

const CLIENT = { sdk, engine: engineModule as unknown as typeof sdk };
const { now } = Date;
const { createConnection } = http.Agent.prototype;
const service = useService('dynamodb');

afterEach(() => {
  Date.now = now;
  http.Agent.prototype.createConnection = createConnection;
});

const ANSWER: Reaction = { kind: 'answer', status: 200, headers: { 'x-amzn-requestid': 'REQUEST' }, body: '{"TableNames":["a"]}' };

/** Makes one call with a client of each, which may have options of its own. */
const compareCall = async (reactions: readonly Reaction[], options: sdk.DynamoDBClientConfig) => {
  const clientOf = (by: 'sdk' | 'engine') =>
    new CLIENT[by].DynamoDBClient({ region: 'eu-west-1', endpoint: service().endpoint, credentials: ACCESS_KEY, ...options });
  return compare(service(), {
    reactions,
    call: async (by) => {
      const client = clientOf(by);
      const outcome = await outcomeOf(() => client.send(new CLIENT[by].ListTablesCommand({})));
      client.destroy();
      return outcome;
    },
  });
};

test('an answer that is late is a timeout, and the call is repeated', async () => {
  const requestHandler = { requestTimeout: 1000, throwOnRequestTimeout: true };
  const { sdk, engine } = await compareCall([{ kind: 'silence' }, { kind: 'silence' }], { requestHandler, maxAttempts: 2 });
  expect(engine).toEqual(sdk);
  expect(engine?.outcome).toMatchObject({ name: 'TimeoutError', code: 'ETIMEDOUT', metadata: { attempts: 2 } });
});

test('a connection that takes too long is a timeout', async () => {
  http.Agent.prototype.createConnection = () => Object.defineProperty(new Socket(), 'connecting', { value: true });
  const { sdk, engine } = await compareCall([], { requestHandler: { connectionTimeout: 400 }, maxAttempts: 2 });
  expect(engine).toEqual(sdk);
  expect(engine?.outcome).toMatchObject({ name: 'TimeoutError', metadata: { attempts: 2 } });
});

test('a connection that is refused, or a host that is not found, is tried again', async () => {
  for (const endpoint of ['http://127.0.0.1:1', 'http://no-such-host.invalid']) {
    const { sdk, engine } = await compareCall([], { endpoint, maxAttempts: 3 });
    expect(engine).toEqual(sdk);
    expect(engine?.outcome).toMatchObject({ code: expect.stringMatching(/ECONNREFUSED|ENOTFOUND|EAI_AGAIN/), metadata: { attempts: 3 } });
  }
});

test('a service that says when to try again is tried again then', async () => {
  const at = now();
  Date.now = () => at;
  const throttle = (headers: Readonly<Record<string, string>>): Reaction => ({
    kind: 'answer',
    status: 429,
    headers,
    body: '{"__type":"x#Throttling"}',
  });
  const soon = new Date(Math.floor(at / 1000) * 1000 + 1000);
  for (const headers of [
    ...[{ 'retry-after': '0.05' }, { 'retry-after': '0' }, { 'retry-after': 'soon' }, { 'retry-after': '-1' }],
    ...[{ 'retry-after': soon.toUTCString() }, { 'retry-after': soon.toISOString() }, { 'retry-after': new Date(0).toUTCString() }],
    ...[{ 'x-amz-retry-after': '30' }, { 'x-amz-retry-after': 'later' }],
  ]) {
    const { sdk, engine } = await compareCall([throttle(headers), throttle({}), ANSWER], { maxAttempts: 3 });
    expect({ headers, ...engine }).toEqual({ headers, ...sdk });
  }
});

test('the pauses grow as those of the SDK do, for each kind of error', async () => {
  Math.random = () => 0.01;
  for (const status of [500, 429]) {
    const { sdk, engine } = await compareCall(
      [1, 2, 3].map(() => ({ kind: 'answer', status, body: '' })),
      {},
    );
    expect(engine).toEqual(sdk);
    expect(engine?.outcome).toMatchObject({ metadata: { attempts: 4 } });
  }
  Math.random = () => 0.002;
});

test.each([
  ['connections stay open, and those that the service closes meanwhile are replaced', true, 2],
  ['connections end with their call where they are not to be kept', false, 4],
])('%s', async (_, keepAlive, connections) => {
  for (const by of ['sdk', 'engine'] as const) {
    const client = new CLIENT[by].DynamoDBClient({
      region: 'eu-west-1',
      endpoint: service().endpoint,
      credentials: ACCESS_KEY,
      maxAttempts: 2,
      requestHandler: { httpAgent: { keepAlive } },
    });
    const call = () => service().record([ANSWER, ANSWER], () => outcomeOf(() => client.send(new CLIENT[by].ListTablesCommand({}))));
    const ports = [];
    for (const close of [false, false, true, false]) {
      const { outcome, received } = await call();
      expect(outcome).toMatchObject({ result: { TableNames: ['a'] } });
      ports.push(received.at(-1)?.port);
      if (close) service().closeConnections();
    }
    expect(new Set(ports).size).toBe(connections);
    client.destroy();
  }
});
