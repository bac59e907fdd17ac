#!/usr/bin/env bash
# dynoxide 1.2.1 (a DynamoDB server on SQLite): with --db-path the items outlive an end of the server, the ClientRequestTokens of transactions do not.
# A client whose answer is lost with the server and that sends the same transaction with the same token again, as the SDK does, changes the item a
# second time. DynamoDB keeps a token for ten minutes ("Idempotency" of TransactWriteItems).
#
# Seen: `twice with one token: 1 | once more after a restart: 2`.
# Way out: a condition on the version in the transaction itself, and an event or a key written with it. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --force @dynoxide/linux-x64@1.2.1 @aws-sdk/client-dynamodb@3.1162.0
cat >look.mjs <<'JS'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';

const free = createServer().listen(0, '127.0.0.1');
await once(free, 'listening');
const { port } = free.address();
free.close();
await once(free, 'close');
const client = new DynamoDBClient({
  endpoint: `http://127.0.0.1:${port}`,
  region: 'us-east-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
});
const TableName = 'things';
const Key = { pk: { S: 'count' } };
const start = async () => {
  const server = spawn('node_modules/@dynoxide/linux-x64/dynoxide', ['--host', '127.0.0.1', '--port', String(port), '--db-path', 'things.db'], {
    stdio: 'ignore',
  });
  for (let tries = 0; tries < 100; tries += 1) {
    if (await fetch(`http://127.0.0.1:${port}`).then(() => true, () => false)) return server;
    await delay(50);
  }
  throw new Error('the server did not start');
};
const add = () =>
  client.send(
    new TransactWriteItemsCommand({
      ClientRequestToken: 'one-token-of-one-request',
      TransactItems: [
        { Update: { TableName, Key, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': { N: '1' } } } },
      ],
    }),
  );
const count = async () => (await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item.n.N;

let server = await start();
try {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  await add();
  await add();
  const before = await count();
  server.kill('SIGKILL');
  await once(server, 'exit');
  server = await start();
  await add();
  const line = `twice with one token: ${before} | once more after a restart: ${await count()}`;
  console.log(line);
  process.exitCode = line === 'twice with one token: 1 | once more after a restart: 2' ? 0 : 1;
} finally {
  server.kill('SIGKILL');
}
JS
node look.mjs
