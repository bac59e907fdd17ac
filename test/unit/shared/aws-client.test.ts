import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { awsClient } from '../../../functions/shared/base/aws-client.ts';
import { DeadlineExceeded, withDeadline } from '../../../functions/shared/base/deadline.ts';

test('a call ends with its invocation even while the SDK waits for something that has no signal, such as credentials', async () => {
  const credentials = () => new Promise<never>(() => undefined);
  const client = awsClient(DynamoDBClient, { maxAttempts: 1, requestTimeout: 5000 }, { region: 'eu-west-1', credentials });
  const invocation = withDeadline(() => client.send(new ListTablesCommand()));
  await expect(invocation(undefined, { getRemainingTimeInMillis: () => 500 })).rejects.toThrow(DeadlineExceeded);
});

test.each([[1], [2]])('with %i attempts, no call is lost with a connection that the service closed meanwhile', async (maxAttempts) => {
  const answered = new Set<unknown>();
  const server = createServer(({ socket }, response) => {
    if (answered.has(socket)) return void socket.resetAndDestroy();
    answered.add(socket);
    response.setHeader('x-amzn-requestid', 'any').end('{"TableNames":[]}');
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = awsClient(DynamoDBClient, { maxAttempts, requestTimeout: 5000 }, { region: 'eu-west-1', endpoint, credentials });
  try {
    for (let call = 0; call < 3; call += 1) expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([]);
  } finally {
    client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
