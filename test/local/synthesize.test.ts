import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openAssemblyCache } from '../../local/assembly-cache.ts';
import { synthesize } from '../../local/synthesize.ts';
import { SYNTHESIS_INPUTS } from '../../tools/inputs/inputs.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tenantry-'));
const recorded = join(folder, 'reads.txt');
const [first, second, third] = ['first', 'second', 'third'].map((name) => join(folder, name)) as [string, string, string];
const cache = openAssemblyCache(join(folder, 'cache'));
const reads: string[] = [];
const reasons: string[] = [];
const { NODE_OPTIONS } = process.env;

beforeAll(async () => {
  // The validators are made again, too.
  rmSync(join(ROOT, 'functions', 'generated', '.made-of.json'), { force: true });
  writeFileSync(recorded, '');
  process.env.NODE_OPTIONS = `--import=${new URL('../support/record-reads.ts', import.meta.url).href}`;
  process.env.TENANTRY_RECORDED_READS = recorded;
  expect(await synthesize(first, [], { cache, onRun: (reason) => void reasons.push(reason) })).toBe(true);
  reads.push(...new Set(readFileSync(recorded, 'utf8').trim().split('\n')));
}, 240_000);

afterAll(() => {
  delete process.env.TENANTRY_RECORDED_READS;
  if (NODE_OPTIONS === undefined) delete process.env.NODE_OPTIONS;
  else process.env.NODE_OPTIONS = NODE_OPTIONS;
  rmSync(folder, { recursive: true });
});

/** The files of the project that a path may be hidden by: its folders and itself. */
const above = (path: string): readonly string[] => path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));

test('a synthesis reads nothing of the project that is not in the key of its assembly', () => {
  const { inputs } = JSON.parse(readFileSync(join(first, 'bundle', 'metafile.json'), 'utf8')) as { readonly inputs: object };
  const paths = [...reads, ...Object.keys(inputs)]
    .map((path) => relative(ROOT, resolve(ROOT, path)).replaceAll('\\', '/'))
    .filter((path) => !path.startsWith('..') && !OTHERWISE_IN_THE_KEY.test(path));

  for (const path of ['bin/app.ts', 'tenantry.config.ts', 'docs/openapi.json', 'functions/system/health.ts', 'tools/validators.ts'])
    expect(paths).toContain(path);
  expect(paths.filter((path) => above(path).some(SYNTHESIS_INPUTS.isExcluded))).toEqual([]);
});

// Packages are known by the lock files; what is generated, by what it is generated from. The rest
// does not decide what is written.
const OTHERWISE_IN_THE_KEY = /(?:^|\/)node_modules\/|^functions\/generated\/|^\.tenantry\/|^test\/support\/record-reads\.ts$/;

test('the first synthesis is said to be one', () => {
  expect(reasons).toEqual(['first time']);
});

test('without a change, the app is not run, and the assembly is the same', async () => {
  rmSync(recorded);
  expect(await synthesize(second, [], { cache })).toBe(false);
  expect(existsSync(recorded)).toBe(false);

  const files = (of: string) =>
    readdirSync(of, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(of, join(parentPath, name)))
      .filter((path) => !path.startsWith('bundle'))
      .toSorted();
  expect(files(second)).toEqual(files(first));
  expect(files(second).filter((path) => !readFileSync(join(second, path)).equals(readFileSync(join(first, path))))).toEqual([]);
});

test('another webhook is another assembly', async () => {
  const webhooks = [{ name: 'local-1', url: 'http://127.0.0.1:9/' }];
  await expect(synthesize(third, webhooks, { cache: { ...cache, restore: cacheMiss } })).rejects.toThrow('looked for');
});

const cacheMiss = async (key: string): Promise<boolean> => {
  const kept = readdirSync(join(folder, 'cache'));
  throw new Error(kept.includes(key) ? 'the same key' : 'looked for');
};
