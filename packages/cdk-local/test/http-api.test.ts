import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type AccessLogEntry, httpApi } from '../src/http-api/gateway.ts';
import { type Listener, listen } from '../src/http-api/listener.ts';
import { TooManyInvocations } from '../src/lambda/functions.ts';

const route = (routeKey: string, timeoutMs = 30_000) => ({ routeKey, functionArn: `arn:${routeKey}`, timeoutMs });

describe('an HTTP API', () => {
  const log: AccessLogEntry[] = [];
  let events: Record<string, unknown>[] = [];
  let answer: (event: unknown) => unknown = () => ({ statusCode: 200 });
  let listener: Listener;

  beforeAll(async () => {
    listener = await listen(0);
    const api = {
      apiId: 'abcde12345',
      stage: '$default',
      routes: [route('POST /things/{id}'), route('GET /things'), route('HEAD /things'), route('GET /slow', 20)],
    };
    listener.serve(
      httpApi({
        api,
        environment: { region: 'eu-west-1', account: '123456789012' },
        mayInvoke: () => true,
        onRequest: (entry) => log.push(entry),
        async invoke(_, event) {
          events.push(event as Record<string, unknown>);
          return answer(event);
        },
      }),
    );
  });
  beforeEach(() => {
    events = [];
    answer = () => ({ statusCode: 200 });
  });
  afterAll(() => listener.stop());

  const send = (path: string, init?: RequestInit) => fetch(`${listener.url}${path}`, init);

  test('hands a function the payload of format 2.0, as AWS sends it', async () => {
    await send('/things/a%20b?x=1&x=2&y=%C3%A9', {
      method: 'POST',
      headers: [
        ['Content-Type', 'application/json'],
        ['X-Two', 'a'],
        ['X-Two', 'b'],
        ['Cookie', 'one=1; two=2'],
        ['User-Agent', 'test'],
      ],
      body: '{"n":1}',
    });
    const [event] = events;
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /things/{id}',
      rawPath: '/things/a b',
      rawQueryString: 'x=1&x=2&y=%C3%A9',
      cookies: ['one=1', 'two=2'],
      queryStringParameters: { x: '1,2', y: 'é' },
      pathParameters: { id: 'a b' },
      body: '{"n":1}',
      isBase64Encoded: false,
      requestContext: {
        accountId: '123456789012',
        apiId: 'abcde12345',
        domainName: 'abcde12345.execute-api.eu-west-1.amazonaws.com',
        domainPrefix: 'abcde12345',
        http: { method: 'POST', path: '/things/a b', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
        routeKey: 'POST /things/{id}',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
    });
    expect(event?.headers).toMatchObject({ 'content-type': 'application/json', 'content-length': '7', 'x-forwarded-for': '127.0.0.1' });
    expect((event?.headers as Record<string, string> | undefined)?.['x-two']).toMatch(/^a, ?b$/);
    expect(event?.headers).not.toHaveProperty('cookie');
  });

  test('leaves out what is empty', async () => {
    await send('/things');
    for (const absent of ['body', 'queryStringParameters', 'pathParameters', 'cookies']) expect(events[0]).not.toHaveProperty(absent);
    expect(events[0]).toMatchObject({ isBase64Encoded: false, rawQueryString: '' });
  });

  test.each([
    ['application/octet-stream', true],
    ['application/x-www-form-urlencoded', true],
    ['application/merge-patch+json', false],
    ['text/plain; charset=utf-8', false],
  ])('a body of %s is base64: %p', async (type, encoded) => {
    await send('/things/1', { method: 'POST', headers: { 'content-type': type }, body: 'é=1' });
    expect(events[0]).toMatchObject({ isBase64Encoded: encoded, body: encoded ? Buffer.from('é=1').toString('base64') : 'é=1' });
  });

  test('returns the structured response with its cookies, and a request id', async () => {
    answer = () => ({
      statusCode: 201,
      headers: { Location: '/x', 'Content-Type': 'application/json' },
      cookies: ['a=1', 'b=2'],
      body: '{}',
    });
    const response = await send('/things');
    expect([response.status, response.headers.get('location'), await response.text()]).toEqual([201, '/x', '{}']);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.headers.get('apigw-requestid')).toBe((events[0]?.requestContext as { requestId: string } | undefined)?.requestId);
  });

  test.each([[undefined], ['{"n":1}']])('answers HEAD without content, with what is sent next intact, for a body of %p', async (body) => {
    answer = () => ({ statusCode: 200, headers: { ETag: '"1"' }, ...(body !== undefined && { body }) });
    const socket = connect(Number(new URL(listener.url).port), '127.0.0.1');
    socket.write('HEAD /things HTTP/1.1\r\nhost: a\r\n\r\nHEAD /nothing HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
    const [first = '', second = '', ...more] = (await text(socket)).split('\r\n\r\n');
    expect([first, second]).toEqual([expect.stringMatching(/^HTTP\/1.1 200 .*etag: "1"/is), expect.stringMatching(/^HTTP\/1.1 404 /)]);
    expect(more).toEqual(['']);
  });

  test('answers 503, as for a function that Lambda throttles, when too many invocations wait', async () => {
    answer = () => Promise.reject(new TooManyInvocations('Rate Exceeded.'));
    const response = await send('/things');
    expect([response.status, await response.json()]).toEqual([503, { message: 'Service Unavailable' }]);
  });

  test('answers an opaque 500 when the function throws or answers nonsense', async () => {
    for (const fails of [() => Promise.reject(new Error('inner')), () => ({ statusCode: 'many' }), () => ({ statusCode: 200, body: {} })]) {
      answer = fails;
      const response = await send('/things');
      expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }]);
    }
  });

  test('answers 503 when the integration outlasts its timeout', async () => {
    answer = () => new Promise(() => undefined);
    const response = await send('/slow');
    expect([response.status, await response.json()]).toEqual([503, { message: 'Service Unavailable' }]);
  });

  test('answers 404 where no route fits, without invoking anything', async () => {
    const response = await send('/nothing');
    expect([response.status, await response.json(), events]).toEqual([404, { message: 'Not Found' }, []]);
  });

  test('refuses a body over 10 MB and a head over 10,240 bytes', async () => {
    const large = await send('/things/1', { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1) });
    expect([large.status, await large.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
    expect((await send('/things', { headers: { 'x-long': 'x'.repeat(10_240) } })).status).toBe(431);
    expect((await send('/things', { headers: { 'x-long': 'x'.repeat(9_000) } })).status).toBe(200);
  });

  test('logs each request without its query string', async () => {
    await send('/things?secret=1');
    expect(log.at(-1)).toEqual({
      method: 'GET',
      path: '/things',
      status: 200,
      ms: expect.any(Number),
      requestId: expect.any(String),
      routeKey: 'GET /things',
    });
  });
});
