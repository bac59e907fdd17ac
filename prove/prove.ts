/**
 * Proves what the product promises, as far as a machine can: random work under random faults, held
 * to a model, by a seed that repeats it.
 */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { styleText } from 'node:util';
import { maskValue } from '../local/console/mask.ts';
import { PARTS } from './parts.ts';
import { type ProveArguments, readArguments, refuseTaken } from './read-arguments.ts';
import { checkWritable, linesOf, originOf } from './report.ts';
import type { Part, PartResult } from './shared/part.ts';

const USAGE = `Proves what the product promises: random work under random faults, held to a model.

  npm run prove -- [parts] [options]

${PARTS.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join('\n')}

  --quick            one minute: model and fuzz alone, unless others are named
  --long             all parts in full, an hour; ten minutes without either
  --minutes <n>      as many minutes
  --seed <n>         repeats the requests and faults of a run that printed this seed
  --json <file>      where the results are written: a file in prove/results/ unless given
  --keep             keeps what the systems wrote, also when all held
  --list             names the parts
  --help             shows this

The status is 1 when a promise was broken: what the systems wrote is kept then, and its folder is
printed. docs/reliability.md says how to read it. The status is 2 when nothing was run.
`;

const orRefuse = <T>(read: () => T): T => {
  try {
    return read();
  } catch (error) {
    console.error(`${(error as Error).message}\n\n  npm run prove -- --help`);
    process.exit(2);
  }
};

const CHECKOUT = join(import.meta.dirname, '..');
const began = new Date();
const { parts, length, seconds, seed, json, keep, list, help }: ProveArguments = orRefuse(() =>
  readArguments(process.argv.slice(2), PARTS),
);
orRefuse(() => refuseTaken(process.env));
if (help || list) {
  console.log(help ? USAGE : PARTS.map(({ name, about }) => `${name.padEnd(10)} ${about}`).join('\n'));
  process.exit(0);
}

// Of its own each time: the run that repeats a failure does not replace it.
const stamp = began.toISOString().slice(0, 19).replaceAll(':', '-');
const file = resolve(json ?? join(import.meta.dirname, 'results', `${stamp}-${length === 'gate' ? 'quick' : length}-${seed}.json`));
orRefuse(() => checkWritable(file));

const folder = mkdtempSync(join(tmpdir(), 'tenantry-prove-'));
let isKept = keep;
let isWritten = false;
process.once('exit', () => {
  if (!isKept) rmSync(folder, { recursive: true, force: true });
});

const interrupt = (why: string, status: number): void => {
  console.error(`\n${why}: ${isWritten ? `the parts before have their results in ${file}` : 'there are no results'}.`);
  if (isKept) console.error(`What the systems wrote is in ${folder}: it has keys and secrets of the run`);
  process.exit(status);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => interrupt(signal, 128 + constants.signals[signal]));
// npm that is ended leaves its commands behind.
const { ppid, env } = process;
if (env.npm_lifecycle_event === 'prove') setInterval(() => process.ppid === ppid || interrupt('npm has ended', 1), 1000).unref();

// One that is named runs also where the length leaves it out.
const shareOf = ({ share }: Part): number => share[length] || (parts.length < PARTS.length ? share.usual : 0);
const shares = parts.reduce((sum, part) => sum + shareOf(part), 0);

interface Outcome extends PartResult {
  readonly part: string;
  readonly seconds: number;
}

const runPart = async (part: Part): Promise<Outcome> => {
  console.log(styleText('bold', `── ${part.name}: ${part.about}`));
  const from = performance.now();
  const own = join(folder, part.name);
  mkdirSync(own);
  const say = (line: string): void => console.log(`   ${line}`);
  const share = Math.max(1, Math.round((seconds * shareOf(part)) / shares));
  const result = masked(await part.run({ seed, seconds: share, folder: own, say }).catch(failed));
  const took = Math.round((performance.now() - from) / 1000);
  for (const [figure, value] of Object.entries(result.figures)) console.log(`   ${figure.padEnd(44)} ${value}`);
  if (result.notRun !== undefined) console.log(styleText('yellow', `   not run: ${result.notRun}`));
  for (const line of linesOf(result.violations)) console.log(line);
  if (result.violations.length > 0) isKept = true;
  if (result.violations.length === 0 && !keep) rmSync(own, { recursive: true, force: true });
  return { part: part.name, seconds: took, ...result };
};

/** Results are what people send to others: no secret of a system is in them. */
const masked = ({ violations, ...result }: PartResult): PartResult => ({
  ...result,
  violations: violations.map((violation) => maskValue(violation) as (typeof violations)[number]),
});

const failed = (error: unknown): PartResult => ({
  figures: {},
  violations: [{ promise: 'the part runs to its end', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) }],
});

const origin = originOf(CHECKOUT);
console.log(`seed ${seed}, ${seconds} s of work: npm run prove -- ${process.argv.slice(2).join(' ')}`);
if (keep) console.log(`What the systems write is in ${folder}`);
const tried = parts.filter((part) => shareOf(part) > 0);
const leftOut = PARTS.filter((part) => !tried.includes(part)).map(({ name }) => name);
const outcomes: Outcome[] = [];
for (const part of tried) {
  outcomes.push(await runPart(part));
  // After each part: a run of an hour may be ended.
  const isDone = outcomes.length === tried.length;
  const made = { began, ended: isDone ? new Date() : undefined, seed, length, seconds, arguments: process.argv.slice(2) };
  writeFileSync(`${file}.part`, `${JSON.stringify({ ...made, ...origin, leftOut, outcomes }, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.part`, file);
  isWritten = true;
}

const broken = outcomes.flatMap(({ violations }) => violations).length;
if (isKept) console.log(`What the systems wrote is in ${folder}: it has keys and secrets of the run`);
const verdict = broken === 0 ? 'no promise was broken' : `broken ${broken} times`;
console.log(`seed ${seed}: ${verdict}${leftOut.length > 0 ? `; left out: ${leftOut.join(', ')}` : ''}; results in ${file}`);
process.exit(broken === 0 ? 0 : 1);
