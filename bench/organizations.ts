/**
 * Compares the operations on organizations of a reseller with a million with those of one with ten:
 * round trips, units and medians, measured in turn.
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

const SIZE = Number(process.argv[2] ?? 1_000_000);
const FEW = 10;
const ROUNDS = 100;

const server = await startTable();
const { table, take, close } = countedTable(server);

const caller = { actor: 'token:bench', permissions: new Set<never>() };
const request = { caller, query: {}, header: {}, origin: { actor: 'bench', requestId: 'r', sourceIp: '127.0.0.1' }, remember: () => [] };
const cursors = await knownCursors();
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

const listAfterMiddle = (system: System): Promise<Reply> => {
  const cursor = cursors.seal([`/v3/resellers/${system.resellerId}/organizations`, '/'], { after: system.middle, shown: new Set() });
  return list({ limit: 4, cursor })(system);
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

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const both = (one: number | string, other: number | string): string => `${one} / ${other}`;

const rowOf = (operation: string, small: Measured, large: Measured) => {
  const [few, many] = [median(small.took), median(large.took)];
  return {
    operation,
    'round trips': both(small.cost.trips.length, large.cost.trips.length),
    'read units': both(small.cost.read, large.cost.read),
    'write units': both(small.cost.write, large.cost.write),
    ms: both(few.toFixed(2), many.toFixed(2)),
    ratio: Number((many / few).toFixed(2)),
    calls: large.cost.trips.join(' '),
  };
};

const NOTES = `Units differ in two places: a page of 25 holds only 10 where there are 10; and a text with which more than a thousand names begin is
looked for among a thousand entries and a thousand organizations, however many more there are. The emulator reads on behind a prefix to the end of its
partition, which shows in the milliseconds of emails and searches; DynamoDB stops behind the prefix, as the units say.`;

const plant = async (size: number): Promise<System> => {
  const started = performance.now();
  const report = (made: number) => {
    const seconds = (performance.now() - started) / 1000;
    console.log(`  ${made} of ${size} after ${seconds.toFixed(0)} s`);
  };
  const planted = await plantReseller(server, size, report);
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
  console.table(results.map(({ name, measured: [small, large] }) => rowOf(name, small, large)));
  console.log(NOTES);
} finally {
  close();
  await server.stop();
}
