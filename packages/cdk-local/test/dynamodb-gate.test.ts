import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../src/base/aws-error.ts';
import { type DatabaseCall, type DatabaseFault, type Gate, openGate } from '../src/dynamodb/gate.ts';
import { type WebhookReceiver, webhookReceiver } from './webhook-receiver.ts';

let server: WebhookReceiver;
let gate: Gate;
let answer: 'item' | 'hang up' = 'item';
const asked: [operation: string, input: unknown][] = [];
const calls: DatabaseCall[] = [];
let fault: DatabaseFault | undefined;
const ITEM = '{"Item":{"pk":{"S":"ä"},"n":{"N":"1.50"}}}';

beforeAll(async () => {
  server = await webhookReceiver((response) =>
    answer === 'item' ? response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(ITEM) : response.destroy(),
  );
  gate = await openGate({
    url: server.url,
    authorize: (authorization, operation, input) => {
      asked.push([operation, input]);
      if (!authorization?.includes('Credential=good/')) throw new AwsError('AccessDeniedException', 'not you');
    },
    faultOf: () => fault,
    onDefect: (error) => {
      throw error;
    },
    onCall: (call) => calls.push(call),
  });
});
afterAll(async () => {
  await gate.stop();
  await server.stop();
});

const get = async (accessKeyId: string) => {
  const client = new DynamoDBClient({
    ...{ endpoint: gate.url, region: 'us-east-1', maxAttempts: 1 },
    credentials: { accessKeyId, secretAccessKey: 'x' },
  });
  try {
    return await client.send(new GetItemCommand({ TableName: 'books', Key: { pk: { S: 'ä' } } }));
  } finally {
    client.destroy();
  }
};

test('what is allowed goes on and comes back byte for byte', async () => {
  const body = '{"TableName": "books",\n "Key":{"pk":{"S":"\\u00e4"}} }';
  const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=good/x', 'x-amz-target': 'DynamoDB_20120810.GetItem' };
  const response = await fetch(gate.url, { method: 'POST', headers, body });
  expect([response.status, await response.text()]).toEqual([200, ITEM]);
  expect(server.received.at(-1)?.body).toBe(body);
  expect(asked.at(-1)).toEqual(['GetItem', { TableName: 'books', Key: { pk: { S: 'ä' } } }]);
  expect((await get('good')).Item).toEqual({ pk: { S: 'ä' }, n: { N: '1.50' } });
  expect(calls.at(-1)).toMatchObject({ operation: 'GetItem', input: { TableName: 'books' }, status: 200 });
  expect(calls.at(-1)).not.toHaveProperty('refusal');
});

test('what is refused never reaches the server, and the SDK knows why', async () => {
  const before = server.received.length;
  await expect(get('bad')).rejects.toMatchObject({ name: 'AccessDeniedException', message: 'not you', $metadata: { httpStatusCode: 400 } });
  expect(server.received).toHaveLength(before);
  expect(calls.at(-1)).toMatchObject({ operation: 'GetItem', status: 400, refusal: { message: 'not you' } });
});

test('a server that hangs up is one that hangs up', async () => {
  answer = 'hang up';
  await expect(get('good')).rejects.toThrow('socket hang up');
  answer = 'item';
  expect((await get('good')).Item).toBeDefined();
});

describe('a fault', () => {
  afterEach(() => {
    fault = undefined;
  });

  test('is the error of a call that never reaches the server', async () => {
    const before = server.received.length;
    fault = new AwsError('ThrottlingException', 'Rate exceeded');
    await expect(get('good')).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect(server.received).toHaveLength(before);
  });

  test('is the loss of an answer to what was done', async () => {
    const before = server.received.length;
    fault = { loseAnswer: true };
    await expect(get('good')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(server.received).toHaveLength(before + 1);
  });

  test('is a delay, and not of what is refused', async () => {
    fault = { delayMs: 30 };
    const began = performance.now();
    expect((await get('good')).Item).toBeDefined();
    expect(performance.now() - began).toBeGreaterThanOrEqual(29);
    await expect(get('bad')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
