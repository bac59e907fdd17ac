import type { Item } from '../../functions/shared/table/transaction.ts';
import { deadLetterRecord } from '../support/dead-letter.ts';
import { type FakeAws, startFakeAws } from '../support/fake-aws.ts';
import { type Api, type Call, startApi } from './api.ts';
import { makeReseller } from './samples.ts';
import { collectAll, deliveryEnvironment, letterTo, makeWebhook } from './webhook-samples.ts';

const LOGS = '/v3/webhook-event-logs';

let api: Api;
let aws: FakeAws;

beforeAll(async () => {
  aws = await startFakeAws();
  api = await startApi({ ...deliveryEnvironment, ...aws.environment });
}, 20_000);
afterAll(async () => {
  await api.stop();
  await aws.stop();
});

const list = async (query: string, call: Omit<Call, 'path'> = {}) => api.get(LOGS, { ...call, query });

/** Follows `Link` to the end; answers the pages. */
const allPages = async (query: string): Promise<readonly (readonly Item[])[]> => {
  const pages: (readonly Item[])[] = [];
  for (let next: string | undefined = query; next !== undefined; ) {
    const { status, items, headers } = await list(next);
    expect(status).toBe(200);
    pages.push(items);
    next = /\?([^>]*)>/.exec(String(headers.link ?? ''))?.[1];
  }
  return pages;
};

const idsIn = (pages: readonly (readonly Item[])[]): readonly unknown[] => pages.flat().map(({ id }) => id);

describe('the list of deliveries', () => {
  const HOUR = 3_600_000;
  let webhookId: string;

  beforeAll(async () => {
    const webhook = await makeWebhook(api);
    webhookId = webhook.id;
    const names = ['reseller.created', 'reseller.updated'];
    // What was dead-lettered first is collected last.
    const lettered = (index: number) =>
      letterTo(webhook, { eventId: `e${index}`, sentAt: Date.now() - index * HOUR, event: names[index % 2] ?? '' });
    for (let index = 0; index < 7; index += 1) {
      // Of another between them.
      await collectAll([lettered(index), deadLetterRecord()]);
    }
  });

  const all = async (): Promise<readonly Item[]> => (await allPages(`webhookId=${webhookId}`)).flat();

  test('is in the order in which they were recorded, both ways, page by page', async () => {
    const oldest = await allPages(`webhookId=${webhookId}&limit=3`);
    expect(oldest.map(({ length }) => length)).toEqual([3, 3, 1]);
    expect(oldest.flat().map(({ eventId }) => eventId)).toEqual(Array.from({ length: 7 }, (_, index) => `e${index}`));
    const recorded = oldest.flat().map(({ recordedAt }) => String(recordedAt));
    expect(recorded).toEqual(recorded.toSorted((one, other) => (one < other ? -1 : 1)));
    const newest = await allPages(`webhookId=${webhookId}&limit=3&sort=-createdAt`);
    expect(idsIn(newest)).toEqual(idsIn(oldest).toReversed());
  });

  test('goes on with what is collected late, however long ago it was dead-lettered', async () => {
    const webhook = await makeWebhook(api);
    await collectAll([letterTo(webhook, { eventId: 'prompt' })]);
    const first = await list(`webhookId=${webhook.id}`);
    await collectAll([letterTo(webhook, { eventId: 'late', sentAt: Date.now() - 24 * HOUR })]);
    const { items } = await list(`webhookId=${webhook.id}&cursor=${first.headers['resume-cursor']}`);
    expect([...first.items, ...items].map(({ eventId }) => eventId)).toEqual(['prompt', 'late']);
  });

  test('is narrowed to an event, a result and a span of time, in every combination page by page', async () => {
    const recorded = await all();
    const [from, to] = [String(recorded[1]?.recordedAt), String(recorded[5]?.recordedAt)];
    const inSpan = recorded.filter(({ recordedAt }) => String(recordedAt) >= from && String(recordedAt) < to);
    expect(inSpan.length).toBeGreaterThan(2);
    for (const sort of ['createdAt', '-createdAt']) {
      for (const event of [undefined, 'reseller.updated']) {
        const query = new URLSearchParams({ webhookId, from, to, sort, limit: '1', result: 'dead-letter', ...(event && { event }) });
        const expected = inSpan.filter((item) => event === undefined || item.event === event);
        const found = idsIn(await allPages(String(query)));
        expect(sort === 'createdAt' ? found : found.toReversed()).toEqual(expected.map(({ id }) => id));
      }
    }
    expect(idsIn(await allPages(`webhookId=${webhookId}&result=redelivered`))).toEqual([]);
  });

  test('has those to all endpoints without a filter', async () => {
    const own = await all();
    const found = idsIn(await allPages(`to=${own[2]?.recordedAt}&limit=2`));
    expect(found).toEqual(expect.arrayContaining(own.slice(0, 1).map(({ id }) => id)));
    expect(found.length).toBeGreaterThan(1);
    expect(found).not.toContain(own[2]?.id);
  });

  test('leaves out what is past its days although TTL has not removed it yet', async () => {
    const webhook = await makeWebhook(api);
    await collectAll([letterTo(webhook, { sentAt: Date.now() - 31 * 86_400_000 })]);
    expect(idsIn(await allPages(`webhookId=${webhook.id}`))).toEqual([]);
  });

  test.each(['event=nothing.happened', 'result=lost', 'from=yesterday', 'cursor=x.y', 'actor=x'])('refuses %s', async (query) => {
    expect((await list(query)).status).toBe(400);
  });
});

describe('a tenant', () => {
  test('sees what was sent to its own endpoints, in the list, narrowed to one, and alone', async () => {
    const [own, other] = [await makeReseller(api), await makeReseller(api)];
    const [mine, theirs] = [
      await makeWebhook(api, { owner: `/resellers/${own}` }),
      await makeWebhook(api, { owner: `/resellers/${other}` }),
    ];
    await collectAll([letterTo(mine), letterTo(theirs), deadLetterRecord()]);
    const as = await api.bearer({ reseller_id: own });
    const { items } = await list('', { as });
    expect(items.map(({ webhookId }) => webhookId)).toEqual([mine.id]);
    expect((await list(`webhookId=${theirs.id}`, { as })).items).toEqual([]);
    expect((await list(`webhookId=${mine.id}`, { as })).items).toEqual(items);
    const [id] = idsIn(await allPages(`webhookId=${theirs.id}`));
    for (const answer of [await api.get(`${LOGS}/${id}`, { as }), await api.post(`${LOGS}/${id}:redeliver`, undefined, { as })]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'delivery-not-found' } });
    }
    expect((await api.get(`${LOGS}/${items[0]?.id}`, { as })).body).toEqual(items[0]);
  });
});

test('a tenant does not see that another tenant’s endpoint has more', async () => {
  const webhook = await makeWebhook(api);
  await collectAll(
    Array.from({ length: 101 }, (_, index) => letterTo(webhook, { sentAt: Date.parse('2026-11-22T14:00:00.000Z') + index })),
  );
  const as = await api.bearer({ reseller_id: await makeReseller(api) });
  const { items, headers } = await list(`webhookId=${webhook.id}`, { as });
  expect([items, headers.link]).toEqual([[], undefined]);
}, 20_000);
