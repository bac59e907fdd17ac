import { webhookReceiver } from '@tenantry/cdk-local/test/webhook-receiver';
import vectors from '../../docs/webhook-vectors.json' with { type: 'json' };
import { fetchKeys, type KeySet, verifyWebhook } from '../../receiver/verify-webhook.ts';

const [known, later] = vectors.keys.keys;
if (!known || !later) throw new Error('there are no keys');
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A key set that a test changes, at a time that it sets. */
const scene = (set: object = { keys: [known] }) => {
  const state = { set, status: 200, time: 1_000_000, fetches: 0 };
  const get = async () => {
    state.fetches += 1;
    if (state.status === 0) throw new TypeError('fetch failed');
    return new Response(JSON.stringify(state.set), { status: state.status });
  };
  const keys = fetchKeys('https://api.test/keys', { fetch: get, now: () => state.time });
  const kids = async (...asked: readonly string[]) => (await keys(asked)).keys.map(({ kid }) => kid);
  return { state, kids };
};

test('keys are fetched once for all who ask, and kept for five minutes', async () => {
  const { state, kids } = scene();
  expect(await Promise.all([kids(known.kid), kids(known.kid)])).toEqual([[known.kid], [known.kid]]);
  state.time += 5 * MINUTE;
  await kids(known.kid);
  expect(state.fetches).toBe(1);
  state.time += 1;
  await kids(known.kid);
  expect(state.fetches).toBe(2);
});

test('an unknown key is a reason to fetch again, at most once a minute', async () => {
  const { state, kids } = scene();
  await kids(known.kid);
  state.set = { keys: [later, known] };
  state.time += MINUTE;
  expect(await kids(later.kid)).toEqual([later.kid, known.kid]);
  for (const _ of [1, 2, 3]) await kids('unknown');
  expect(state.fetches).toBe(2);
  state.time += MINUTE;
  for (const _ of [1, 2, 3]) await kids('unknown');
  expect(state.fetches).toBe(3);
});

test.each([0, 500])('keys that are known outlast an address that fails with %i for an hour and no longer', async (status) => {
  const { state, kids } = scene();
  await kids(known.kid);
  state.status = status;
  state.time += 60 * MINUTE;
  expect(await kids(known.kid)).toEqual([known.kid]);
  state.time += MINUTE;
  await expect(kids(known.kid)).rejects.toThrow('the keys could not be fetched');
  state.status = 200;
  state.time += MINUTE;
  expect(await kids(known.kid)).toEqual([known.kid]);
});

test('without any keys yet it is an error of its own, and is tried again after a second', async () => {
  const { state, kids } = scene();
  state.status = 503;
  for (const _ of [1, 2]) await expect(kids(known.kid)).rejects.toThrow('the keys could not be fetched');
  expect(state.fetches).toBe(1);
  state.status = 200;
  state.time += SECOND;
  expect(await kids(known.kid)).toEqual([known.kid]);
});

test('an answer that is no key set is a failure', async () => {
  await expect(scene({ message: 'hello' }).kids(known.kid)).rejects.toThrow('the keys could not be fetched');
});

test('a key set that does not end is not read beyond a megabyte', async () => {
  let reads = 0;
  const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => {
      reads += 1;
      controller.enqueue(new Uint8Array(65_536).fill(0x20));
      // Without a limit, the test would fill the memory.
      if (reads === 100) controller.close();
    },
  });
  const keys = fetchKeys('https://api.test/keys', { fetch: async () => new Response(endless) });
  await expect(keys(['kid'])).rejects.toMatchObject({ cause: { message: 'the key set is too long' } });
  expect(reads).toBeLessThan(20);
});

test('a webhook is verified with the keys of an address; a redirect is not followed', async () => {
  const set: KeySet = vectors.keys;
  const server = await webhookReceiver((response, _, { path }) => {
    if (path === '/moved') response.writeHead(302, { location: '/keys' }).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(set));
  });
  const [{ headers, body } = { headers: {}, body: '' }] = vectors.verified;
  expect(await verifyWebhook(headers, body, fetchKeys(`${server.url}/keys`), { token: null })).toMatchObject({ event: 'reseller.created' });
  await expect(verifyWebhook(headers, body, fetchKeys(`${server.url}/moved`), { token: null })).rejects.toThrow(
    'the keys could not be fetched',
  );
  await server.stop();
});
