/**
 * Times `npm start` until it is ready, with and without the assembly of the last time, as a ratio
 * to the synthesis of the stack alone; with `--against`, to the start of the other checkout. A
 * quick run starts an assembly that is there.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@tenantry/cdk-local/base/free-port';
import { runtimeProcess } from './runtime-process.ts';
import { openAssembly } from './shared/assembly.ts';
import { benchOptions } from './shared/options.ts';
import { report } from './shared/report.ts';
import { median, pairedRatio, rounded, timed } from './shared/statistics.ts';

const options = benchOptions();
const [ROUNDS = options.quick ? 1 : 3] = options.numbers;
const HERE = fileURLToPath(new URL('..', import.meta.url));

const untilReady = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let text = '';
    // It goes on writing, and is listened to until it ends.
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('is ready')) resolve();
    });
    child.once('close', () => reject(new Error(`npm start ended before it was ready:\n${text}`)));
  });

// Another checkout may start otherwise.
const startWords = (checkout: string): readonly string[] => {
  const { scripts } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { readonly scripts: { readonly start: string } };
  return scripts.start.split(' ').slice(1);
};

/** Starts a checkout as `npm start` does, and stops it when it is ready. */
const start = async (checkout: string, args: readonly string[] = []): Promise<void> => {
  const env = { ...process.env, PORT: String(await freePort()) };
  const child = spawn(process.execPath, [...startWords(checkout), ...args], { cwd: checkout, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  try {
    await untilReady(child);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
};

const synthesis = async (): Promise<void> => (await openAssembly(undefined, true)).remove();

/** Starts the runtime of an assembly and asks it for its health. */
const startAssembly = async (folder: string): Promise<void> => {
  const runtime = await runtimeProcess(folder, 300);
  try {
    const { status } = await fetch(`${runtime.url}/healthz`);
    if (status !== 200) throw new Error(`the health was answered ${status}`);
  } finally {
    await runtime.stop();
  }
};

const ways: readonly (readonly [name: string, run: () => Promise<void>])[] = options.quick
  ? []
  : [
      options.against === undefined
        ? ['the synthesis', synthesis]
        : ['npm start of the other checkout', () => start(options.against ?? '')],
      ['npm start -- --no-cache', () => start(HERE, ['--no-cache'])],
      // The assembly is there since the way before.
      ['npm start', () => start(HERE)],
    ];

if (options.quick) {
  const { folder, remove } = await openAssembly();
  const ms = await timed(() => startAssembly(folder));
  remove();
  console.log(`An assembly started, answered and stopped in ${rounded(ms, 0)} ms.`);
  report('start', { rows: [{ what: 'an assembly', ms }] }, options);
} else {
  const took = ways.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const turn of ways.keys()) {
      const way = (turn + round) % ways.length;
      took[way]?.push(await timed(async () => ways[way]?.[1]()));
    }
  }
  const [baseline = []] = took;
  const rows = ways.map(([what], way) => {
    const each = took[way] ?? [];
    return { what, 'median ms': rounded(median(each), 0), ratio: rounded(pairedRatio(each, baseline), 2) };
  });
  console.table(rows);
  report('start', { rows, ratios: { 'start.npm start': rows.at(-1)?.ratio ?? Number.NaN } }, options);
}
