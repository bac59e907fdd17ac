import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { localClientOptions } from '../src/dynamodb/client-options.ts';
import { type Gate, openGate } from '../src/dynamodb/gate.ts';
import { requestCheck } from '../src/dynamodb/rules/check.ts';
import { type DynamoDbServer, startDynamoDb } from '../src/dynamodb/server.ts';
import { SONGS } from './dynamodb-calls.ts';
import { REFUSED_READS, TAKEN_CALLS } from './dynamodb-reads.ts';
import { REFUSED_WRITES } from './dynamodb-refused-writes.ts';

let server: DynamoDbServer;
let gate: Gate;

beforeAll(async () => {
  server = await startDynamoDb();
  const client = new DynamoDBClient(localClientOptions(server.url, 'us-east-1'));
  await client.send(new CreateTableCommand(SONGS));
  client.destroy();
  gate = await openGate({
    url: server.url,
    authorize: (_, operation, input) => requestCheck([{ create: SONGS }])(operation, input),
    onDefect: (error) => {
      throw error;
    },
  });
});
afterAll(async () => {
  await gate.stop();
  await server.stop();
});

/** Calls as they stand, since the SDK checks some itself. */
const answerTo = async (operation: string, input: object) => {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    'x-amz-date': '20260101T000000Z',
    authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0',
  };
  const response = await fetch(gate.url, { method: 'POST', headers, body: JSON.stringify(input) });
  const { __type = '', message = '' } = (await response.json()) as { readonly __type?: string; readonly message?: string };
  return { status: response.status, type: __type.split('#').at(-1), message };
};

test.each([...REFUSED_WRITES, ...REFUSED_READS])('DynamoDB refuses $call', async ({ operation, input, message }) => {
  expect(await answerTo(operation, input)).toEqual({
    ...{ status: 400, type: 'ValidationException' },
    message: expect.stringContaining(message),
  });
});

test.each(TAKEN_CALLS)('DynamoDB takes $call', async ({ operation, input }) => {
  expect(await answerTo(operation, input)).toEqual({ status: 200, type: '', message: '' });
});
