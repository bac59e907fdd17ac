import { Refusal } from '../../functions/shared/contract/problems.ts';
import { newId, now } from '../../functions/shared/runtime.ts';
import { eventRecorder } from '../../functions/shared/table/events.ts';
import { replaceCommit, type Table } from '../../functions/shared/table/table.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from './api.ts';
import { request } from './organization-operations.ts';
import { at } from './organization-samples.ts';
import { fresh, makeReseller, newOrganization } from './samples.ts';

const MOST = 2;
let api: Api;
let noisy: string;
let quiet: string;

beforeAll(async () => {
  api = await startApi({ BATCHES_AT_ONCE: String(MOST) });
});
beforeEach(async () => {
  [noisy, quiet] = await Promise.all([makeReseller(api), makeReseller(api)]);
});
afterAll(() => api.stop());

const load = async () => {
  const [{ batchInSlot }, { batchSlots }, { organizationStore }] = await Promise.all([
    import('../../functions/organizations/batch.ts'),
    import('../../functions/organizations/batch-slots.ts'),
    import('../../functions/organizations/store.ts'),
  ]);
  return { batchInSlot, batchSlots, organizationStore };
};

const slots = async (most = MOST, clock: () => number = Date.now) => (await load()).batchSlots(api.table.table, most, clock);

/** A batch of one row, whose commits are those of the given table. */
const batch = async (resellerId: string, table: Table = api.table.table) => {
  const { batchInSlot, organizationStore } = await load();
  const deps = { organizations: organizationStore(table), record: eventRecorder({ newId, retentionDays: 400 }), newId, now, table };
  const organizations = [newOrganization()];
  return batchInSlot({ ...request, params: { resellerId }, body: { organizations } }, { ...deps, budget: 15_000, slots: await slots() });
};

/** A table at which every commit waits for the gate to open, and how many do. */
const gated = () => {
  const gate = Promise.withResolvers<void>();
  const [waiting, arrivals] = [{ count: 0 }, new EventTarget()];
  const table = replaceCommit(api.table.table, async (writes) => {
    waiting.count += 1;
    arrivals.dispatchEvent(new Event('arrival'));
    await gate.promise;
    return api.table.table.tryCommit(writes);
  });
  const have = async (count: number) => {
    while (waiting.count < count) await new Promise((resolve) => arrivals.addEventListener('arrival', resolve, { once: true }));
  };
  return { table, open: () => gate.resolve(), have };
};

const left = async (): Promise<readonly Item[]> => (await api.items()).filter(({ pk }) => String(pk).startsWith('BATCHES#'));

const refusal = (work: Promise<unknown>): Promise<unknown> => work.then(() => undefined).catch((error: unknown) => error);

const TURNED_AWAY = expect.objectContaining({ code: 'too-many-batches', headers: { 'retry-after': '5' } });

it('a tenant with as many batches under way as it may have is told when to come back, and another tenant is served', async () => {
  const { table, open, have } = gated();
  const under = [batch(noisy, table), batch(noisy, table)];
  await have(MOST);

  const before = (await api.items()).length;
  const path = `${at(noisy)}:batch`;
  const more = await api.post(path, { organizations: [newOrganization()] }, { headers: { 'idempotency-key': fresh('key') } });
  expect(more).toMatchObject({ status: 429, headers: { 'retry-after': '5' }, body: { code: 'too-many-batches' } });
  expect(await api.items()).toHaveLength(before);
  expect((await batch(quiet)).status).toBe(207);
  expect((await api.post(path, { organizations: [newOrganization()] }, { query: 'dryRun=true' })).status).toBe(200);

  open();
  for (const { status } of await Promise.all(under)) expect(status).toBe(207);
  expect((await batch(noisy)).status).toBe(207);
  expect(await left()).toEqual([]);
});

it('of many that begin at one moment as many as may are let in, and what fails gives its slot back', async () => {
  const { hold } = await slots();
  const end = Promise.withResolvers<void>();
  const many = Array.from({ length: 8 }, () => refusal(hold(noisy, () => end.promise)));
  const settled: unknown[] = [];
  for (const one of many) void one.then((how) => settled.push(how));
  while (settled.length < 8 - MOST) await new Promise((resolve) => setTimeout(resolve, 5));
  end.reject(new Error('it failed'));

  const outcomes = await Promise.all(many);
  expect(outcomes.filter((outcome) => outcome instanceof Refusal)).toEqual(Array.from({ length: 8 - MOST }, () => TURNED_AWAY));
  expect(outcomes.filter((outcome) => String(outcome).includes('it failed'))).toHaveLength(MOST);
  expect(await left()).toEqual([]);
});

it('the slot of one that died is free when its function would have ended, and whoever was thought dead frees nobody else’s', async () => {
  let time = Date.now();
  const { hold } = await slots(1, () => time);
  const [slow, next] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const begun = Promise.withResolvers<void>();
  const first = hold(noisy, async () => {
    begun.resolve();
    await slow.promise;
  });
  await begun.promise;
  time += 29_999;
  await expect(hold(noisy, async () => undefined)).rejects.toEqual(TURNED_AWAY);
  time += 2;
  const taken = Promise.withResolvers<void>();
  const second = hold(noisy, async () => {
    taken.resolve();
    await next.promise;
  });
  await taken.promise;
  slow.resolve();
  await first;
  await expect(hold(noisy, async () => undefined)).rejects.toEqual(TURNED_AWAY);
  next.resolve();
  await second;
  expect(await left()).toEqual([]);
});

it('what is kept of a batch expires by itself, and a slot that cannot be given back does not fail the batch', async () => {
  const { batchSlots } = await load();
  let commits = 0;
  const breaking = replaceCommit(api.table.table, async (writes) => {
    commits += 1;
    if (commits > 1) throw new Error('the table is gone');
    return api.table.table.tryCommit(writes);
  });
  expect(await batchSlots(breaking, 1, Date.now).hold(noisy, async () => 'done')).toBe('done');
  const [item] = await left();
  expect(Number(item?.expiresAt) - Date.now() / 1000).toBeGreaterThan(29);
  expect(Number(item?.expiresAt) - Date.now() / 1000).toBeLessThan(7200);
});

it('a batch of a reseller that does not exist leaves nothing', async () => {
  const before = (await api.items()).length;
  await api.post(`${at('00000000-0000-7000-8000-000000000000')}:batch`, { organizations: [newOrganization()] });
  expect(await api.items()).toHaveLength(before);
});
