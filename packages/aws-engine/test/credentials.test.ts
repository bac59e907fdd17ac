import { DynamoDBClient, ListTablesCommand } from '../src/client-dynamodb.ts';
import { startService } from './differential/scripted-service.ts';

const before = { ...process.env };
afterAll(() => {
  process.env = before;
});

test('each request is signed with the credentials that the environment has then', async () => {
  const service = await startService({ region: 'eu-west-1', service: 'dynamodb' });
  const client = new DynamoDBClient({ region: 'eu-west-1', endpoint: service.endpoint });
  const seen: unknown[] = [];
  for (const [id, token] of [
    ['FIRST', 'one'],
    ['SECOND', 'two'],
    ['THIRD', ''],
  ] as const) {
    process.env = { ...before, AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: 'a secret', AWS_SESSION_TOKEN: token };
    const { received } = await service.record([{ kind: 'answer', status: 200, body: '{}' }], () => client.send(new ListTablesCommand()));
    seen.push(received.map(({ accessKeyId, headers }) => [accessKeyId, headers['x-amz-security-token']]));
  }
  expect({ seen, faults: service.faults }).toEqual({ seen: [[['FIRST', 'one']], [['SECOND', 'two']], [['THIRD', undefined]]], faults: [] });
  client.destroy();
  await service.stop();
});

test('without credentials nothing is sent', async () => {
  process.env = { ...before, AWS_ACCESS_KEY_ID: '' };
  const client = new DynamoDBClient({ region: 'eu-west-1', endpoint: 'http://127.0.0.1:1' });
  await expect(client.send(new ListTablesCommand())).rejects.toMatchObject({
    name: 'CredentialsProviderError',
    $metadata: { attempts: 1 },
  });
});
