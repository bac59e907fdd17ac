#!/usr/bin/env bash
# openapi-fetch 0.17.0: a refusal without a body gives no error. With `Content-Length: 0`, as proxies and gateways answer 401, 429 or 502, `error` is
# undefined; with an empty chunked body it is the empty text, and for the JSON `null` it is null. All three pass the `if (error)` of its documentation
# as a success without data, and its types say that there is data then. In the client that @hey-api/openapi-ts 0.99.0 writes, `error` is never empty.
#
# Seen: `401 length 0: passes (undefined) | 429 length 0: passes (undefined) | 500 chunked: passes ("") | 503 null: passes (null) | 503 html: fails`.
# Way out: look at `response.ok`. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund openapi-fetch@0.17.0
cat >look.mjs <<'JS'
import { createServer } from 'node:http';
import createClient from 'openapi-fetch';
const ANSWERS = {
  '401 length 0': [{ 'Content-Length': '0' }, ''],
  '429 length 0': [{ 'Content-Length': '0', 'Retry-After': '1' }, ''],
  '500 chunked': [{ 'Transfer-Encoding': 'chunked' }, ''],
  '503 null': [{ 'Content-Type': 'application/json' }, 'null'],
  '503 html': [{ 'Content-Type': 'text/html' }, '<p>busy</p>'],
};
const seen = [];
for (const [name, [headers, body]] of Object.entries(ANSWERS)) {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(Number.parseInt(name, 10), headers).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { error } = await createClient({ baseUrl: `http://127.0.0.1:${server.address().port}` }).GET('/orders');
  seen.push(`${name}: ${error ? 'fails' : `passes (${JSON.stringify(error)})`}`);
  server.closeAllConnections();
  server.close();
}
const line = seen.join(' | ');
console.log(line);
const expected = [
  '401 length 0: passes (undefined)',
  '429 length 0: passes (undefined)',
  '500 chunked: passes ("")',
  '503 null: passes (null)',
  '503 html: fails',
].join(' | ');
process.exit(line === expected ? 0 : 1);
JS
node look.mjs
