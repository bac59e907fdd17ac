import { v7 } from 'uuid';
import { recordedAtPlace } from '../../functions/deliveries/delivery.ts';
import { deliveryStore } from '../../functions/deliveries/store.ts';
import { timeOfId } from '../../functions/shared/base/ids.ts';
import { type Api, startApi } from './api.ts';
import { violationsOf } from './refusals.ts';
import { fresh, makeReseller } from './samples.ts';

const LOGS = ['/v3/event-logs', '/v3/webhook-event-logs'] as const;

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

/** A time as a query has to hold it. */
const encoded = encodeURIComponent;

describe.each(LOGS)('%s', (path) => {
  test.each([
    '2026-11-22T00:00:00+01',
    '2026-11-22T00:00:00+0100',
    '2026-11-22T00:00:00',
    '2026-11-22 00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-11-22T23:59:60Z',
    '2026-11-22T24:00:00Z',
    '2026-11-22T00:00:00+24:00',
    '2026-11-22',
    'yesterday',
    '',
  ])('refuses "%s" as the beginning and the end of a span', async (text) => {
    const query = `from=${encoded(text)}&to=${encoded(text)}`;
    expect(await violationsOf(api, { path, query })).toEqual(['query /from invalid-date-time', 'query /to invalid-date-time']);
  });

  test('refuses the plus of an offset that is not encoded: a query reads it as a blank', async () => {
    expect(await violationsOf(api, { path, query: 'from=2026-11-22T00:00:00+01:00' })).toEqual(['query /from invalid-date-time']);
  });

  test.each(['2016-12-31T23:59:60Z', '2016-12-31t15:59:60.5-08:00', '0000-01-01T00:00:00+23:59', '9999-12-31T23:59:59.9999-23:59'])(
    'answers with %s as a bound',
    async (text) => {
      for (const bound of ['from', 'to']) expect((await api.get(path, { query: `${bound}=${encoded(text)}` })).status).toBe(200);
    },
  );
});

test('a leap second bounds the delivery log as the second after it does', async () => {
  const newYear = Date.UTC(2017, 0, 1);
  const [id, webhookId] = [v7({ msecs: newYear }), fresh('endpoint')];
  const facts = { webhookId, eventId: fresh(), event: 'reseller.created', tenant: '/', result: 'dead-letter', owner: '/' } as const;
  const delivery = {
    id,
    ...facts,
    ...recordedAtPlace(id),
    at: new Date(newYear).toISOString(),
    expiresAt: Math.floor(Date.now() / 1000) + 3600,
  };
  await deliveryStore(api.table.table).insert(delivery, '{}', []);
  const find = async (query: string) => (await api.get(LOGS[1], { query: `webhookId=${webhookId}&${query}` })).items.map((item) => item.id);
  expect(await find('from=2016-12-31T23:59:60Z')).toEqual([id]);
  expect(await find('to=2016-12-31T23:59:60Z')).toEqual([]);
  expect(await find('from=2017-01-01T00:00:00.0001Z')).toEqual([]);
  expect(await find('to=2017-01-01T00:00:00.0001Z')).toEqual([id]);
  expect(await find(`from=${encoded('2017-01-01t01:00:00+01:00')}&to=2017-01-01T00:00:00.001z`)).toEqual([id]);
});

test('an event is found by its own time, however that is written', async () => {
  const resellerId = await makeReseller(api);
  const find = async (query: string) => (await api.get(LOGS[0], { query: `resource=reseller&resourceId=${resellerId}&${query}` })).items;
  const [made] = await find('limit=1');
  // An event has its place in the log by the millisecond its id was drawn in.
  const drawn = timeOfId(String(made?.id));
  const at = new Date(drawn).toISOString();
  const shifted = new Date(drawn + 3_600_000).toISOString().replace('Z', '+01:00');
  for (const same of [at, at.toLowerCase(), at.replace('Z', '000Z'), at.replace('Z', '-00:00'), shifted]) {
    expect([same, await find(`from=${encoded(same)}`)]).toEqual([same, [made]]);
    expect([same, await find(`to=${encoded(same)}`)]).toEqual([same, []]);
  }
  const after = at.replace('Z', '0001Z');
  expect(await find(`from=${after}`)).toEqual([]);
  expect(await find(`to=${after}`)).toEqual([made]);
});

test('the whole log ends now, whichever year a span names', async () => {
  const resellerId = await makeReseller(api);
  const query = `sort=-createdAt&limit=1&to=${encoded('9999-12-31T23:59:59-23:59')}`;
  expect((await api.get(LOGS[0], { query })).items.map((entry) => entry.resourceId)).toEqual([resellerId]);
});
