import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openAssemblyCache } from '../../local/assembly-cache.ts';

const root = mkdtempSync(join(tmpdir(), 'tenantry-'));
afterAll(() => rmSync(root, { recursive: true }));

const INPUTS = { 'lib/a.ts': '1' };

let count = 0;
const emptyFolder = (): string => {
  count += 1;
  const folder = join(root, String(count));
  mkdirSync(folder);
  return folder;
};

/** An assembly with a manifest of some text, an asset, and the folder that is not kept. */
const assembly = (text: string): string => {
  const folder = emptyFolder();
  for (const name of ['asset.1', 'bundle']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'manifest.json'), text);
  writeFileSync(join(folder, 'asset.1', 'index.mjs'), 'code');
  writeFileSync(join(folder, 'bundle', 'metafile.json'), 'much');
  return folder;
};

/** The text of the manifest that is kept under a key. */
const restored = async (cache: ReturnType<typeof openAssemblyCache>, key: string): Promise<string | undefined> => {
  const outdir = emptyFolder();
  const found = await cache.restore(key, outdir);
  if (!found) expect(readdirSync(outdir)).toEqual([]);
  return found ? readFileSync(join(outdir, 'manifest.json'), 'utf8') : undefined;
};

test('an assembly is restored whole under its key, and under no other', async () => {
  const cache = openAssemblyCache(emptyFolder());
  await cache.keep('a', assembly('one'), INPUTS);
  const outdir = emptyFolder();

  expect(await cache.restore('a', outdir)).toBe(true);
  expect(readdirSync(outdir).toSorted()).toEqual(['asset.1', 'manifest.json']);
  expect(readFileSync(join(outdir, 'asset.1', 'index.mjs'), 'utf8')).toBe('code');
  expect(await restored(cache, 'b')).toBeUndefined();
});

test.each<readonly [damage: string, act: (entry: string) => void]>([
  ['a file is missing', (entry) => rmSync(join(entry, 'assembly', 'asset.1', 'index.mjs'))],
  ['a file was changed', (entry) => writeFileSync(join(entry, 'assembly', 'asset.1', 'index.mjs'), 'hack')],
  ['the list of files is cut off', (entry) => writeFileSync(join(entry, 'hashes.json'), '{"manifest.json":')],
  [
    'the list names a file outside of the assembly',
    (entry) => {
      const hashes = JSON.parse(readFileSync(join(entry, 'hashes.json'), 'utf8')) as Record<string, string>;
      writeFileSync(join(entry, 'hashes.json'), JSON.stringify({ ...hashes, '../assembly/manifest.json': hashes['manifest.json'] }));
    },
  ],
  ['the list of files is missing', (entry) => rmSync(join(entry, 'hashes.json'))],
  ['the list of files is empty', (entry) => writeFileSync(join(entry, 'hashes.json'), '{}')],
  ['the list of files is no list', (entry) => writeFileSync(join(entry, 'hashes.json'), 'null')],
  [
    'everything is gone but an empty list',
    (entry) => {
      writeFileSync(join(entry, 'hashes.json'), '{}');
      rmSync(join(entry, 'assembly'), { recursive: true });
      mkdirSync(join(entry, 'assembly'));
    },
  ],
  [
    'the list lacks an asset',
    (entry) => {
      const { 'manifest.json': manifest } = JSON.parse(readFileSync(join(entry, 'hashes.json'), 'utf8')) as Record<string, string>;
      writeFileSync(join(entry, 'hashes.json'), JSON.stringify({ 'manifest.json': manifest }));
    },
  ],
  [
    'a file has the name of the folder',
    (entry) => {
      rmSync(entry, { recursive: true });
      writeFileSync(entry, 'no folder');
    },
  ],
])('when %s nothing is restored, and the next assembly takes its place', async (_, act) => {
  const folder = emptyFolder();
  const cache = openAssemblyCache(folder);
  await cache.keep('a', assembly('one'), INPUTS);
  act(join(folder, 'a'));

  expect(await restored(cache, 'a')).toBeUndefined();
  expect(existsSync(join(folder, 'a'))).toBe(false);
  await cache.keep('a', assembly('two'), INPUTS);
  expect(await restored(cache, 'a')).toBe('two');
});

test('a file in place of the cache stops nothing, and the next assembly takes its place', async () => {
  const folder = emptyFolder();
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'no folder');
  const cache = openAssemblyCache(folder);

  expect(await cache.inputs()).toEqual([]);
  expect(await restored(cache, 'a')).toBeUndefined();
  await cache.keep('a', assembly('one'), INPUTS);
  expect(await restored(cache, 'a')).toBe('one');
});

test('what assemblies were made from is kept with them, and skipped when it cannot be read', async () => {
  const folder = emptyFolder();
  const cache = openAssemblyCache(folder);
  expect(await cache.inputs()).toEqual([]);
  await cache.keep('a', assembly('one'), INPUTS);
  await cache.keep('b', assembly('two'), { 'lib/b.ts': '2' });
  for (const [key, text] of [
    ['c', '{"lib'],
    ['d', 'null'],
  ] as const) {
    await cache.keep(key, assembly(key), INPUTS);
    writeFileSync(join(folder, key, 'inputs.json'), text);
  }
  expect(await cache.inputs()).toEqual([INPUTS, { 'lib/b.ts': '2' }]);
});

test('the same key is kept again, and by two at once', async () => {
  const folder = emptyFolder();
  const cache = openAssemblyCache(folder);
  await cache.keep('a', assembly('one'), INPUTS);
  await cache.keep('a', assembly('two'), INPUTS);
  expect(await restored(cache, 'a')).toBe('two');

  await Promise.all(['three', 'three', 'three'].map((text) => cache.keep('a', assembly(text), INPUTS)));
  expect(await restored(cache, 'a')).toBe('three');
  expect(readdirSync(folder)).toEqual(['a']);
});

test('the six that were used last are kept, and no draft of a process that was killed', async () => {
  const folder = emptyFolder();
  const cache = openAssemblyCache(folder);
  for (const [hour, key] of ['a', 'b', 'c', 'd', 'e', 'f'].entries()) {
    await cache.keep(key, assembly(key), INPUTS);
    utimesSync(join(folder, key), hour * 3600, hour * 3600);
  }
  for (const name of ['draft-old', 'draft-new']) mkdirSync(join(folder, name));
  utimesSync(join(folder, 'draft-old'), 0, 0);

  expect(await restored(cache, 'a')).toBe('a');
  await cache.keep('g', assembly('g'), INPUTS);
  expect(readdirSync(folder).toSorted()).toEqual(['a', 'c', 'd', 'draft-new', 'e', 'f', 'g']);
});

test('the key of hashes stays, is closed to others, and two that start at once have the same', async () => {
  const folder = join(emptyFolder(), '.tenantry', 'assemblies');
  const keys = await Promise.all(Array.from({ length: 8 }, () => openAssemblyCache(folder).hashKey()));
  expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
  expect(await openAssemblyCache(folder).hashKey()).toEqual(keys[0]);
  expect(readdirSync(dirname(folder))).toEqual(['assemblies.key']);
  expect([`${folder}.key`, dirname(folder)].map((path) => statSync(path).mode & 0o077)).toEqual([0, 0]);
  expect(await openAssemblyCache(`${folder}-other`).hashKey()).not.toEqual(keys[0]);
});

test('what was kept without the key is removed', async () => {
  const folder = emptyFolder();
  const cache = openAssemblyCache(folder);
  await cache.keep('a', assembly('one'), INPUTS);
  await cache.hashKey();
  expect(existsSync(folder)).toBe(false);
  await cache.keep('a', assembly('two'), INPUTS);
  await cache.hashKey();
  expect(await restored(cache, 'a')).toBe('two');
});

test('a key that was cut off is replaced, and one that cannot be kept stops nothing', async () => {
  const folder = join(emptyFolder(), 'assemblies');
  writeFileSync(`${folder}.key`, 'short');
  const key = await openAssemblyCache(folder).hashKey();
  expect([key.length, readFileSync(`${folder}.key`)]).toEqual([32, key]);
  expect(await openAssemblyCache(join(`${folder}.key`, 'below')).hashKey()).toHaveLength(32);
});
