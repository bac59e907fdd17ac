/**
 * Compares the operations on organizations of a reseller with a million with those of one with a
 * thousand: round trips, units, medians and their ratio, measured in turn.
 * `npm run -s bench -- organizations [organizations]`.
 */
import { createOrganization } from '../functions/organizations/creation.ts';
import { deleteOrganization } from '../functions/organizations/deletion.ts';
import { getOrganization } from '../functions/organizations/get.ts';
import { listOrganizations } from '../functions/organizations/list.ts';
import { restoreOrganization } from '../functions/organizations/restore.ts';
import { organizationStore } from '../functions/organizations/store.ts';
import { updateOrganization } from '../functions/organizations/update.ts';
import { resellerStore } from '../functions/resellers/store.ts';
import type { Reply } from '../functions/shared/http/idempotency.ts';
import { newId, now } from '../functions/shared/runtime.ts';
import { eventRecorder } from '../functions/shared/table/events.ts';
import { knownCursors } from '../testing/cursors.ts';
import { startTable } from '../testing/table.ts';
import { type Cost, countedTable } from './counted-table.ts';
import { named, plantReseller } from './organization-load.ts';
import { benchOptions } from './shared/options.ts';
import { report } from './shared/report.ts';
import { median, rounded } from './shared/statistics.ts';

const options = benchOptions();
const [SIZE = options.quick ? 1500 : 1_000_000] = options.numbers;
const FEW = options.quick ? 50 : 1000;
const ROUNDS = options.quick ? 2 : 100;

const server = await startTable();
const { table, take, close } = countedTable(server);

const caller = { actor: 'token:bench', permissions: new Set<never>() };
const request = { caller, query: {}, header: {}, origin: { actor: 'bench', requestId: 'r', sourceIp: '127.0.0.1' }, remember: () => [] };
const known = await knownCursors();
const deps = {
  cursors: knownCursors,
  organizations: organizationStore(table),
  resellers: resellerStore(table),
  record: eventRecorder({ newId, retentionDays: 1 }),
  restoreDays: 30,
  newId,
  now,
};

/** A reseller under measurement, and the organization that each round makes and removes. */
interface System {
  readonly resellerId: string;
  readonly middle: string;
  id: string;
}

const asked = ({ resellerId, id }: System) => ({ ...request, params: { resellerId, id }, body: {} });

const list =
  (query: Parameters<typeof listOrganizations>[0]['query']) =>
  (system: System): Promise<Reply> =>
    listOrganizations({ ...asked(system), query }, deps);

/** Returns a page from the middle: its cursor opens as that position, whatever it was made for. */
const listAfterMiddle = (system: System): Promise<Reply> => {
  const middle = { ...known, open: () => ({ after: system.middle, shown: new Set<string>() }) };
  return listOrganizations({ ...asked(system), query: { limit: 4, cursor: 'middle' } }, { ...deps, cursors: async () => middle });
};

const create = async (system: System): Promise<Reply> => {
  system.id = newId();
  const body = { name: system.id, email: 'new@example.com', allowedUsers: 5, externalId: system.id };
  return createOrganization({ ...asked(system), body }, { ...deps, newId: () => system.id });
};

/** Runs the operations in the order of a round, which leaves the reseller as it was. */
const OPERATIONS: Readonly<Record<string, (system: System) => Promise<Reply>>> = {
  create,
  get: (system) => getOrganization(asked(system), deps),
  'list, first page of 25': list({}),
  'list, first page of 4': list({ limit: 4 }),
  'list, page of 4 from the middle': listAfterMiddle,
  'list, newest 4 first': list({ limit: 4, sort: '-createdAt' }),
  'look up by name': list({ name: named(7).name }),
  'look up by external id': list({ externalId: named(7).externalId }),
  'look up by email': list({ email: named(7).email }),
  'search, 5 begin so': list({ search: 'rare' }),
  'search, all others begin so': list({ search: 'acme', limit: 4 }),
  'PATCH of the name': (system) => updateOrganization({ ...asked(system), body: { name: `new ${system.id}` } }, deps),
  DELETE: (system) => deleteOrganization(asked(system), deps),
  restore: (system) => restoreOrganization(asked(system), deps),
  'DELETE again': (system) => deleteOrganization(asked(system), deps),
};

/** The cost and the time of an operation on one reseller. */
interface Measured {
  cost: Cost;
  readonly took: number[];
}

const measure = async (operation: (system: System) => Promise<Reply>, system: System, measured: Measured): Promise<void> => {
  take();
  const started = performance.now();
  const { status } = await operation(system);
  measured.took.push(performance.now() - started);
  if (status >= 300) throw new Error(`an operation was answered ${status}`);
  measured.cost = take();
};

const both = (one: number | string, other: number | string): string => `${one} / ${other}`;

const rowOf = (operation: string, small: Measured, large: Measured) => {
  const [few, many] = [median(small.took), median(large.took)];
  return {
    operation,
    'round trips': both(small.cost.trips.length, large.cost.trips.length),
    'read units': both(small.cost.read, large.cost.read),
    'write units': both(small.cost.write, large.cost.write),
    ms: both(few.toFixed(2), many.toFixed(2)),
    ratio: rounded(many / few, 2),
    calls: large.cost.trips.join(' '),
  };
};

const NOTES = `The emulator reads on behind a prefix to the end of its partition, which shows in the milliseconds of emails and searches; DynamoDB stops
behind the prefix, as the units say.`;

const plant = async (size: number): Promise<System> => {
  const started = performance.now();
  const tell = (made: number) => {
    const seconds = (performance.now() - started) / 1000;
    console.log(`  ${made} of ${size} after ${seconds.toFixed(0)} s`);
  };
  const planted = await plantReseller(server, size, tell);
  console.log(`${size} organizations written in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return { ...planted, id: '' };
};

try {
  const systems = [await plant(FEW), await plant(SIZE)] as const;
  const results = Object.entries(OPERATIONS).map(([name, operation]) => {
    const nothing = (): Measured => ({ cost: { trips: [], read: 0, write: 0 }, took: [] });
    return { name, operation, measured: [nothing(), nothing()] as const };
  });
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { operation, measured } of results) {
      // In turn, and by turns first.
      const order = round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
      for (const which of order) await measure(operation, systems[which], measured[which]);
    }
  }
  console.log(`A reseller with ${FEW} / one with ${SIZE}, in one table; medians of ${ROUNDS} rounds.`);
  const rows = results.map(({ name, measured: [small, large] }) => rowOf(name, small, large));
  console.table(rows);
  console.log(NOTES);
  const changed = results.filter(({ measured: [small, large] }) => large.cost.read !== small.cost.read);
  report(
    'organizations',
    {
      rows,
      ratios: Object.fromEntries(rows.map(({ operation, ratio }) => [`organizations.${operation}`, ratio])),
      counts: {
        // A page of 25 reads most, by whatever it is found.
        'organizations.read units of an operation': Math.max(...results.map(({ measured: [, large] }) => large.cost.read)),
        'organizations.operations whose read units depend on the size': changed.length,
      },
    },
    options,
  );
} finally {
  close();
  await server.stop();
}
