import { httpApi } from '../src/http-api/gateway.ts';
import { type Listener, listen } from '../src/http-api/listener.ts';

const route = (routeKey: string) => ({ routeKey, functionArn: `arn:${routeKey}`, timeoutMs: 30_000 });
const rules = {
  AllowOrigins: ['https://app.acme.test'],
  AllowMethods: ['GET', 'POST'],
  AllowHeaders: ['Authorization', 'If-Match'],
  ExposeHeaders: ['ETag'],
  MaxAge: 600,
};
const preflight = { method: 'OPTIONS', headers: { origin: 'https://app.acme.test', 'access-control-request-method': 'POST' } };

describe('an HTTP API with CORS', () => {
  const listeners: Listener[] = [];
  let invoked: string[] = [];

  const serve = async (routeKeys: readonly string[], cors = rules) => {
    const listener = await listen(0);
    listeners.push(listener);
    listener.serve(
      httpApi({
        api: { apiId: 'abcde12345', stage: '$default', routes: routeKeys.map(route), cors },
        environment: { region: 'eu-west-1', account: '123456789012' },
        mayInvoke: () => true,
        onRequest: () => undefined,
        async invoke(functionArn) {
          invoked.push(functionArn);
          return {
            statusCode: functionArn === 'arn:$default' ? 204 : 200,
            headers: { 'access-control-allow-origin': 'https://of-the-function.test' },
          };
        },
      }),
    );
    return (init: RequestInit) => fetch(`${listener.url}/things`, init);
  };
  const ofCors = ({ headers }: Response) => Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));

  beforeEach(() => {
    invoked = [];
  });
  afterAll(() => Promise.all(listeners.map((listener) => listener.stop())));

  test('answers a preflight itself where no route takes it', async () => {
    const response = await (await serve(['GET /things']))(preflight);
    expect([response.status, invoked]).toEqual([204, []]);
    expect(ofCors(response)).toEqual({
      'access-control-allow-origin': 'https://app.acme.test',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization,if-match',
      'access-control-expose-headers': 'etag',
      'access-control-max-age': '600',
    });
  });

  test('hands a preflight to the route for all the rest, whose status stands', async () => {
    const response = await (await serve(['GET /things', '$default']))(preflight);
    expect([response.status, invoked]).toEqual([204, ['arn:$default']]);
    expect(ofCors(response)).toMatchObject({ 'access-control-allow-origin': 'https://app.acme.test', 'access-control-max-age': '600' });
  });

  test('puts its own headers in the place of those of the function, and none for an origin that is not allowed', async () => {
    const send = await serve(['GET /things']);
    const allowed = await send({ headers: { origin: 'https://app.acme.test' } });
    expect(ofCors(allowed)).toEqual({
      'access-control-allow-origin': 'https://app.acme.test',
      'access-control-expose-headers': 'etag',
    });
    for (const headers of [{ origin: 'https://evil.test' }, {}]) expect(ofCors(await send({ headers }))).toEqual({});
  });

  test('tells every origin that all are allowed', async () => {
    const send = await serve(['GET /things'], { ...rules, AllowOrigins: ['*'] });
    expect(ofCors(await send({ headers: { origin: 'https://any.test' } }))).toMatchObject({ 'access-control-allow-origin': '*' });
  });
});

test('a route with limits of its own is throttled by them, and takes nothing of what the others share', async () => {
  const listener = await listen(0);
  const limits = (burst: number) => ({ rate: 0.001, burst });
  const routes = [{ ...route('GET /few'), throttling: limits(1) }, route('GET /some'), route('GET /more')];
  listener.serve(
    httpApi({
      api: { apiId: 'abcde12345', stage: '$default', routes, throttling: limits(2) },
      environment: { region: 'eu-west-1', account: '123456789012' },
      mayInvoke: () => true,
      onRequest: () => undefined,
      invoke: async () => ({ statusCode: 200 }),
      throttle: true,
    }),
  );
  const statuses: number[] = [];
  for (const path of ['few', 'few', 'some', 'more', 'some']) statuses.push((await fetch(`${listener.url}/${path}`)).status);
  await listener.stop();
  expect(statuses).toEqual([200, 429, 200, 200, 429]);
});
