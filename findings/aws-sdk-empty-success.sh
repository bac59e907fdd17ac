#!/usr/bin/env bash
# @aws-sdk/client-dynamodb 3.1162.0: a 200 that DynamoDB did not write counts as success. A gateway or proxy that answers an empty body, `null` or some
# JSON of its own makes TransactWriteItems resolve, though nothing was stored; only `$metadata.requestId` is missing then. A body that is no JSON, such
# as a page of HTML, is an error, whose message quotes the body.
#
# Seen: `empty: resolves, no request id | null: resolves, no request id | {"ok":true}: resolves, no request id | html: SyntaxError`.
# Way out: require `$metadata.requestId` of an answer. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @aws-sdk/client-dynamodb@3.1162.0
cat >look.mjs <<'JS'
import { createServer } from 'node:http';
import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
const BODIES = { empty: '', null: 'null', '{"ok":true}': '{"ok":true}', html: '<html>busy</html>' };
const seen = [];
for (const [name, body] of Object.entries(BODIES)) {
  const server = createServer((request, response) => request.resume().on('end', () => response.end(body)));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${server.address().port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
  });
  const TransactItems = [{ Put: { TableName: 't', Item: { pk: { S: 'a' } } } }];
  seen.push(
    await client.send(new TransactWriteItemsCommand({ TransactItems })).then(
      ({ $metadata }) => `${name}: resolves, ${$metadata.requestId === undefined ? 'no request id' : 'a request id'}`,
      (error) => `${name}: ${error.name}`,
    ),
  );
  client.destroy();
  server.closeAllConnections();
  server.close();
}
const line = seen.join(' | ');
console.log(line);
const expected = 'empty: resolves, no request id | null: resolves, no request id | {"ok":true}: resolves, no request id | html: SyntaxError';
process.exit(line === expected ? 0 : 1);
JS
node look.mjs
