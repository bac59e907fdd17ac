/**
 * Compares partner operations on a tree of 100,000 with the same on a chain of ten: round trips,
 * units, medians and their ratio, measured in turn.
 * `npm run -s bench -- partners [partners]`.
 */
import { createPartner } from '../functions/partners/create.ts';
import { getPartner } from '../functions/partners/get.ts';
import { listPartners } from '../functions/partners/list.ts';
import { partnerStore } from '../functions/partners/store.ts';
import { newId, newInt32, now } from '../functions/shared/runtime.ts';
import { eventRecorder } from '../functions/shared/table/events.ts';
import { knownCursors } from '../testing/cursors.ts';
import { startTable } from '../testing/table.ts';
import { countedTable } from './counted-table.ts';
import { partnerTree, writePartners } from './partner-tree.ts';
import { benchOptions } from './shared/options.ts';
import { report } from './shared/report.ts';
import { median, rounded, timed } from './shared/statistics.ts';

const options = benchOptions();
const [SIZE = options.quick ? 30 : 100_000] = options.numbers;
const ROUNDS = options.quick ? 2 : 200;

const open = async (size: number) => {
  const server = await startTable();
  const { table, take, close } = countedTable(server);
  const partners = partnerTree(size);
  const started = performance.now();
  await writePartners(server.client, server.name, partners);
  console.log(`${partners.length} partners written in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  const deps = {
    welcomes: { perAddress: 1, perPartner: 1, perTree: 1 },
    partners: partnerStore(table),
    cursors: knownCursors,
    record: eventRecorder({ newId, retentionDays: 1 }),
    newReference: newId,
    newId,
    newInt32,
    now,
  };
  const stop = (): Promise<void> => {
    close();
    return server.stop();
  };
  return { deps, take, stop };
};

type System = Awaited<ReturnType<typeof open>>;

// The chain of both trees has the ids 1 to 9.
const caller = { actor: 'token:bench', permissions: new Set<never>(), partnerId: 1 };
const request = { caller, header: {}, origin: { actor: 'bench', requestId: 'r', sourceIp: '127.0.0.1' }, remember: () => [] };
const contact = () => ({
  userName: newId(),
  firstName: 'A',
  lastName: 'B',
  email: 'a@example.com',
  phone: '+14155552671',
  userRole: 'Partner User' as const,
});

const operations: Readonly<Record<string, (system: System) => Promise<unknown>>> = {
  'create below level 9': ({ deps }) =>
    createPartner({ ...request, params: {}, query: {}, body: { name: newId(), parent: { id: 9 }, contact: contact() } }, deps),
  'get level 9': ({ deps }) => getPartner({ ...request, params: { id: 9 }, query: {}, body: {} }, deps),
  'list children of level 8': ({ deps }) => listPartners({ ...request, params: {}, query: { partner: '8', limit: 1 }, body: {} }, deps),
  'look up by name': ({ deps }) => listPartners({ ...request, params: {}, query: { name: 'partner 7' }, body: {} }, deps),
  'look up by reference': ({ deps }) => listPartners({ ...request, params: {}, query: { reference: 'reference-7' }, body: {} }, deps),
  'refuse a foreign partner': ({ deps }) =>
    getPartner({ ...request, caller: { ...caller, partnerId: 9 }, params: { id: 8 }, query: {}, body: {} }, deps).catch(() => undefined),
};

/** Returns the time of an operation, and what it cost as a text that can be compared. */
const measure = async (run: (system: System) => Promise<unknown>, system: System) => {
  system.take();
  const ms = await timed(() => run(system));
  const { trips, read, write } = system.take();
  return { ms, cost: `${trips.length} trips, ${read} read, ${write} write` };
};

const [small, large] = [await open(9), await open(SIZE)];
try {
  const rows: object[] = [];
  const ratios: Record<string, number> = {};
  let others = 0;
  for (const [operation, run] of Object.entries(operations)) {
    const [inSmall, inLarge]: [number[], number[]] = [[], []];
    let costs = { small: '', large: '' };
    for (let round = 0; round < ROUNDS; round += 1) {
      const [one, other] = [await measure(run, small), await measure(run, large)];
      inSmall.push(one.ms);
      inLarge.push(other.ms);
      costs = { small: one.cost, large: other.cost };
    }
    if (costs.small !== costs.large) others += 1;
    const [a, b] = [median(inSmall), median(inLarge)];
    const ratio = rounded(b / a, 2);
    ratios[`partners.${operation}`] = ratio;
    rows.push({ operation, ms: `${rounded(a, 2)} / ${rounded(b, 2)}`, ratio, 'in the chain': costs.small, 'in the tree': costs.large });
  }
  console.log(`A chain of 9 partners / a tree of ${SIZE}; medians of ${ROUNDS} rounds.`);
  console.table(rows);
  report('partners', { rows, ratios, counts: { 'partners.operations whose cost grows with the tree': others } }, options);
} finally {
  await Promise.all([small.stop(), large.stop()]);
}
process.exit();
