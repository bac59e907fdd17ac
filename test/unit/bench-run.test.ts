import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { BENCHES, TAKES } from '../../bench/list.ts';
import { sayRounds } from '../../bench/peers/progress.ts';
import { readArguments } from '../../bench/read-arguments.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tenantry-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A folder with these files, which are empty. */
const checkout = (name: string, files: readonly string[]): string => {
  for (const file of files.map((each) => join(folder, name, each))) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
  }
  return join(folder, name);
};

const SOURCES = ['local/synthesize.ts', 'bench/runtime-worker.ts'];
const other = checkout('other', [...SOURCES, 'node_modules/aws-cdk-lib/package.json']);

it.each([
  ['toString', 'There is no benchmark toString.'],
  ['pears', 'There is no benchmark pears: did you mean peers?'],
  ['cost --against .', '--against is not for cost, but for peers, delivery and start.'],
  ['peers cost --record', '--record is not for peers, but for cost and scale.'],
  ['gate 5', 'Sizes are not for gate, but for peers, partners, organizations, webhooks, start and publisher.'],
  ['peers start 5', 'Sizes are those of one benchmark: name it.'],
  [`start --against ${folder}/missing`, `--against ${folder}/missing does not exist.`],
  [`start --against ${folder}`, `--against ${folder} is no checkout of this project: it has no local/synthesize.ts.`],
  [`--against ${checkout('bare', SOURCES)}`, `--against ${folder}/bare has no packages: run npm ci in it.`],
  ['--quick --quick', '--quick is there twice'],
])('%s is refused in one sentence', (line, sentence) => {
  expect(() => readArguments(line.split(' '))).toThrow(new Error(sentence));
});

it('without a name all run, each with what it takes; with names, these', () => {
  const all = { chosen: Object.keys(BENCHES), quick: false, against: other, record: true, numbers: [], help: false };
  expect(readArguments(['--against', other, '--record'])).toEqual(all);
  expect(readArguments(['start', '3', '--against', other])).toMatchObject({ chosen: ['start'], numbers: ['3'], against: other });
});

it('an option is for benchmarks that read it', () => {
  const reads = { '--against': 'options.against', '--record': 'options.record', Sizes: 'options.numbers' } as const;
  const files = (member: string) =>
    execFileSync('grep', ['-l', member, ...Object.keys(BENCHES).map((name) => `bench/${name}.ts`)], { cwd: ROOT });
  for (const [option, takers] of Object.entries(TAKES)) {
    const found = String(files(reads[option as keyof typeof TAKES]))
      .trim()
      .split('\n');
    expect(found.map((file) => file.slice('bench/'.length, -'.ts'.length)).toSorted()).toEqual(takers.toSorted());
  }
});

it('what is refused is the last line, and the status is 2', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bench/run.ts', 'toString'], { cwd: ROOT, encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.trimEnd().split('\n').at(-1)).toBe('There is no benchmark toString.');
});

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s leaves no folder of a benchmark behind', async (signal, status) => {
  const module = pathToFileURL(join(ROOT, 'bench/shared/temporary-folder.ts')).href;
  const code = `const { temporaryFolder } = await import('${module}');
    temporaryFolder(); temporaryFolder(); console.log('made'); setInterval(() => {}, 1000);`;
  const place = mkdtempSync(join(folder, 'signal-'));
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { env: { ...process.env, TMPDIR: place } });
  const ended = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), ended]);
  expect(readdirSync(place)).toHaveLength(2);
  child.kill(signal);
  expect(await ended).toEqual([status, null]);
  expect(readdirSync(place)).toEqual([]);
});

it('rounds say how long the others will take', () => {
  const lines: string[] = [];
  let now = 0;
  const onRound = sayRounds(
    (line) => void lines.push(line),
    () => now,
  )('cold');
  for (const round of [1, 2, 3]) {
    now = round * 4000;
    onRound(round, 3);
  }
  expect(lines).toEqual(['cold: round 1 of 3, about 8 s more', 'cold: round 2 of 3, about 4 s more', 'cold: round 3 of 3']);
});
