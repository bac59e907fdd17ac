import type { listOrganizations as listContract } from '../../functions/organizations/contract.ts';
import type { Caller } from '../../functions/shared/contract/caller.ts';
import type { Input } from '../../functions/shared/contract/contract.ts';
import { newId, now } from '../../functions/shared/runtime.ts';
import { eventRecorder } from '../../functions/shared/table/events.ts';
import { knownCursors } from '../../testing/cursors.ts';
import { type Api, startApi } from './api.ts';
import { countedTable, type RoundTrip } from './counted-table.ts';
import { plantDeleted, plantOrganizations } from './many-organizations.ts';
import { makeReseller } from './samples.ts';

const FEW = 12;
const MANY = 1200;

let api: Api;
let counted: ReturnType<typeof countedTable>;
let few: string;
let many: string;

/** Names of one length; of a dozen that follow each other three begin alike, and no others do. */
const nameOf = (index: number): string =>
  `${index % FEW < 3 ? `twin-${String(Math.floor(index / FEW)).padStart(4, '0')}` : 'single-xx'}-${String(index).padStart(6, '0')}`;

const plant = async (count: number): Promise<string> => {
  const reseller = await makeReseller(api);
  const names = Array.from({ length: count }, (_, index) => nameOf(index));
  // Of the first dozen all have one email, like of every other.
  await plantOrganizations(api, reseller, names, (name) => ({
    email: `${String(Math.floor(names.indexOf(name) / FEW)).padStart(4, '0')}@example.com`,
    externalId: `crm-${name}`,
  }));
  await plantDeleted(api, reseller, names);
  return reseller;
};

beforeAll(async () => {
  api = await startApi();
  counted = countedTable(api);
  [few, many] = [await plant(FEW), await plant(MANY)];
}, 60_000);
afterAll(async () => {
  counted.stop();
  await api.stop();
});

const caller: Caller = { actor: 'token:operator', permissions: new Set() };
const origin = { actor: caller.actor, requestId: 'request-1', sourceIp: '192.0.2.7' };
const request = { query: {}, header: {}, caller, origin, remember: () => [] };

/** The operations on the counted table. */
const operations = async () => {
  const [{ organizationStore }, { resellerStore }, list, create, remove] = await Promise.all([
    import('../../functions/organizations/store.ts'),
    import('../../functions/resellers/store.ts'),
    import('../../functions/organizations/list.ts'),
    import('../../functions/organizations/creation.ts'),
    import('../../functions/organizations/deletion.ts'),
  ]);
  const [organizations, resellers] = [organizationStore(counted.table), resellerStore(counted.table)];
  const record = eventRecorder({ newId, retentionDays: 400 });
  const deps = { organizations, resellers, cursors: knownCursors, record, newId, now, restoreDays: 30 };
  return {
    list: (resellerId: string, query: Input<typeof listContract>['query']) =>
      list.listOrganizations({ ...request, body: {}, params: { resellerId }, query }, deps),
    create: (resellerId: string) =>
      create.createOrganization(
        { ...request, params: { resellerId }, body: { name: nameOf(MANY + 3), email: 'it@example.com', allowedUsers: 5 } },
        deps,
      ),
    remove: (resellerId: string, id: string) => remove.deleteOrganization({ ...request, body: {}, params: { resellerId, id } }, deps),
  };
};

const listed = async (resellerId: string, query: Input<typeof listContract>['query']) => {
  const { list } = await operations();
  let count = 0;
  const trips = await counted.tripsOf(async () => {
    count = (JSON.parse((await list(resellerId, query)).body ?? '[]') as readonly unknown[]).length;
  });
  return { trips, count };
};

const commandsOf = (trips: readonly RoundTrip[]): readonly string[] => trips.map(({ command }) => command);

test.each<[string, Input<typeof listContract>['query'], number, readonly string[]]>([
  ['a page', { limit: 10 }, 10, ['Query']],
  ['a page of the newest', { limit: 10, sort: '-createdAt' }, 10, ['Query']],
  ['a page of the deleted', { limit: 10, deleted: true }, 10, ['Query', 'GetItem']],
  ['a name', { name: nameOf(7).toUpperCase() }, 1, ['GetItem', 'BatchGetItem']],
  ['an external id', { externalId: `crm-${nameOf(7)}` }, 1, ['GetItem', 'BatchGetItem']],
  ['a page of an email', { email: '0000@example.com', limit: 10 }, 10, ['Query', 'BatchGetItem']],
  ['a page of a text with which few names begin', { search: 'twin-0000', limit: 2 }, 2, ['Query', 'BatchGetItem']],
  ['the name of nobody', { name: 'nobody' }, 0, ['GetItem', 'GetItem']],
])('%s costs as much among a dozen as among more than a thousand', async (_, query, count, commands) => {
  const [small, large] = [await listed(few, query), await listed(many, query)];
  expect({ count: small.count, commands: commandsOf(small.trips) }).toEqual({ count, commands });
  expect(large).toEqual(small);
});

test('a page in the middle costs what the first does', async () => {
  const { list } = await operations();
  const pageOf = async (cursor: object) => {
    let link = '';
    const trips = await counted.tripsOf(async () => {
      link = (await list(many, { limit: 10, ...cursor })).headers.link ?? '';
    });
    return { trips, cursor: /cursor=([\w.-]+)/.exec(link)?.[1] };
  };
  const first = await pageOf({});
  const second = await pageOf({ cursor: first.cursor });
  expect(second.trips).toEqual(first.trips);
  expect(second.cursor).not.toBe(first.cursor);
});

describe('of more than a thousand names that begin alike, with some others before them', () => {
  let all: string;
  const names = Array.from({ length: 1005 }, (_, index) => `${index < 5 ? 'Other' : 'Acme'} ${index}`);

  beforeAll(async () => {
    all = await makeReseller(api);
    await plantOrganizations(api, all, names);
    await plantDeleted(api, all, names);
  }, 20_000);

  const costOf = async (query: Input<typeof listContract>['query']) => {
    const { trips, count } = await listed(all, query);
    return { count, commands: commandsOf(trips), units: trips.reduce((sum, { units }) => sum + units, 0) };
  };

  test.each(['createdAt', '-createdAt'] as const)(
    'a page of four costs two round trips and at most twelve read units (%s)',
    async (sort) => {
      const { units, ...page } = await costOf({ search: 'acme', limit: 4, sort });
      expect(page).toEqual({ count: 4, commands: ['Query', 'Query'] });
      expect(units).toBeGreaterThan(0);
      expect(units).toBeLessThanOrEqual(12);
    },
  );

  test('a page of four of the deleted ones costs as little', async () => {
    const { units, ...page } = await costOf({ search: 'acme', deleted: true, limit: 4 });
    expect(page).toEqual({ count: 4, commands: ['Query', 'GetItem'] });
    expect(units).toBeLessThanOrEqual(12);
  });
});

test('a create and a delete cost as much among a dozen as among more than a thousand', async () => {
  const { create, remove } = await operations();
  const costOf = async (resellerId: string) => {
    let id = '';
    const made = await counted.tripsOf(async () => {
      ({ id } = JSON.parse((await create(resellerId)).body ?? '') as { id: string });
    });
    return { made, gone: await counted.tripsOf(() => remove(resellerId, id)) };
  };
  const small = await costOf(few);
  expect({ made: commandsOf(small.made), gone: commandsOf(small.gone) }).toEqual({
    made: ['TransactWriteItems'],
    gone: ['GetItem', 'TransactWriteItems'],
  });
  expect(await costOf(many)).toEqual(small);
});
