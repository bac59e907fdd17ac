import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { createConnection } from 'node:net';
import { tokenBucket } from '../src/base/token-bucket.ts';
import { listen } from '../src/http-api/listener.ts';
import { proxyResponse } from '../src/http-api/result.ts';
import { routing } from '../src/http-api/routing.ts';

const route = (routeKey: string, timeoutMs = 30_000) => ({ routeKey, functionArn: `arn:${routeKey}`, timeoutMs });

describe('route selection', () => {
  const match = routing(
    ['$default', 'ANY /v1/{proxy+}', 'GET /v1/{id}', 'ANY /v1/{id}', 'GET /v1/me', 'POST /v1/{id}/parts/{part}'].map((key) => route(key)),
  );

  test.each([
    ['GET', '/v1/me', 'GET /v1/me', {}],
    ['GET', '/v1/7', 'GET /v1/{id}', { id: '7' }],
    ['PUT', '/v1/7', 'ANY /v1/{id}', { id: '7' }],
    ['GET', '/v1/7/x/y', 'ANY /v1/{proxy+}', { proxy: '7/x/y' }],
    ['POST', '/v1/7/parts/a%2Fb', 'POST /v1/{id}/parts/{part}', { id: '7', part: 'a%2Fb' }],
    ['GET', '/elsewhere', '$default', {}],
    ['HEAD', '/v1/me', 'ANY /v1/{id}', { id: 'me' }],
  ])('%s %s leads to %s', (method, path, routeKey, variables) => {
    expect(match(method, path)).toEqual({ route: route(routeKey), variables });
  });

  test('nothing fits without a default route', () => {
    expect(routing([route('GET /a')])('POST', '/a')).toBeUndefined();
  });
});

test('a bare value becomes a JSON 200, and 204 has no body', async () => {
  const bare = proxyResponse({ a: 1 });
  expect([bare?.status, bare?.headers.get('content-type'), await bare?.text()]).toEqual([200, 'application/json', '{"a":1}']);
  expect(await proxyResponse('text')?.text()).toBe('text');
  expect(await proxyResponse({ statusCode: 200, body: 'aGk=', isBase64Encoded: true })?.text()).toBe('hi');
  expect(proxyResponse({ statusCode: 204, body: '' })?.body).toBeNull();
});

test('a stage’s throttling lets a burst through and refills at its rate', () => {
  let now = 0;
  const admits = tokenBucket({ rate: 2, burst: 3 }, () => now);
  expect([admits(), admits(), admits(), admits()]).toEqual([true, true, true, false]);
  now = 500;
  expect([admits(), admits()]).toEqual([true, false]);
});

test('a port in use is named, with the way out', async () => {
  const first = await listen(0);
  const port = Number(new URL(first.url).port);
  await expect(listen(port)).rejects.toThrow(`Port ${port} is already in use: stop what listens there, or choose another one`);
  await first.stop();
});

test('stopping closes idle keep-alive connections at once and lets a running request end', async () => {
  const listener = await listen(0);
  const answers = Promise.withResolvers<Response>();
  const arrived = Promise.withResolvers<void>();
  listener.serve((incoming) => {
    if (incoming.url !== '/wait') return Promise.resolve(new Response('now'));
    arrived.resolve();
    return answers.promise;
  });
  const agent = new Agent({ keepAlive: true });
  const idle = createConnection(Number(new URL(listener.url).port), '127.0.0.1');
  await once(idle, 'connect');
  idle.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(idle, 'data');
  const running = once(get(`${listener.url}/wait`, { agent }), 'response');
  await arrived.promise;

  const closed = once(idle, 'close');
  const stopped = listener.stop();
  await closed;
  answers.resolve(new Response('done'));
  const [response] = (await running) as [{ statusCode: number; resume(): void }];
  response.resume();
  expect(response.statusCode).toBe(200);
  await stopped;
  agent.destroy();
});
