import type { Item } from '../../functions/shared/table/transaction.ts';
import { webhookKey } from '../../functions/shared/table/webhook-keys.ts';
import { type Api, startApi } from './api.ts';
import { violationsOf } from './refusals.ts';
import { newWebhook } from './samples.ts';
import { setAttribute } from './stored.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const TOKEN = 'a-token-of-these-tests';

const create = (fields: Item) => ({ method: 'POST', path: '/v3/webhooks', body: newWebhook(fields) });
const make = async (url: string): Promise<string> => String((await api.send(create({ url }))).headers.location);

/** An endpoint as an earlier release stored it, whose URL is refused today. */
const makeOld = async (url: string): Promise<string> => {
  const path = await make('https://hooks.example.com/');
  const { id } = (await api.get(path)).body;
  await setAttribute(api, webhookKey(String(id)), 'url', url);
  return path;
};

test.each([
  ['https://bücher.example/hook', 'https://xn--bcher-kva.example/hook'],
  ['https://hooks.example.com/über', 'https://hooks.example.com/%C3%BCber'],
  ['https://hooks.example.com/?filter[name]=1', 'https://hooks.example.com/?filter%5Bname%5D=1'],
  ['https://hooks.example.com/a{b}|c', 'https://hooks.example.com/a%7Bb%7D%7Cc'],
  ['https://HOOKS.example.com:443', 'https://hooks.example.com/'],
])('%s is stored and answered as %s, by POST and by PATCH', async (url, stored) => {
  const path = await make(url);
  expect((await api.get(path)).body).toMatchObject({ url: stored, version: 1 });
  const other = await make('https://other.example.com/');
  expect(await api.patch(other, { url, token: TOKEN })).toMatchObject({ status: 200, body: { url: stored, version: 2 } });
  expect((await api.get(other)).body).toMatchObject({ url: stored, version: 2 });
});

test.each([
  ['https://hooks.example.com/%zz', 'invalid-percent-encoding'],
  ['https://hooks.example.com/?discount=5%', 'invalid-percent-encoding'],
  ['https://hooks.example.com/\ud800', 'invalid-characters'],
  ['https://\udc00.example.com/', 'invalid-characters'],
  ['https://hooks.example.com/\ufffd', 'invalid-characters'],
  [`https://hooks.example.com/${'ü'.repeat(500)}`, 'too-long'],
])('%j is refused as %s, by POST and by PATCH', async (url, code) => {
  const path = await make('https://hooks.example.com/');
  expect(await violationsOf(api, create({ url }))).toEqual([`body /url ${code}`]);
  expect(await violationsOf(api, { method: 'PATCH', path, body: { url, token: TOKEN } })).toEqual([`body /url ${code}`]);
});

test('a PATCH with the same url in another spelling changes nothing', async () => {
  const path = await make('https://bücher.example/{id}');
  const before = await api.items();
  for (const url of ['https://BÜCHER.example:443/{id}', 'https://xn--bcher-kva.example/%7Bid%7D', 'https://bücher.example/a/../{id}']) {
    expect(await api.patch(path, { url })).toMatchObject({ status: 200, body: { version: 1 } });
  }
  expect(await api.items()).toEqual(before);
});

test.each(['https://hooks.example.com/%zz', 'https://bücher.example/\ufffd', 'https://hooks.example.com/[x]'])(
  'an endpoint that has had the url %s stays readable, and its other fields can be changed',
  async (url) => {
    const path = await makeOld(url);
    expect((await api.get(path)).body).toMatchObject({ url, version: 1 });
    expect(await api.patch(path, { name: 'Renamed' })).toMatchObject({ status: 200, body: { name: 'Renamed', url, version: 2 } });
    const moved = { url: 'https://hooks.example.com/new', token: TOKEN };
    expect(await api.patch(path, moved)).toMatchObject({ status: 200, body: { url: moved.url, version: 3 } });
  },
);

test('a url that was stored as it was written takes its canonical form by a PATCH', async () => {
  const path = await makeOld('https://bücher.example/hook');
  const patched = await api.patch(path, { url: 'https://bücher.example/hook' });
  expect(patched).toMatchObject({ status: 200, body: { url: 'https://xn--bcher-kva.example/hook', version: 2 } });
});
