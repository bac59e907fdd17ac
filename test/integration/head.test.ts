import type { Context } from 'aws-lambda';
import { CONTRACTS } from '../../functions/operations.ts';
import type { Exchange } from '../../functions/shared/endpoint/exchange.ts';
import { httpEvent } from '../../testing/http-event.ts';
import { openScene, type Scene } from '../support/authorisation-scene.ts';
import { type FakeAws, startFakeAws } from '../support/fake-aws.ts';
import { type Answer, type Api, type Call, startApi } from './api.ts';
import { validRequests } from './valid-requests.ts';
import { deliveryEnvironment } from './webhook-samples.ts';

let api: Api;
let aws: FakeAws;
let scene: Scene;

beforeAll(async () => {
  aws = await startFakeAws();
  api = await startApi({ ...deliveryEnvironment, ...aws.environment });
  scene = await openScene(api);
}, 20_000);
afterAll(async () => {
  await api.stop();
  await aws.stop();
});

const READS = CONTRACTS.filter(({ method }) => method === 'GET').map(({ operationId }) => operationId);

// A cursor is sealed anew each time.
const comparable = ({ status, headers }: Answer) => ({ status, headers: { ...headers, link: 0, 'resume-cursor': 0 } });

/** Sends a request by GET and by HEAD; answers both, after comparing them. */
const sendBoth = async (call: Call): Promise<Answer> => {
  const whole = await api.send(call);
  const head = await api.send({ ...call, method: 'HEAD' });
  expect(comparable(head)).toEqual(comparable(whole));
  expect(Object.keys(head.headers)).toEqual(Object.keys(whole.headers));
  expect(head.text).toBeUndefined();
  expect(whole.text).toBeTruthy();
  return whole;
};

test.each(READS)('HEAD is answered as GET is, without content, by %s', async (operationId) => {
  const request = (await validRequests(api, scene)[operationId]?.()) as Call;
  expect((await sendBoth(request)).status).toBe(200);
});

test('HEAD has the entity tag, and takes If-Match', async () => {
  const path = `/v3/resellers/${scene.reseller}`;
  expect((await sendBoth({ path })).headers.etag).toBe('"1"');
  expect((await sendBoth({ path, headers: { 'if-match': '"7"' } })).status).toBe(412);
});

test.each<[string, (call: Scene) => Call, number]>([
  ['no credentials', () => ({ path: '/v3/resellers', as: null }), 401],
  ['an unknown parameter', () => ({ path: '/v3/resellers', query: 'a=1' }), 400],
  ['a parameter of the index', () => ({ path: '/', query: 'a=1', as: null }), 400],
  ['what is not there', () => ({ path: '/v3/resellers/none' }), 404],
])('HEAD of %s is refused as GET is, without content', async (_, call, status) => {
  expect((await sendBoth(call(scene))).status).toBe(status);
});

test.each([
  ['HEAD', '/v1/nothing', 404, undefined],
  ['HEAD', '/v1/password', 405, 'POST'],
  ['PUT', '/v3/resellers', 405, 'POST, GET, HEAD'],
  ['DELETE', '/', 405, 'GET, HEAD'],
])('%s %s, which no route takes, is %i, and Allow has HEAD beside GET', async (method, path, status, allow) => {
  const { handler } = await import('../../functions/system/fallback.ts');
  const { statusCode, headers, body } = (await handler(httpEvent({ method, path }) as Exchange, {} as Context)) as {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  expect([statusCode, headers.allow, body === undefined]).toEqual([status, allow, method === 'HEAD']);
});

test('GET / leads everybody to what needs no token, and every path of it answers', async () => {
  const { status, body } = await api.get('/', { as: null });
  const { name, ...paths } = body;
  expect([status, name, Object.keys(paths)]).toEqual([200, 'Tenantry', ['openapi', 'asyncapi', 'health', 'webhookKeys']]);
  for (const path of Object.values(paths)) expect((await api.get(String(path), { as: null })).status).toBe(200);
});
