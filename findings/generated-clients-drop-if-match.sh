#!/usr/bin/env bash
# Generators of TypeScript clients, given an OpenAPI 3.1 document with a merge patch (RFC 7396) that needs `If-Match`, an import of text/csv, and a
# list in the query with `explode: false`. What the clients send is taken from a server on loopback:
# - swagger-typescript-api 13.13.0 has no parameter for the required `If-Match` at all, and sends the patch as application/json, the CSV as
#   text/plain, and repeats the list. A server that knows its media types answers 415, or 428.
# - oazapfts 7.5.0 sends the patch as application/json and the CSV as text/plain.
# - orval 7.13.2 (fetch) has no parameter for `If-Match` either (unless `output.headers` is set), and repeats the list, though `explode` is false.
# - openapi-typescript-codegen 0.31.0 repeats the list.
#
# Seen: see `expected` below (patch: media type, If-Match | import: media type | query).
# Way out: openapi-typescript with openapi-fetch, which leaves header and media type to its caller and checks the first. Exits non-zero when the
# behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"type":"module"}' >package.json
npm install --silent --no-audit --no-fund swagger-typescript-api@13.13.0 oazapfts@7.5.0 orval@7.13.2 openapi-typescript-codegen@0.31.0 esbuild@0.28.2
cat >api.json <<'JSON'
{
  "openapi": "3.1.0",
  "info": { "title": "things", "version": "1" },
  "servers": [{ "url": "http://127.0.0.1:1" }],
  "paths": {
    "/things": {
      "get": {
        "operationId": "listThings",
        "parameters": [{ "name": "tag", "in": "query", "explode": false, "schema": { "type": "array", "items": { "type": "string" } } }],
        "responses": { "200": { "description": "ok", "content": { "application/json": { "schema": { "type": "object" } } } } }
      },
      "post": {
        "operationId": "importThings",
        "requestBody": { "required": true, "content": { "text/csv": { "schema": { "type": "string" } } } },
        "responses": { "200": { "description": "ok", "content": { "application/json": { "schema": { "type": "object" } } } } }
      }
    },
    "/things/{id}": {
      "patch": {
        "operationId": "changeThing",
        "parameters": [
          { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
          { "name": "If-Match", "in": "header", "required": true, "schema": { "type": "string" } }
        ],
        "requestBody": {
          "required": true,
          "content": { "application/merge-patch+json": { "schema": { "type": "object", "properties": { "name": { "type": "string" } } } } }
        },
        "responses": { "200": { "description": "ok", "content": { "application/json": { "schema": { "type": "object" } } } } }
      }
    }
  }
}
JSON
{
  npx swagger-typescript-api generate --path api.json --output swagger --name api.ts
  npx oazapfts api.json oazapfts.ts
  npx orval --input api.json --output orval.ts --client fetch
  npx openapi --input api.json --output codegen --client fetch
} >generators.log 2>&1 || { cat generators.log && exit 1; }
cat >look.ts <<'TS'
import { createServer } from 'node:http';
import * as codegen from './codegen/index';
import * as oazapfts from './oazapfts';
import * as orval from './orval';
import { Api } from './swagger/api';

const seen: string[] = [];
const server = createServer((request, response) => {
  const { 'content-type': type, 'if-match': match } = request.headers;
  seen.push(request.method === 'GET' ? String(request.url) : request.method === 'PATCH' ? `${type}, ${match}` : String(type));
  request.resume();
  response.setHeader('content-type', 'application/json');
  response.end('{}');
}).listen(0, '127.0.0.1');
await new Promise<void>((resolve) => server.once('listening', () => resolve()));
const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
const say = (name: string) => console.log(`${name}: ${seen.splice(0).join(' | ')}`);

const api = new Api({ baseUrl: url });
await api.things.changeThing('1', { name: 'b' });
await api.things.importThings('id\n1\n');
await api.things.listThings({ tag: ['a', 'b'] });
say('swagger-typescript-api');

oazapfts.defaults.baseUrl = url;
await oazapfts.changeThing('1', '"7"', { name: 'b' });
await oazapfts.importThings('id\n1\n');
await oazapfts.listThings({ tag: ['a', 'b'] });
say('oazapfts');

// Its addresses are those of the document's paths.
const { fetch } = globalThis;
globalThis.fetch = (path, options) => fetch(new URL(String(path), url), options);
await orval.changeThing('1', { name: 'b' });
await orval.importThings('id\n1\n');
await orval.listThings({ tag: ['a', 'b'] });
globalThis.fetch = fetch;
say('orval');

codegen.OpenAPI.BASE = url;
await codegen.DefaultService.changeThing('1', '"7"', { name: 'b' });
await codegen.DefaultService.importThings('id\n1\n');
await codegen.DefaultService.listThings(['a', 'b']);
say('openapi-typescript-codegen');
server.close();
TS
npx esbuild look.ts --bundle --format=esm --platform=node --outfile=look.mjs --log-level=error
seen=$(node look.mjs)
echo "$seen"
expected='swagger-typescript-api: application/json, undefined | text/plain | /things?tag=a&tag=b
oazapfts: application/json, "7" | text/plain;charset=UTF-8 | /things?tag=a,b
orval: application/merge-patch+json, undefined | text/csv | /things?tag=a&tag=b
openapi-typescript-codegen: application/merge-patch+json, "7" | text/csv | /things?tag=a&tag=b'
[ "$seen" = "$expected" ]
