import { jest } from '@jest/globals';
import { keysOf } from '../../functions/signatures/keys.ts';
import { SEED } from '../../testing/event-records.ts';
import { type Api, startApi } from './api.ts';
import { violationsOf } from './refusals.ts';

let api: Api;

// The handler's clock: it decides how long the secret is cached.
let time = Date.now();
beforeAll(async () => {
  jest.spyOn(Date, 'now').mockImplementation(() => time);
  api = await startApi();
});
afterAll(async () => {
  jest.restoreAllMocks();
  await api.stop();
});

const KEYS = '/.well-known/webhook-keys.json';
const get = () => api.get(KEYS, { as: null });
const aMinuteLater = () => {
  time += 60_000;
};

test('while Secrets Manager is down the keys are 503, not to be cached, and the next request asks again', async () => {
  api.secret.text = undefined;
  expect(await get()).toMatchObject({
    status: 503,
    headers: { 'cache-control': 'no-store', 'retry-after': '1' },
    body: { code: 'dependency-unavailable', detail: 'The signing keys cannot be read; try again.' },
  });
  api.secret.text = JSON.stringify({ current: SEED });
  expect((await get()).status).toBe(200);
});

test('the public keys need no credentials, may be cached for five minutes, and hold nothing secret', async () => {
  const { status, headers, body } = await get();
  expect({ status, headers }).toMatchObject({
    ...{
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=300', 'x-request-id': 'request-1' },
    },
  });
  expect(body).toEqual({ keys: keysOf({ current: SEED }).published });
  expect(JSON.stringify(body)).not.toMatch(/"d"|(a1){8}/);
});

test('the secret is read at most once a minute, and a rotation is seen after it', async () => {
  const before = api.secret.reads();
  const rotated = { current: 'b2'.repeat(32), previous: SEED, next: 'c3'.repeat(32) };
  api.secret.text = JSON.stringify(rotated);
  for (const _ of [1, 2, 3]) expect((await get()).body).toEqual({ keys: keysOf({ current: SEED }).published });
  expect(api.secret.reads()).toBe(before);
  aMinuteLater();
  for (const _ of [1, 2, 3]) expect((await get()).body).toEqual({ keys: keysOf(rotated).published });
  expect(api.secret.reads()).toBe(before + 1);
});

test('a secret that is not as it should be is a defect, and is not quoted', async () => {
  api.secret.text = `{"current":"${SEED}x"}`;
  aMinuteLater();
  const answer = await get();
  expect(answer).toMatchObject({ status: 500, headers: { 'cache-control': 'no-store' }, body: { code: 'internal-error' } });
  expect(JSON.stringify(answer)).not.toContain(SEED);
});

test('no parameters are taken', async () => {
  expect(await violationsOf(api, { path: KEYS, query: 'a=1', as: null })).toEqual(['query /a unknown-property']);
});

test('every other answer is not to be stored', async () => {
  for (const path of ['/healthz', '/openapi.json', '/v3/resellers/none'])
    expect((await api.get(path)).headers['cache-control']).toBe('no-store');
});
