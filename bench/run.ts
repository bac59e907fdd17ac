/**
 * Runs benchmarks, each in a process of its own, one after another. Each prints its tables, writes
 * them to `bench/results/` and is held to bench/bounds.json.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { styleText } from 'node:util';
import { BENCHES, type Bench, TAKES } from './list.ts';
import { readArguments } from './read-arguments.ts';
import { openAssembly, SHARED_ASSEMBLY } from './shared/assembly.ts';
import { exitOnSignals } from './shared/temporary-folder.ts';

const USAGE = `Runs benchmarks: ratios to a baseline of the same run, and what can be counted.

  npm run -s bench -- [names] [options]

${Object.entries(BENCHES)
  .map(([name, content]) => `  ${name.padEnd(14)} ${content}`)
  .join('\n')}

  --quick             tiny sizes: shows that each runs and that what can be counted holds, nothing about time
  --against <folder>  another checkout, with its packages: measured beside this one by peers, delivery and start
  --record            writes what cost counts to bench/bounds.json, and what scale counts to docs/scale.md
  --help              shows this

Numbers after the one name that is given are its sizes. Results are written to bench/results/. The
status is 1 when a bound of bench/bounds.json is broken.
`;

// Loading the same modules is most of a quick run of a benchmark.
const COMPILE_CACHE = `${import.meta.dirname}/../node_modules/.cache/compile`;

const NEEDS_ASSEMBLY: readonly Bench[] = ['peers', 'delivery', 'webhooks', 'start', 'gate'];

const readOrRefuse = () => {
  try {
    return readArguments(process.argv.slice(2));
  } catch (error) {
    console.error(`${USAGE}\n${(error as Error).message}`);
    process.exit(2);
  }
};

const { chosen, quick, against, record, numbers, help } = readOrRefuse();
if (help) {
  console.log(USAGE);
  process.exit(0);
}

const run = async (bench: Bench, environment: Readonly<Record<string, string>>): Promise<boolean> => {
  console.log(styleText('bold', `── ${bench}: ${BENCHES[bench]}`));
  const args = [
    ...(quick ? ['--quick'] : []),
    ...(against !== undefined && TAKES['--against'].includes(bench) ? ['--against', against] : []),
    ...(record && TAKES['--record'].includes(bench) ? ['--record'] : []),
    ...numbers,
  ];
  const child = spawn(process.execPath, [`bench/${bench}.ts`, ...args], {
    cwd: `${import.meta.dirname}/..`,
    stdio: ['ignore', quick ? 'ignore' : 'inherit', 'inherit'],
    env: { ...process.env, ...environment, ...(quick && { NODE_COMPILE_CACHE: COMPILE_CACHE }) },
  });
  const end = (): void => void child.kill();
  process.prependOnceListener('exit', end);
  const [status] = (await once(child, 'close')) as [number | null];
  process.off('exit', end);
  return status === 0;
};

const runAll = async (): Promise<readonly Bench[]> => {
  // A quick run shares one synthesis, which is most of what it costs.
  const shared = quick && chosen.some((bench) => NEEDS_ASSEMBLY.includes(bench)) ? await openAssembly() : undefined;
  const environment = shared ? { [SHARED_ASSEMBLY]: shared.folder } : {};
  const failed: Bench[] = [];
  for (const bench of chosen) if (!(await run(bench, environment))) failed.push(bench);
  return failed;
};

exitOnSignals();
const failed = await runAll();
if (failed.length > 0) {
  console.error(styleText('red', `failed: ${failed.join(', ')}`));
  process.exitCode = 1;
} else {
  // Beside another checkout, ratios are to that one, and a quick run says nothing about time.
  const held = quick || against !== undefined ? 'All bounds of counts hold' : 'All bounds hold';
  console.log(`${held}. Results: bench/results/${chosen.length === 1 ? chosen[0] : '*'}${quick ? '.quick' : ''}.json`);
}
