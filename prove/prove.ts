/**
 * Proves what the product promises, as far as a machine can: random work under random faults, held
 * to a model, by a seed that repeats it.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { styleText } from 'node:util';
import { maskValue } from '../local/console/mask.ts';
import { PARTS } from './parts.ts';
import { type ProveArguments, readArguments } from './read-arguments.ts';
import type { Part, PartResult } from './shared/part.ts';

const USAGE = `Proves what the product promises: random work under random faults, held to a model.

  npm run prove -- [parts] [options]

${PARTS.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join('\n')}

  --quick            one minute, as in the gate
  --long             an hour; ten minutes without either
  --minutes <n>      as many minutes
  --seed <n>         repeats the requests and faults of a run that printed this seed
  --json <file>      where the results are written: prove/results/<seed>.json unless given
  --keep             keeps what the systems wrote, also when all held
  --list             names the parts
  --help             shows this

The status is 1 when a promise was broken; its history is kept, and its folder is printed.
`;

const readOrRefuse = (): ProveArguments => {
  try {
    return readArguments(process.argv.slice(2), PARTS);
  } catch (error) {
    console.error(`${USAGE}\n${(error as Error).message}`);
    process.exit(2);
  }
};

const { parts, length, seconds, seed, json, keep, list, help } = readOrRefuse();
if (help || list) {
  console.log(help ? USAGE : PARTS.map(({ name, about }) => `${name.padEnd(10)} ${about}`).join('\n'));
  process.exit(0);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(128 + constants.signals[signal]));

const folder = mkdtempSync(join(tmpdir(), 'tenantry-prove-'));
let isKept = keep;
process.once('exit', () => {
  if (!isKept) rmSync(folder, { recursive: true, force: true });
});
// One that is named runs also where the length leaves it out.
const shareOf = ({ share }: Part): number => share[length] || (parts.length < PARTS.length ? share.usual : 0);
const shares = parts.reduce((sum, part) => sum + shareOf(part), 0);

interface Outcome extends PartResult {
  readonly part: string;
  readonly seconds: number;
}

const MOST_LINES = 20;

const runPart = async (part: Part): Promise<Outcome> => {
  console.log(styleText('bold', `── ${part.name}: ${part.about}`));
  const began = performance.now();
  const own = join(folder, part.name);
  mkdirSync(own);
  const say = (line: string): void => console.log(`   ${line}`);
  const share = Math.max(1, Math.round((seconds * shareOf(part)) / shares));
  const result = masked(await part.run({ seed, seconds: share, folder: own, say }).catch(failed));
  const took = Math.round((performance.now() - began) / 1000);
  for (const [figure, value] of Object.entries(result.figures)) console.log(`   ${figure.padEnd(44)} ${value}`);
  if (result.notRun !== undefined) console.log(styleText('yellow', `   not run: ${result.notRun}`));
  for (const { promise, detail } of result.violations.slice(0, MOST_LINES))
    console.log(styleText('red', `   broken: ${promise}: ${detail}`));
  if (result.violations.length > MOST_LINES) console.log(`   and ${result.violations.length - MOST_LINES} more, in the results`);
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

console.log(`seed ${seed}, ${seconds} s of work: npm run prove -- ${process.argv.slice(2).join(' ')}`);
const outcomes: Outcome[] = [];
for (const part of parts) if (shareOf(part) > 0) outcomes.push(await runPart(part));

const broken = outcomes.flatMap(({ violations }) => violations).length;
const file = resolve(json ?? join(import.meta.dirname, 'results', `${length}-${seed}.json`));
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify({ seed, length, seconds, at: new Date().toISOString(), outcomes }, undefined, 2)}\n`, {
  mode: 0o600,
});
if (broken > 0) isKept = true;
if (isKept) console.log(`What the systems wrote is in ${folder}`);
console.log(`seed ${seed}: ${broken === 0 ? 'all promises held' : `${broken} broken`}; results in ${file}`);
process.exit(broken === 0 ? 0 : 1);
