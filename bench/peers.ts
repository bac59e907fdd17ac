/**
 * Compares a function as it is deployed with what one would write in its place: create organization
 * by seven peers, cold and warm, by CPU. With `--against`, the same functions of another checkout.
 */
import { BASELINE, type Build, buildPeers, productBuilds, sizesOf } from './peers/builds.ts';
import type { ColdFigures, WarmFigures } from './peers/function-process.ts';
import { figureOf, leastRatioOf, measureCold, measureWarm, type Rounds, ratioOf, type Sizes, type Subject } from './peers/measure.ts';
import { sayRounds } from './peers/progress.ts';
import { openScene } from './peers/scene.ts';
import type { Commit } from './peers/table-stub.ts';
import { openAssembly } from './shared/assembly.ts';
import { benchOptions } from './shared/options.ts';
import { report } from './shared/report.ts';
import { rounded } from './shared/statistics.ts';
import { temporaryFolder } from './shared/temporary-folder.ts';

const options = benchOptions();
const [ROUNDS = options.quick ? 1 : 15] = options.numbers;
const SIZES: Sizes = options.quick
  ? { coldRounds: ROUNDS, warmUp: 1, warmRounds: 1, calls: 5 }
  : { coldRounds: ROUNDS, warmUp: 1000, warmRounds: ROUNDS, calls: Math.ceil(4000 / ROUNDS) };

const THERE = ' of the other checkout';
const FUNCTIONS = { tenantry: 'OrganizationsCreate', 'tenantry, partner': 'PartnersCreate' };

const buildsOf = (folder: string, suffix = ''): readonly Build[] =>
  productBuilds(folder, Object.fromEntries(Object.entries(FUNCTIONS).map(([name, id]) => [`${name}${suffix}`, id])));

const assemblies = [await openAssembly(), ...(options.against === undefined ? [] : [await openAssembly(options.against)])];
const bundles = temporaryFolder();
const scene = await openScene();

/** The partner of this checkout is compared with that of the other, or with the organization. */
const baselineOf = (name: string): string => {
  if (!isPartner(name)) return BASELINE;
  return options.against === undefined ? 'tenantry' : `tenantry, partner${THERE}`;
};

const isPartner = (name: string): boolean => name.includes(', partner');
const commits = new Map<string, Commit>();

/** Every peer has to write what the product writes. */
const requireSameJob = (): void => {
  const counts = [...commits].filter(([name]) => !isPartner(name)).map(([name, { items }]) => [name, items] as const);
  if (new Set(counts.map(([, items]) => items)).size !== 1)
    throw new Error(`the transactions differ: ${JSON.stringify(Object.fromEntries(counts))}`);
};

const rowOf = (subject: Subject, cold: Rounds<ColdFigures>, warm: Rounds<WarmFigures>) => {
  const { name } = subject.build;
  const { bytes, gzip } = sizesOf(subject.build);
  return {
    function: name,
    'bundle KB': rounded(bytes / 1024, 1),
    'gzip KB': rounded(gzip / 1024, 1),
    'cold CPU ms': figureOf(cold, name, ({ cpuMs }) => cpuMs),
    'cold ms': figureOf(cold, name, ({ wallMs }) => wallMs),
    'cold ratio': ratioOf(cold, subject, ({ cpuMs }) => cpuMs),
    'cold ratio of least': leastRatioOf(cold, subject, ({ cpuMs }) => cpuMs),
    'warm CPU µs': figureOf(warm, name, ({ cpuUs }) => cpuUs, 0),
    'p50 µs': figureOf(warm, name, ({ p50Us }) => p50Us, 0),
    'p99 µs': figureOf(warm, name, ({ p99Us }) => p99Us, 0),
    'warm ratio': ratioOf(warm, subject, ({ cpuUs }) => cpuUs),
    'warm ratio of least': leastRatioOf(warm, subject, ({ cpuUs }) => cpuUs),
    'RSS MiB': rounded(warm.get(name)?.at(-1)?.rssMiB ?? Number.NaN, 0),
    undici: figureOf(cold, name, ({ undici }) => undici, 0),
  };
};

try {
  const builds = [
    ...buildPeers(bundles.folder, !options.quick),
    ...assemblies.flatMap(({ folder }, index) => buildsOf(folder, index === 0 ? '' : THERE)),
  ];
  const subjects = builds.map((build): Subject => {
    const call = isPartner(build.name) ? scene.createPartner : scene.createOrganization;
    return { build, call, baseline: baselineOf(build.name) };
  });
  const note = ({ build }: Subject) => void commits.set(build.name, scene.lastCommit());
  const progress = sayRounds((line) => void process.stderr.write(`${line}\n`));
  const measured = options.quick ? undefined : await measureCold(subjects, scene.variables, SIZES, note, progress('cold'));
  const { starts, blocks: warm } = await measureWarm(subjects, scene.variables, SIZES, note, progress('warm'));
  const cold = measured ?? starts;
  requireSameJob();
  const rows = subjects.map((subject) => rowOf(subject, cold, warm));
  console.table(rows);
  console.log(
    `Medians of ${ROUNDS} interleaved rounds; ratios by CPU, of the same round: to ${BASELINE}, and of the partner to ${baselineOf(', partner')}.`,
  );
  const of = (figure: 'cold ratio' | 'warm ratio') =>
    Object.fromEntries(rows.map((row) => [`peers.${figure.split(' ')[0]}.${row.function}`, row[figure]]));
  report('peers', { rows, ratios: { ...of('cold ratio'), ...of('warm ratio') } }, options);
} finally {
  await scene.stop();
  for (const { remove } of [...assemblies, bundles]) remove();
}
