import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { deadLetterRecord } from '../support/dead-letter.ts';
import { type FakeAws, startFakeAws } from '../support/fake-aws.ts';
import { startLateTable } from '../support/late-table.ts';
import { type Api, startApi } from './api.ts';
import { contact, makePartner, makeReseller, newOrganization, newPartner, newReseller, newWebhook, type StoredPartner } from './samples.ts';
import { collectAll, deliveryEnvironment } from './webhook-samples.ts';

const WRITERS = 6;
const ROUNDS = 2;
const LATEST_MS = 500;
// An index follows each write by itself, so that later ones overtake earlier ones.
const LONGEST_LAG_MS = 400;

let api: Api;
let aws: FakeAws;
let late: Awaited<ReturnType<typeof startLateTable>>;
// What was drawn first is often committed last.
const hold = { ms: 0 };

beforeAll(async () => {
  aws = await startFakeAws();
  api = await startApi({ ...deliveryEnvironment, ...aws.environment }, { lagMs: () => Math.random() * LONGEST_LAG_MS });
  late = await startLateTable(api.table.url, () => Math.random() * hold.ms);
  process.env.AWS_ENDPOINT_URL_DYNAMODB = late.url;
});
afterAll(async () => {
  await late.stop();
  await api.stop();
  await aws.stop();
});

/** A list, how it is added to, and what tells its items apart. */
interface List {
  readonly name: string;
  readonly path: string;
  readonly query?: string;
  readonly as?: string;
  readonly add?: (of: { readonly writer: number; readonly round: number }) => Promise<unknown>;
}

/**
 * Follows a list by its links and goes on from its end, until there is nothing new once all is
 * written.
 */
const follow = async ({ path, query = '', as }: List, isWritten: () => boolean): Promise<readonly unknown[]> => {
  const seen: unknown[] = [];
  let next = `${query}&limit=3`;
  for (;;) {
    const wasWritten = isWritten();
    const { status, items, body, headers } = await api.get(path, { query: next, ...(as !== undefined && { as }) });
    // A machine that is too busy is asked again, as by any client.
    if (status === 503) continue;
    expect([status, body.code]).toEqual([200, undefined]);
    const page = (items.length > 0 ? items : (body.data ?? [])) as readonly Item[];
    seen.push(...page.map(({ id }) => id));
    const linked = /\?([^>]*)>/.exec(String(headers.link ?? ''))?.[1];
    if (linked === undefined && page.length === 0 && wasWritten) return seen;
    next = linked ?? `${query}&limit=3&cursor=${headers['resume-cursor']}`;
    if (linked === undefined) await delay(200);
  }
};

const idOf = async (answer: Promise<{ readonly status: number; readonly body: Item }>): Promise<unknown> => {
  const { status, body } = await answer;
  expect({ status, code: body.code ?? body.message }).toEqual({ status: 201 });
  return body.id;
};

const listsOf = async (root: StoredPartner, reseller: string): Promise<readonly List[]> => {
  const letters = async () => {
    const eventId = randomUUID();
    expect(await collectAll([deadLetterRecord({ eventId, sentAt: Date.now() - Math.floor(Math.random() * 60_000) })])).toEqual([]);
    const { items } = await api.get('/v3/webhook-event-logs', { query: 'sort=-createdAt&limit=100' });
    return items.find((item) => item.eventId === eventId)?.id;
  };
  const organizations = `/v3/resellers/${reseller}/organizations`;
  const [partner, credentials] = [`/v1/partners/${root.id}`, `/v1/partners/${root.id}/credentials`];
  return [
    { name: 'organizations', path: organizations, add: () => idOf(api.post(organizations, newOrganization())) },
    {
      ...{ name: 'organizations of an email', path: organizations, query: 'email=late@example.com' },
      add: () => idOf(api.post(organizations, newOrganization({ email: 'late@example.com' }))),
    },
    { name: 'resellers', path: '/v3/resellers', add: () => idOf(api.post('/v3/resellers', newReseller())) },
    {
      ...{ name: 'partners', path: '/v1/partners', query: `partner=${root.id}` },
      add: () => idOf(api.post('/v1/partners', newPartner({ parent: { id: root.id } }))),
    },
    {
      name: 'contacts',
      path: `${partner}/contacts`,
      add: () => idOf(api.post(`${partner}/contacts`, contact({ userRole: 'Partner User' }))),
    },
    {
      ...{ name: 'credentials', path: credentials },
      // A partner has two at most.
      add: async ({ writer, round }) => (writer < 2 && round === 0 ? idOf(api.post(credentials, { userRole: 'Partner User' })) : undefined),
    },
    { name: 'webhooks', path: '/v3/webhooks', add: () => idOf(api.post('/v3/webhooks', newWebhook())) },
    { name: 'deliveries', path: '/v3/webhook-event-logs', add: letters },
    { name: 'the event log', path: '/v3/event-logs' },
    { name: 'the event log of a reseller', path: '/v3/event-logs', as: await api.bearer({ reseller_id: reseller }) },
    { name: 'the event log of a partner', path: '/v3/event-logs', as: await api.bearer({ partner_id: root.id }) },
    { name: 'the events of organizations', path: '/v3/event-logs', query: 'resource=organization' },
  ];
};

test('whoever follows a list and goes on from its end is shown every entity once, whatever is committed meanwhile', async () => {
  const lists = await listsOf(await makePartner(api), await makeReseller(api));
  hold.ms = LATEST_MS;
  const made = new Map<string, unknown[]>(lists.map(({ name }) => [name, []]));
  let writing = WRITERS;
  const write = async (writer: number) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { name, add } of lists) made.get(name)?.push(await add?.({ writer, round }));
    }
    await delay(LONGEST_LAG_MS * 2);
    writing -= 1;
  };
  const [seen] = await Promise.all([
    Promise.all(lists.map((list) => follow(list, () => writing === 0))),
    Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer))),
  ]);
  hold.ms = 0;
  for (const [index, { name, path, query = '', as }] of lists.entries()) {
    const shown = seen[index] ?? [];
    const { items, body } = await api.get(path, { query: `${query}&limit=100`, ...(as !== undefined && { as }) });
    const there = ((items.length > 0 ? items : (body.data ?? [])) as readonly Item[]).map(({ id }) => id);
    expect([name, shown.length > 1, shown.length]).toEqual([name, true, new Set(shown).size]);
    expect([
      name,
      there.filter((id) => !shown.includes(id)),
      (made.get(name) ?? []).filter((id) => id !== undefined && !shown.includes(id)),
    ]).toEqual([name, [], []]);
  }
}, 60_000);
