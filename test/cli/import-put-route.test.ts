import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Row } from '../../cli/import/row.ts';
import { putRoute } from '../../cli/import/sending/put-route.ts';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of undo.splice(0)) await end();
});

type Reply = readonly [status: number, body: object];

/** A server that answers as told, and the paths that it was asked for. */
const serving = async (replies: readonly Reply[]) => {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    const [status, body] = replies[paths.push(request.url ?? '') - 1] ?? [500, {}];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  undo.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, paths };
};

const row = (externalId: string): Row => {
  const text = JSON.stringify({ idempotencyKey: 'k', name: 'A', externalId });
  return { line: 2, end: 0, key: 'k', text, bytes: text.length };
};

const unchanged: Reply = [200, { dryRun: true, status: 200, body: { id: 'o-1' }, events: [], limits: [] }];
const changed: Reply = [200, { dryRun: true, status: 200, body: { id: 'o-1' }, events: [{}], limits: [] }];
const away: Reply = [503, { code: 'dependency-unavailable', detail: 'Away.' }];

test('what an API has done before it went away is done, and the rest is asked for once more', async () => {
  const { url, paths } = await serving([unchanged, changed, [200, { id: 'o-2' }], away]);
  const answer = await putRoute({ url, reseller: 'r', dryRun: false })([row('a'), row('b'), row("c'(1)"), row('d')], 't');
  expect(answer).toMatchObject({ results: [{ status: 200, unchanged: true }, { status: 200 }, { status: 503 }, { status: 503 }] });
  expect(paths).toEqual(
    ['a?dryRun=true', 'b?dryRun=true', 'b', "c'(1)?dryRun=true"].map((path) => `/v3/resellers/r/organizations/by-external-id/${path}`),
  );
});

test.each([
  [away, { status: 503, problem: { code: 'dependency-unavailable' } }],
  [[401, { code: 'token-expired' }], { status: 401, problem: { code: 'token-expired' } }],
  [[404, { code: 'reseller-not-found' }], { status: 404 }],
  [[200, { hello: 'world' }], { status: 200, problem: { code: 'not-understood' } }],
] as readonly (readonly [Reply, object])[])('an answer that is about all rows (%j) declines the request', async (reply, declined) => {
  const { url } = await serving([reply]);
  expect(await putRoute({ url, reseller: 'r', dryRun: false })([row('a'), row('b')], 't')).toMatchObject(declined);
});

test.each([400, 409, 412, 422])('a row that is refused (%d) is refused for itself', async (status) => {
  const { url } = await serving([[status, { code: 'c', detail: 'Why.' }], unchanged]);
  const { results } = (await putRoute({ url, reseller: 'r', dryRun: false })([row('a'), row('b')], 't')) as {
    readonly results: readonly object[];
  };
  expect(results).toMatchObject([
    { status, body: { code: 'c' } },
    { status: 200, unchanged: true },
  ]);
});
