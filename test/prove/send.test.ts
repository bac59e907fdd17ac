import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenOnLoopback } from '../../emulator/loopback.ts';
import { openCaller } from '../../prove/shared/caller.ts';
import { send } from '../../prove/shared/send.ts';

const ANSWERS: Readonly<Record<string, string>> = { '/json': '{"a":1}', '/empty': '', '/page': '<html>' };
const seen: unknown[] = [];
const server = createServer(async (request, response) => {
  if (request.url === '/never') return;
  seen.push([request.method, request.headers['content-type'], request.headers.authorization, await text(request)]);
  response.writeHead(202, { 'x-of': 'the test' }).end(ANSWERS[request.url ?? '']);
});
const { port, stop } = await listenOnLoopback(server);
const url = `http://127.0.0.1:${port}`;
afterAll(async () => {
  server.closeAllConnections();
  await stop();
});

test('an answer has its status, headers, text, the time it took, and what it says as JSON', async () => {
  const answer = await send({ method: 'POST', url: `${url}/json`, body: { b: 2 } });
  expect(answer).toMatchObject({ status: 202, text: '{"a":1}', body: { a: 1 }, ms: expect.any(Number) });
  expect(answer.headers['x-of']).toBe('the test');
  expect(seen.at(-1)).toEqual(['POST', 'application/json', undefined, '{"b":2}']);
  for (const path of ['/empty', '/page']) expect((await send({ method: 'GET', url: url + path })).body).toBeUndefined();
});

test('a caller signs in, and changes by merge patch', async () => {
  await openCaller(url, 't')('PATCH', '/json', { c: 3 });
  expect(seen.at(-1)).toEqual(['PATCH', 'application/merge-patch+json', 'Bearer t', '{"c":3}']);
});

test('a request that is given up has no answer', async () => {
  await expect(send({ method: 'GET', url: `${url}/never`, signal: AbortSignal.timeout(20) })).rejects.toThrow(/timeout/);
});
