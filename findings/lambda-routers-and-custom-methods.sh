#!/usr/bin/env bash
# Three routers for Lambda and a custom method, `POST /things/{id}:close` (https://google.aip.dev/136).
# - Hono 4.13.19 reads `/things/:id:close` as one parameter named `id:close`. It takes each path of two segments, so `:close` runs the handler of
#   `:restore`, which was registered first.
# - Powertools for AWS Lambda 2.35.0 (event-handler) takes the route without a word and then answers 404.
# - @middy/http-router 6.4.5 writes parameters in braces and runs the right one. But it leaves percent escapes in the id, which the others undo:
#   `a%20b` and `a b`.
#
# Seen: see `expected` below. Way out: in Hono `/things/:id{[^:]+:close}`, which leaves the verb to be cut off. In all, one function for each route.
# Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"type":"module"}' >package.json
npm install --silent --no-audit --no-fund hono@4.13.19 @aws-lambda-powertools/event-handler@2.35.0 @middy/http-router@6.4.5 @middy/core@6.4.5
cat >look.mjs <<'JS'
import { Router } from '@aws-lambda-powertools/event-handler/http';
import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const event = (method, path) => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: path,
  rawQueryString: '',
  headers: { host: 'example.com' },
  requestContext: {
    accountId: '111111111111',
    apiId: 'a',
    domainName: 'example.com',
    domainPrefix: 'a',
    http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'a' },
    requestId: 'a',
    routeKey: '$default',
    stage: '$default',
    time: '30/Nov/2026:00:00:00 +0000',
    timeEpoch: 0,
  },
  isBase64Encoded: false,
});
const context = { awsRequestId: 'a', functionName: 'f', getRemainingTimeInMillis: () => 1000 };

const hono = new Hono();
const powertools = new Router({ logger: quiet });
const routes = [];
for (const verb of ['restore', 'close']) {
  hono.post(`/things/:id:${verb}`, (c) => c.json({ verb, ...c.req.param() }));
  powertools.post(`/things/:id:${verb}`, ({ params }) => ({ verb, ...params }));
  routes.push({
    method: 'POST',
    path: `/things/{id}:${verb}`,
    handler: async ({ pathParameters }) => ({ statusCode: 200, body: JSON.stringify({ verb, ...pathParameters }) }),
  });
}
hono.get('/things/:id', (c) => c.json(c.req.param()));
powertools.get('/things/:id', ({ params }) => params);
routes.push({ method: 'GET', path: '/things/{id}', handler: async (request) => ({ statusCode: 200, body: JSON.stringify(request.pathParameters) }) });

const asHandler = handle(hono);
const asMiddy = middy().handler(httpRouter(routes));
const routers = {
  hono: (request) => asHandler(request, context),
  powertools: (request) => powertools.resolve(request, context),
  middy: (request) => asMiddy(request, context),
};
for (const [name, answer] of Object.entries(routers))
  for (const [method, path] of [
    ['POST', '/things/7:close'],
    ['GET', '/things/a%20b'],
  ]) {
    const { statusCode, body } = await answer(event(method, path));
    console.log(name, method, statusCode, statusCode === 200 ? JSON.stringify(JSON.parse(body)) : '-');
  }
JS
seen=$(node look.mjs)
echo "$seen"
expected='hono POST 200 {"verb":"restore","id:restore":"7:close"}
hono GET 200 {"id":"a b"}
powertools POST 404 -
powertools GET 200 {"id":"a b"}
middy POST 200 {"verb":"close","id":"7"}
middy GET 200 {"id":"a%20b"}'
[ "$seen" = "$expected" ]
