import type { EventDetail } from '../../functions/shared/table/events.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from '../integration/api.ts';
import { at, deleteOrganization } from '../integration/organization-samples.ts';
import { storedOrganizations } from '../integration/organization-state.ts';
import { fresh, makePartner, makeReseller, newOrganization } from '../integration/samples.ts';
import { eventsBy } from '../integration/stored.ts';
import { backfillScene, crmRule, withSmallPages } from '../support/backfill-scene.ts';
import { highestVersions } from '../support/highest-version.ts';

let api: Api;
let scene: ReturnType<typeof backfillScene>;

beforeAll(async () => {
  api = await startApi({ RESTORE_DAYS: '30' });
});
afterAll(() => api.stop());
afterEach(() => scene.close());

const makeOrganizations = async (reseller: string, count: number): Promise<readonly string[]> => {
  const organizations = Array.from({ length: count }, () => newOrganization());
  const { body } = await api.post(`${at(reseller)}:batch`, { organizations });
  return (body.results as readonly { readonly body: Item }[]).map((result) => String(result.body.id));
};

/** A sequence of numbers that looks random and is the same in each run. */
const numbersFrom = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
};

const shuffled = <T>(items: readonly T[], draw: (below: number) => number): readonly T[] =>
  items
    .map((item) => [draw(1e9), item] as const)
    .toSorted(([one], [other]) => one - other)
    .map(([, item]) => item);

/** Creates, renames, deletes and restores organizations of a reseller, one step at a time. */
const writer = (reseller: string, ids: readonly string[], draw: (below: number) => number) => {
  const known = [...ids];
  const deleted = new Set<string>();
  return async (): Promise<void> => {
    const id = known[draw(known.length)] as string;
    const path = at(reseller, id);
    if (draw(4) === 0) known.push(String((await api.post(at(reseller), newOrganization())).body.id));
    else if (deleted.delete(id)) await api.post(`${path}:restore`, undefined);
    else if (draw(2) === 0) await api.patch(path, { name: fresh('Renamed') });
    else {
      await deleteOrganization(api, reseller, id);
      deleted.add(id);
    }
  };
};

/** The organizations of the resellers in the table, as events show them. */
const tableState = async (resellers: readonly string[]): Promise<object> => {
  const found = (await Promise.all(resellers.map((reseller) => api.get(at(reseller), { query: 'limit=100' })))).flatMap(
    ({ items }) => items,
  );
  return Object.fromEntries(found.map((organization) => [String(organization.id), organization]).toSorted());
};

test.each([1, 2, 3])(
  'a consumer of all orders ends equal to the table, while it is written and the backfill is killed (seed %i)',
  async (seed) => {
    const draw = numbersFrom(seed);
    const resellers = [await makeReseller(api), await makeReseller(api)];
    const writers: (() => Promise<void>)[] = [];
    for (const reseller of resellers) writers.push(writer(reseller, await makeOrganizations(reseller, 40), draw));
    const stuck = Promise.withResolvers<void>();
    scene = backfillScene({
      table: withSmallPages(api.table.table, 7),
      onPut: async (_, call) => {
        for (const write of writers) for (let step = 0; step < 3; step += 1) await write();
        if (call !== 5) return;
        // A process that is killed: this call was accepted, and nobody hears of it.
        stuck.resolve();
        await new Promise(() => undefined);
      },
    });
    const events = ['--to', 'crm', '--events', 'reseller.organization.*', '--settle', '0', '--rate', '20'];
    const live = await eventsBy(api, async () => {
      void scene.run(events);
      await stuck.promise;
      const before = scene.checkpoint();
      expect(before?.sent['reseller.organization.snapshot']).toBeGreaterThanOrEqual(20);
      expect(await scene.run([...events, '--resume'])).toMatchObject({ state: 'COMPLETED' });
    });
    expect(scene.checkpoint()).toBeUndefined();
    // The table has the resellers of other tests, too.
    const isOurs = ({ metadata: { tenant } }: EventDetail): boolean => resellers.some((reseller) => tenant === `/resellers/${reseller}`);
    const ours = live.filter(isOurs);
    expect(ours.length).toBeGreaterThan(30);
    const snapshots = scene.delivered.map(({ detail }) => detail).filter(isOurs);
    const ids = snapshots.map(({ metadata: { eventId } }) => eventId);
    // What was sent after the last checkpoint comes twice, and not all from the beginning.
    expect(ids.length - new Set(ids).size).toBeLessThan(40);
    const consumer = highestVersions();
    for (const event of shuffled<EventDetail>([...ours, ...snapshots], draw)) consumer.take(event);
    expect(consumer.state()).toEqual(await tableState(resellers));
    for (const reseller of resellers) expect((await storedOrganizations(api, reseller)).length).toBeGreaterThan(20);
  },
  30_000,
);

const namesAndIds = () => scene.delivered.map(({ name, detail: { payload } }) => [name, (payload.data as { readonly id: unknown }).id]);

test('a tenant is sent parents before children, with what belongs to each behind it', async () => {
  const top = await makePartner(api);
  const middle = await makePartner(api, top);
  const low = await makePartner(api, middle);
  const other = await makePartner(api, top);
  scene = backfillScene({
    table: withSmallPages(api.table.table, 1),
    rules: { crm: { pattern: crmRule([{ prefix: 'partner.' }]), state: 'ENABLED' } },
  });
  await scene.run(['--to', 'crm', '--tenant', `/partners/${top.id}`, '--settle', '0']);
  const partners = [top, middle, low, other].map(({ id }) => id);
  expect(namesAndIds().filter(([name]) => name === 'partner.snapshot')).toEqual(partners.map((id) => ['partner.snapshot', id]));
  expect(scene.delivered.map(({ name }) => name)).toEqual(partners.flatMap(() => ['partner.snapshot', 'partner.contact.snapshot']));
  const [, { detail } = { detail: undefined }, third] = scene.delivered;
  expect(detail?.metadata).toMatchObject({
    tenant: `/partners/${top.id}`,
    lineage: [`/partners/${top.id}`],
    version: 1,
    previousVersion: null,
  });
  expect(third?.detail.payload.data).toMatchObject({ id: middle.id, parent: { id: top.id, name: top.name } });
  expect(third?.detail.payload.data).not.toHaveProperty('verificationPhrase');
});

test('a branch that moves to what was read already is sent all the same, and nothing twice', async () => {
  const top = await makePartner(api);
  const [first, second] = [await makePartner(api, top), await makePartner(api, top)];
  const moved = await makePartner(api, second);
  const below = await makePartner(api, moved);
  const early = await makePartner(api, first);
  const table = withSmallPages(api.table.table, 1);
  let isMoved = false;
  scene = backfillScene({
    table: {
      ...table,
      page: async (request) => {
        // The children of the first are read: the second's go there.
        if (JSON.stringify(request.list).includes(String(second.id)) && !isMoved) {
          isMoved = true;
          await api.patch(`/v1/partners/${moved.id}`, { parent: { id: first.id } });
        }
        return table.page(request);
      },
    },
    rules: { crm: { pattern: crmRule([{ prefix: 'partner.' }]), state: 'ENABLED' } },
  });
  await scene.run(['--to', 'crm', '--tenant', `/partners/${top.id}`, '--events', 'partner.snapshot', '--settle', '0']);
  expect(isMoved).toBe(true);
  expect(namesAndIds().map(([, id]) => id)).toEqual([top, first, early, second, moved, below].map(({ id }) => id));
});

test('deleted organizations are sent when they are asked for, with the time until which they can be restored', async () => {
  const reseller = await makeReseller(api);
  const [kept = '', gone = ''] = await makeOrganizations(reseller, 2);
  await deleteOrganization(api, reseller, gone);
  scene = backfillScene({ table: api.table.table });
  const args = ['--to', 'crm', '--tenant', `/resellers/${reseller}`, '--settle', '0'];
  expect(await scene.run(args)).toMatchObject({ events: { 'reseller.snapshot': 1, 'reseller.organization.snapshot': 1 } });
  expect(namesAndIds()).toEqual([
    ['reseller.snapshot', reseller],
    ['reseller.organization.snapshot', kept],
  ]);
  scene.delivered.length = 0;
  await scene.run([...args, '--with-deleted']);
  expect(namesAndIds().at(-1)).toEqual(['reseller.organization.snapshot', gone]);
  const [{ metadata, payload }] = scene.delivered.slice(-1).map(({ detail }) => detail) as [EventDetail];
  expect({ version: metadata.version, data: payload.data }).toMatchObject({
    version: 2,
    data: { version: 2, deletedAt: payload.triggeredAt, purgeAt: expect.any(String) },
  });
});

test('a dry run counts and sends nothing; a tenant that does not exist is refused', async () => {
  const reseller = await makeReseller(api);
  await makeOrganizations(reseller, 3);
  scene = backfillScene({ table: api.table.table });
  const tenant = ['--to', 'crm', '--tenant', `/resellers/${reseller}`];
  expect(await scene.run([...tenant, '--dry-run'])).toEqual({
    ...{ to: 'crm', rule: 'crm', state: 'COUNTED' },
    events: { 'reseller.snapshot': 1, 'reseller.organization.snapshot': 3 },
  });
  expect([scene.sizes, scene.checkpoint(), scene.sleeps]).toEqual([[], undefined, []]);
  await expect(scene.run(['--to', 'crm', '--tenant', '/resellers/nobody', '--dry-run'])).rejects.toThrow('There is no reseller');
  await expect(scene.run(['--to', 'crm', '--tenant', '/partners/1', '--events', 'partner.*', '--dry-run'])).rejects.toThrow(
    'There is no partner',
  );
});
