/**
 * Runs benchmarks, each in a process of its own, one after another. Each prints its tables, writes
 * them to `bench/results/` and is held to bench/bounds.json.
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { styleText } from 'node:util';
import { parseOnce } from '../cli/shared/parse-once.ts';
import { BENCHES, type Bench } from './list.ts';
import { openAssembly, SHARED_ASSEMBLY } from './shared/assembly.ts';
import { OPTIONS } from './shared/options.ts';

const names = Object.keys(BENCHES) as readonly Bench[];

const USAGE = `Runs benchmarks: ratios to a baseline of the same run, and what can be counted.

  npm run -s bench -- [names] [options]

${names.map((name) => `  ${name.padEnd(14)} ${BENCHES[name]}`).join('\n')}

  --quick             tiny sizes: shows that each runs and that what can be counted holds, nothing about time
  --against <folder>  another checkout, with its packages: measured beside this one by peers, delivery and start
  --record            writes what cost counts to bench/bounds.json, and what scale counts to docs/scale.md
  --help              shows this

Numbers after the one name that is given are its sizes. Results are written to bench/results/. The
status is 1 when a bound of bench/bounds.json is broken.
`;

// Loading the same modules is most of a quick run of a benchmark.
const COMPILE_CACHE = `${import.meta.dirname}/../node_modules/.cache/compile`;

const TAKES_AGAINST: readonly Bench[] = ['peers', 'delivery', 'start'];
const RECORDS: readonly Bench[] = ['cost', 'scale'];
const NEEDS_ASSEMBLY: readonly Bench[] = ['peers', 'delivery', 'webhooks', 'start', 'gate'];

const readArguments = () => {
  try {
    const { values, positionals } = parseOnce({ options: OPTIONS, allowPositionals: true });
    const numbers = positionals.filter((text) => /^\d+$/.test(text));
    const chosen = positionals.filter((text) => !numbers.includes(text));
    const unknown = chosen.find((name) => !(name in BENCHES));
    if (unknown !== undefined) throw new Error(`There is no benchmark ${unknown}.`);
    if (numbers.length > 0 && chosen.length !== 1) throw new Error('Sizes are those of one benchmark: name it.');
    return { values, numbers, chosen: chosen.length > 0 ? (chosen as readonly Bench[]) : names };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
};

const { values, numbers, chosen } = readArguments();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

const run = (bench: Bench, environment: Readonly<Record<string, string>>): boolean => {
  console.log(styleText('bold', `── ${bench}: ${BENCHES[bench]}`));
  const args = [
    ...(values.quick ? ['--quick'] : []),
    ...(values.against !== undefined && TAKES_AGAINST.includes(bench) ? ['--against', resolve(values.against)] : []),
    ...(values.record && RECORDS.includes(bench) ? ['--record'] : []),
    ...numbers,
  ];
  const { status } = spawnSync(process.execPath, [`bench/${bench}.ts`, ...args], {
    cwd: `${import.meta.dirname}/..`,
    stdio: ['ignore', values.quick ? 'ignore' : 'inherit', 'inherit'],
    env: { ...process.env, ...environment, ...(values.quick && { NODE_COMPILE_CACHE: COMPILE_CACHE }) },
  });
  return status === 0;
};

// A quick run shares one synthesis, which is most of what it costs.
const shared = values.quick && chosen.some((bench) => NEEDS_ASSEMBLY.includes(bench)) ? await openAssembly() : undefined;
try {
  const environment = shared ? { [SHARED_ASSEMBLY]: shared.folder } : {};
  const failed = chosen.filter((bench) => !run(bench, environment));
  if (failed.length > 0) {
    console.error(styleText('red', `failed: ${failed.join(', ')}`));
    process.exitCode = 1;
  }
} finally {
  shared?.remove();
}
