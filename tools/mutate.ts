/** Mutation testing: changes the sources in many small ways, and shows which no test notices. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseFiles, sample } from './mutation/choose.ts';
import { type Jest, runBaseline, runMutants, writeJest } from './mutation/jest-process.ts';
import { type Arguments, readArguments, USAGE } from './mutation/options.ts';
import { isUnnoticed, type Mutant, type MutantResult, nameMutant, reportLines, tally } from './mutation/report.ts';
import { limitMs, planMutants } from './mutation/schedule.ts';
import { GROUPS, TESTS } from './mutation/scope.ts';

const LEAST_SCORE = 85;
const PROGRESS_EVERY = 100;

const changedSince = (revision: string): ReadonlySet<string> => {
  const git = (...args: readonly string[]) => execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    git('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`);
  } catch {
    throw new Error(`--since: Git knows no revision ${revision}`);
  }
  const names = [git('diff', '--name-only', '--relative', revision, '--'), git('ls-files', '--others', '--exclude-standard')];
  return new Set(names.flatMap((text) => text.trim().split('\n')));
};

const filesOf = ({ paths, since }: Arguments): readonly string[] => {
  const chosen = chooseFiles(Object.keys(TESTS), paths);
  if (since === undefined) return chosen;
  const changed = changedSince(since);
  return chosen.filter((file) => [file, ...testsOf(file)].some((path) => changed.has(path)));
};

const testsOf = (file: string): readonly string[] => TESTS[file] ?? [];

/** Reads the verdicts of an earlier run on what was noticed. */
const readDecided = (path: string | undefined): ReadonlyMap<string, MutantResult> => {
  if (path === undefined) return new Map();
  try {
    const { results } = JSON.parse(readFileSync(path, 'utf8')) as { readonly results: readonly MutantResult[] };
    return new Map(results.filter((result) => !isUnnoticed(result)).map((result) => [nameMutant(result), result]));
  } catch (error) {
    throw new Error(`--again: ${path} is no file of --json: ${(error as Error).message}`);
  }
};

/** Runs the tests of the files without a mutant, and returns what each reached. */
const measure = async (jest: Jest, tests: readonly string[]) => {
  const baselines = new Map<string, { readonly ms: number; readonly reached: Readonly<Record<string, number>> }>();
  await runBaseline(jest, tests, ({ test, failure, ...rest }) => {
    if (failure !== undefined) throw new Error(`${test} fails without a mutant:\n${failure}`);
    baselines.set(test, rest);
  });
  return baselines;
};

const judge = async (jest: Jest, mutants: readonly Mutant[]): Promise<readonly MutantResult[]> => {
  const baselines = await measure(jest, [...new Set(mutants.flatMap(({ file }) => testsOf(file)))]);
  const planned = planMutants(mutants, testsOf, baselines);
  const verdicts = new Map<string, Pick<MutantResult, 'status' | 'killer'>>();
  await runMutants(jest, {
    mutants: planned.filter(({ tests }) => tests.length > 0),
    limitMs: (test) => limitMs(baselines.get(test)?.ms ?? 0),
    on: (outcome) => {
      const { id, kind } = outcome;
      const killer = kind === 'verdict' ? outcome.killer : undefined;
      verdicts.set(id, { status: kind === 'verdict' ? (killer === undefined ? 'survived' : 'killed') : kind, killer });
      if (verdicts.size % PROGRESS_EVERY === 0) console.error(`${verdicts.size} of ${planned.length} mutants`);
    },
  });
  return mutants.map((mutant) => ({ ...mutant, ...(verdicts.get(mutant.id) ?? { status: 'no coverage' }) }));
};

const mutate = async (given: Arguments, folder: string): Promise<number> => {
  const files = filesOf(given);
  if (files.length === 0) {
    console.log('No file of the scope was changed, and none of its tests.');
    return 0;
  }
  // It loads a compiler, which --help does not need.
  const { writeMutants } = await import('./mutation/mutants.ts');
  const made = await writeMutants(files, join(folder, 'sources'));
  const mutants = given.sample === undefined ? made : sample(made, given.sample, given.seed, nameMutant);
  const decided = readDecided(given.again);
  const open = mutants.filter((mutant) => !decided.has(nameMutant(mutant)));
  console.error(`${open.length} of ${made.length} mutants of ${files.length} files`);
  const jest = await writeJest(folder, [...new Set(files.flatMap(testsOf))]);
  const judged = new Map((await judge(jest, open)).map((result) => [result.id, result]));
  const results = mutants.flatMap((mutant) => judged.get(mutant.id) ?? decided.get(nameMutant(mutant)) ?? []);
  for (const line of reportLines(GROUPS, results)) console.log(line);
  const { score } = tally(results);
  if (given.json !== undefined) writeFileSync(given.json, `${JSON.stringify({ ...tally(results), results }, undefined, 2)}\n`);
  if (score >= LEAST_SCORE) return 0;
  console.error(`The tests notice ${score.toFixed(1)} % of the mutants, of at least ${LEAST_SCORE} %.`);
  return 1;
};

const run = async (): Promise<number> => {
  try {
    const given = readArguments(process.argv.slice(2));
    if (given.help) {
      console.log(USAGE);
      return 0;
    }
    if (!existsSync('functions/generated')) throw new Error('The validators are missing: node tools/generate.ts --validators makes them.');
    const folder = mkdtempSync(join(tmpdir(), 'tenantry-mutation-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(128 + constants.signals[signal]));
    return await mutate(given, folder);
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
};

process.exitCode = await run();
