import { BENCHES } from '../../bench/list.ts';
import { type Bounds, brokenBounds, readBounds } from '../../bench/shared/bounds.ts';
import { everyImport } from './every-import.ts';
import { sourceFiles } from './source-files.ts';

const create = { trips: 1, read: 0, write: 12 };
const bounds: Bounds = {
  ratios: { 'peers.cold.tenantry': 1.5 },
  counts: { 'delivery.missing': 0, 'webhooks.losses': 0 },
  operations: { create },
};

it.each([
  ['at the bound', 'peers', { ratios: { 'peers.cold.tenantry': 1.5 } }, []],
  ['above it', 'peers', { ratios: { 'peers.cold.tenantry': 1.51 } }, ['peers.cold.tenantry: 1.51 is above 1.5']],
  ['of a figure that is gone', 'peers', { ratios: { 'peers.cold.other': 1 } }, ['peers.cold.tenantry: nothing was measured']],
  ['of a figure without a value', 'delivery', { counts: { 'delivery.missing': Number.NaN } }, ['delivery.missing: nothing was measured']],
  ['of a count', 'delivery', { counts: { 'delivery.missing': 1 } }, ['delivery.missing: 1 is above 0']],
  ['of an operation that is the same', 'cost', { operations: { create } }, []],
  [
    'of an operation that is cheaper',
    'cost',
    { operations: { create: { ...create, write: 10 } } },
    ['create: 1 round trips, 0 read and 10 write units, and not 1 round trips, 0 read and 12 write units'],
  ],
  [
    'of operations without a bound, and without a figure',
    'cost',
    { operations: { get: create } },
    ['get: 1 round trips, 0 read and 12 write units, and not nothing', 'create: nothing, and not 1 round trips, 0 read and 12 write units'],
  ],
] as const)('a bound %s', (_, bench, figures, broken) => {
  expect(brokenBounds(bench, figures, bounds, true)).toEqual(broken);
});

it('a run that is not held to ratios is held to counts', () => {
  const figures = { ratios: { 'delivery.p50': 9 }, counts: { 'delivery.missing': 1 } };
  expect(brokenBounds('delivery', figures, { ...bounds, ratios: { 'delivery.p50': 1 } }, false)).toEqual([
    'delivery.missing: 1 is above 0',
  ]);
});

it('every committed bound belongs to a benchmark', () => {
  const { ratios, counts } = readBounds();
  const isOwned = (name: string) => Object.keys(BENCHES).some((bench) => name.startsWith(`${bench}.`));
  const names = [...Object.keys(ratios), ...Object.keys(counts)];
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !isOwned(name))).toEqual([]);
});

it('every script of the folder is a benchmark of the list, or one of the two that run them', () => {
  const imported = new Set(everyImport().map(({ to }) => to));
  const scripts = sourceFiles('bench').filter(({ path }) => !path.includes('/') && !imported.has(`bench/${path}`));
  const names = scripts.map(({ path }) => path.replace(/\.ts$/, ''));
  expect(new Set(names)).toEqual(new Set([...Object.keys(BENCHES), 'run', 'runtime-worker']));
});

const imports = everyImport();

it.each(Object.keys(BENCHES))('%s reads the shared options, and writes its result and is held to bounds as all are', (bench) => {
  const imported = imports.flatMap(({ from, to }) => (from === `bench/${bench}.ts` ? [to] : []));
  expect(imported).toEqual(expect.arrayContaining(['bench/shared/options.ts', 'bench/shared/report.ts']));
});
