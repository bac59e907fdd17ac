import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { DeliveredEvent } from '../src/eventbridge/delivery.ts';
import { startRuntime } from '../src/runtime.ts';
import type { Runtime } from '../src/runtime-options.ts';
import { type Fixture, temporaryDirectory } from './assembly-fixture.ts';
import { ordersAssembly } from './orders-assembly.ts';

let receiver: Server;
let state: Fixture;
let assembly: Fixture;
let runtime: Runtime;
let received: { body: string; token: string | undefined }[] = [];
let published: unknown[] = [];
let onLine: (line: string) => void = () => undefined;
let onDelivered: (delivered: DeliveredEvent) => void | Promise<void> = () => undefined;
const deployments: object[] = [];

const start = (port = 0) =>
  startRuntime({
    assembly: assembly.directory,
    port,
    dataDir: join(state.directory, 'data'),
    timeScale: 0.01,
    environment: ({ name, environment }, { awsUrl }) => ({
      OVERRIDE: `yes, ${name}`,
      ...('PRICES' in environment && { PRICES: `${awsUrl}/prices` }),
    }),
    routes: { '/prices': () => ({ tea: 3 }) },
    secrets: () => '{"token":"sesame"}',
    on: {
      log: ({ line }) => onLine(line),
      event: ({ detail }) => published.push((detail.payload as { order: string }).order),
      deployed: ({ functions, addresses }) => void deployments.push({ names: functions.map(({ name }) => name), addresses }),
      delivered: (delivered) => onDelivered(delivered),
    },
  });
const order = async (id: string, kind = 'plain') => {
  const response = await fetch(`${runtime.url}/orders/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind }),
  });
  expect(response.status).toBe(201);
};
const bodies = () => received.map(({ body }) => (JSON.parse(body) as { order: string }).order);
const json = async (path: string) => (await fetch(runtime.url + path)).json() as Promise<Record<string, unknown>>;

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    received.push({ body: await text(request), token: request.headers['webhook-token'] as string | undefined });
    response.end();
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  state = temporaryDirectory();
  assembly = ordersAssembly(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`, join(state.directory, 'seen'));
  runtime = await start();
});
beforeEach(() => {
  received = [];
  published = [];
});
afterAll(async () => {
  await runtime.stop();
  receiver.closeAllConnections();
  receiver.close();
  assembly.remove();
  state.remove();
});

describe('the runtime of a synthesised system', () => {
  test('carries a request through function, table, stream, bus and destination, in order', async () => {
    for (const id of ['1', '2', '3', '4', '5']) await order(id);
    await runtime.idle();
    expect(published).toEqual(['1', '2', '3', '4', '5']);
    expect(new Set(bodies())).toEqual(new Set(published));
    expect(received).toHaveLength(5);
    expect(received[0]?.token).toBe('sesame');
  });

  test('keeps from a function what its mapping filters out', async () => {
    await order('6', 'unwanted');
    await order('7');
    await runtime.idle();
    expect(bodies()).toEqual(['7']);
  });

  test('gives up poison after its retries, tells the failure destination and goes on', async () => {
    await order('8', 'poison');
    await runtime.idle();
    await order('9');
    await runtime.idle();
    expect(bodies()).toEqual(['9']);
    const [letter] = await runtime.queues.receive('letters');
    expect(JSON.parse(letter?.body ?? '')).toMatchObject({
      requestContext: {
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 3,
        functionArn: expect.stringContaining('function:Orders-Publisher'),
      },
      DDBStreamBatchInfo: { batchSize: 1, streamArn: expect.stringContaining('table/Data-Table/stream/') },
    });
  });

  test('loses nothing when the consumer is killed in the middle of a batch', async () => {
    const hanging = new Promise<void>((resolve) => {
      onLine = (line) => (line === 'hanging' ? resolve() : undefined);
    });
    await order('10', 'hang');
    await hanging;
    await order('11');
    await runtime.functions.kill('Orders-Publisher');
    await runtime.idle();
    expect(new Set(bodies())).toEqual(new Set(['10', '11']));
  });

  test('gives functions addresses that work, overrides of its own, and the routes that they name', async () => {
    const environment = await json('/environment');
    expect(environment).toMatchObject({
      OVERRIDE: 'yes, Orders-Api',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'Orders-Api',
      LETTERS: `${runtime.awsUrl}/000000000000/letters`,
      AWS_ENDPOINT_URL_DYNAMODB: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    });
    expect(environment.AWS_ENDPOINT_URL_DYNAMODB).not.toBe(runtime.dynamodbUrl);
    expect(environment).not.toHaveProperty('PATH');
    expect(await json('/prices')).toEqual({ tea: 3 });
  });

  test('says what it has deployed before anything runs', () => {
    expect(deployments[0]).toEqual({
      names: ['Orders-Api', 'Orders-Publisher'],
      addresses: {
        ...{ apiUrl: runtime.url, awsUrl: runtime.awsUrl, dynamodbUrl: runtime.dynamodbUrl },
        ...{ region: 'us-east-1', account: '000000000000' },
      },
    });
  });

  test('is idle only when the listener of what an API destination accepted is done', async () => {
    const delivered: (readonly [string, number])[] = [];
    onDelivered = async ({ event, attempts }) => {
      await new Promise((done) => setTimeout(done, 200));
      delivered.push([event['detail-type'], attempts]);
    };
    await order('13');
    await runtime.idle();
    expect(delivered).toEqual([['order.created', 1]]);
    onDelivered = () => undefined;
  });

  test('names what it does not run, and gives the stack outputs with local addresses', () => {
    expect(runtime.warnings).toEqual(['AWS::Scheduler::Schedule is not run locally (Orders/Nightly)']);
    expect(runtime.outputs).toMatchObject({ 'Orders.Url': runtime.url, 'Data.Table': 'Data-Table' });
  });

  test('refuses a port in use by its number', async () => {
    const port = Number(new URL(runtime.url).port);
    await expect(startRuntime({ assembly: assembly.directory, port, on: {} })).rejects.toThrow(`Port ${port} is already in use`);
  });

  test('stops within two seconds and goes on where it was after a restart', async () => {
    const { url, awsUrl, dynamodbUrl } = runtime;
    const before = performance.now();
    await runtime.stop();
    expect(performance.now() - before).toBeLessThan(2_000);
    for (const address of [url, awsUrl, dynamodbUrl]) await expect(fetch(address)).rejects.toThrow('fetch failed');
    runtime = await start();
    await order('12');
    await runtime.idle();
    expect(bodies()).toEqual(['12']);
  });
});
