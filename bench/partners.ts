/**
 * Compares partner operations on a tree of 100,000 with the same on a chain of ten: medians and
 * their ratio, measured in turn.
 */
import { createPartner } from '../functions/partners/create.ts';
import { getPartner } from '../functions/partners/get.ts';
import { listPartners } from '../functions/partners/list.ts';
import { partnerStore } from '../functions/partners/store.ts';
import { newId, newInt32, now } from '../functions/shared/runtime.ts';
import { eventRecorder } from '../functions/shared/table/events.ts';
import { knownCursors } from '../testing/cursors.ts';
import { startTable } from '../testing/table.ts';
import { partnerTree, writePartners } from './partner-tree.ts';

const SIZE = Number(process.argv[2] ?? 100_000);
const ROUNDS = 200;

const open = async (size: number) => {
  const { table, client, name, stop } = await startTable();
  const partners = partnerTree(size);
  const started = performance.now();
  await writePartners(client, name, partners);
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
  return { deps, stop };
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

const timed = async (run: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await run();
  return performance.now() - started;
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const [small, large] = [await open(9), await open(SIZE)];
try {
  for (const [operation, run] of Object.entries(operations)) {
    const [inSmall, inLarge]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      inSmall.push(await timed(() => run(small)));
      inLarge.push(await timed(() => run(large)));
    }
    const [a, b] = [median(inSmall), median(inLarge)];
    console.log(`${operation.padEnd(26)} ${a.toFixed(2)} ms  ${b.toFixed(2)} ms  ratio ${(b / a).toFixed(2)}`);
  }
} finally {
  await Promise.all([small.stop(), large.stop()]);
}
process.exit(0);
