import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, DynamoDBServiceException, ListTablesCommand } from '../src/client-dynamodb.ts';
import { ACCESS_KEY } from './differential/scripted-service.ts';

let server: Server;
let answer: RequestListener;

beforeAll(async () => {
  server = createServer((request, response) => answer(request.resume(), response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const call = async (region = 'eu-west-1'): Promise<unknown> => {
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new DynamoDBClient({ region, endpoint, credentials: ACCESS_KEY, maxAttempts: 1 });
  try {
    return await client.send(new ListTablesCommand({})).catch((error: unknown) => error);
  } finally {
    client.destroy();
  }
};

test('an answer that switches the protocol ends the call as a lost connection does', async () => {
  answer = (_, { socket }) => void socket?.write('HTTP/1.1 101 Other\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n');
  expect(await call()).toMatchObject({ name: 'TimeoutError', code: 'ECONNRESET' });
});

test('the body of an error replaces neither the prototype nor the stack of the exception', async () => {
  const body = '{"__type":"x#Refused","__proto__":{"isForged":true},"stack":"forged","toString":"forged","Item":{"a":{"S":"b"}}}';
  answer = (_, response) => void response.writeHead(400).end(body);
  const error = (await call()) as Error;
  expect(Object.getPrototypeOf(error)).toBe(DynamoDBServiceException.prototype);
  expect(error).toMatchObject({ name: 'Refused', Item: { a: { S: 'b' } } });
  expect({ stack: error.stack, text: String(error) }).not.toMatchObject({ stack: 'forged' });
  expect(error).not.toHaveProperty('isForged');
});

test.each(['x@evil.example/', 'evil.example#', '-a', 'a-', 'a b', ''])('the region %j is refused', async (region) => {
  expect(await call(region)).toMatchObject({ message: expect.stringMatching(/region/i) });
});
