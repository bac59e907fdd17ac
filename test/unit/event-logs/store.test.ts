import { setTimeout as delay } from 'node:timers/promises';
import { v7 } from 'uuid';
import { eventLogStore } from '../../../functions/event-logs/store.ts';
import { eventsOfDay } from '../../../functions/shared/table/event-keys.ts';
import type { Key } from '../../../functions/shared/table/keys.ts';
import type { SpanRequest } from '../../../functions/shared/table/queries.ts';
import type { Item } from '../../../functions/shared/table/transaction.ts';

const DAY_MS = 86_400_000;
const START = Date.parse('2026-11-22T12:00:00.000Z');
const WEEK = { from: START, to: START + 7 * DAY_MS };

/** A table of keys of events by day, that counts how often it is waited for. */
const tableOf = (times: readonly number[]) => {
  const events = times.map((msecs) => {
    const id = v7({ msecs });
    const shard = Number.parseInt(id.slice(-2), 16) % 4;
    return { partition: eventsOfDay(new Date(msecs).toISOString().slice(0, 10))[shard]?.pk, pk: 'RESELLER#r', sk: `EVENT#${id}`, id };
  });
  let [waits, running, most] = [0, 0, 0];
  const counted = async <T>(result: T): Promise<T> => {
    if (running === 0) waits += 1;
    running += 1;
    most = Math.max(most, running);
    await delay(1);
    running -= 1;
    return result;
  };
  const span = ({ partition, from, to, limit, newestFirst }: SpanRequest): Promise<readonly Item[]> => {
    const found = events.filter(({ partition: pk, id }) => pk === partition.pk && id >= from && id <= to);
    const ordered = found.toSorted((one, other) => (one.id < other.id === newestFirst ? 1 : -1));
    return counted(ordered.slice(0, limit).map(({ pk, sk }) => ({ pk, sk })));
  };
  const getAll = (keys: readonly Key[]): Promise<readonly Item[]> => counted(keys.map((key) => ({ ...key })));
  return { events, store: eventLogStore({ get: async () => undefined, span, getAll }), waits: () => waits, most: () => most };
};

const idsOf = (items: readonly Item[]) => items.map(({ sk }) => String(sk).slice('EVENT#'.length));

/** Every page to the last, with how often each waited for the table. */
const allPages = async (table: ReturnType<typeof tableOf>, limit: number, newestFirst: boolean) => {
  const pages: (readonly string[])[] = [];
  let after: string | undefined;
  do {
    const { items, last } = await table.store.pageOfAll(WEEK, { limit, after, newestFirst });
    pages.push(idsOf(items));
    after = last;
  } while (after !== undefined);
  return pages;
};

test('a week in which little happened is two waits and one for the events, not one for each day', async () => {
  const table = tableOf([START + 1, START + 6 * DAY_MS]);
  const { items, last } = await table.store.pageOfAll(WEEK, { limit: 25, after: undefined, newestFirst: false });
  expect([idsOf(items), last]).toEqual([table.events.map(({ id }) => id), undefined]);
  expect(table.waits()).toBe(3);
  expect(table.most()).toBe(7 * 4);
});

test('a page that the first day fills reads no other day', async () => {
  const table = tableOf(Array.from({ length: 30 }, (_, at) => START + at));
  await table.store.pageOfAll(WEEK, { limit: 25, after: undefined, newestFirst: false });
  expect([table.waits(), table.most()]).toEqual([2, 4]);
});

test.each([
  [1, false],
  [3, true],
  [7, false],
  [100, true],
])('pages of %d hold every event once, in order, whatever day it is of (newest first: %s)', async (limit, newestFirst) => {
  const table = tableOf(Array.from({ length: 40 }, (_, at) => START + 1 + ((at * 7919) % 7000) * (DAY_MS / 1000)));
  const pages = await allPages(table, limit, newestFirst);
  const all = table.events.map(({ id }) => id).toSorted();
  expect(pages.flat()).toEqual(newestFirst ? all.toReversed() : all);
  expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(limit);
});
