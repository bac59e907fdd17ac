import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readHashKey } from './hash-key.ts';
import type { SynthesisInputs } from './synthesis-inputs.ts';

/** A folder of cloud assemblies, each under the key of all that it was synthesised from. */
export interface AssemblyCache {
  /** Writes the assembly of that key to `outdir`; false when there is none, or a damaged one. */
  restore(key: string, outdir: string): Promise<boolean>;
  /**
   * Keeps a copy of the assembly in `outdir` and what it was made from, instead of any that is kept
   * under its key.
   */
  keep(key: string, outdir: string, inputs: SynthesisInputs): Promise<void>;
  /** Returns what each of the kept assemblies was made from. */
  inputs(): Promise<readonly SynthesisInputs[]>;
  /** Returns the key of the hashes of secret things, which lies beside the folder. */
  hashKey(): Promise<Buffer>;
}

/** A few branches, each with and without webhooks. */
const MOST_ASSEMBLIES = 6;

/** A draft that is older was left by a process that was killed. */
const DRAFT_MS = 3_600_000;

// What the functions were bundled into; the assembly has copies under the names of their hashes.
const NOT_KEPT = 'bundle';

/** The hash of each file of an assembly, by its path. */
type Hashes = Readonly<Record<string, string>>;

/** Without it, nothing can be run of an assembly. */
const MANIFEST = 'manifest.json';

/** Opens the cache in a folder, which is made at its first use. */
export const openAssemblyCache = (folder: string): AssemblyCache => ({
  async restore(key, outdir) {
    const entry = join(folder, key);
    const files = await readWhole(entry);
    if (!files) {
      await remove(folder, key);
      return false;
    }
    for (const [path, content] of files) {
      await mkdir(dirname(join(outdir, path)), { recursive: true });
      await writeFile(join(outdir, path), content);
    }
    await touch(entry);
    return true;
  },

  async keep(key, outdir, inputs) {
    const draft = join(folder, `draft-${randomUUID()}`);
    await removeFile(folder);
    await mkdir(draft, { recursive: true, mode: 0o700 });
    const assembly = join(draft, 'assembly');
    await cp(outdir, assembly, { recursive: true, filter: (path) => path !== join(outdir, NOT_KEPT) });
    await writeFile(join(draft, 'hashes.json'), JSON.stringify(await hashesOf(assembly)));
    await writeFile(join(draft, 'inputs.json'), JSON.stringify(inputs));
    // Renamed when it is whole. Another start may keep the same one at this moment.
    await remove(folder, key);
    await rename(draft, join(folder, key)).catch(() => rm(draft, { recursive: true, force: true }));
    await prune(folder);
  },

  async inputs() {
    const names = await readdir(folder).catch(() => []);
    const kept = await Promise.all(names.filter((name) => !isDraft(name)).map((name) => readInputs(join(folder, name))));
    return kept.filter((inputs) => inputs !== undefined);
  },

  async hashKey() {
    const file = `${folder}.key`;
    // What was kept under another key cannot be found again.
    if (!existsSync(file)) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    // Without a key that lasts, nothing is found again, and everything works.
    return readHashKey(file).catch(() => randomBytes(32));
  },
});

const readInputs = async (entry: string): Promise<SynthesisInputs | undefined> => {
  try {
    const inputs: unknown = JSON.parse(await readFile(join(entry, 'inputs.json'), 'utf8'));
    return typeof inputs === 'object' && inputs !== null ? (inputs as SynthesisInputs) : undefined;
  } catch {
    return undefined;
  }
};

// Nothing can be kept where a file has the name of the folder.
const removeFile = async (path: string): Promise<void> => {
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isFile()) await rm(path, { force: true });
};

// Out of the way first: two starts cannot remove the same folder.
const remove = async (folder: string, key: string): Promise<void> => {
  const removed = join(folder, `draft-${randomUUID()}`);
  await rename(join(folder, key), removed).catch(() => undefined);
  await rm(removed, { recursive: true, force: true }).catch(() => undefined);
};

// Every file is compared with its hash: an assembly that was cut off or edited is not run.
const readWhole = async (entry: string): Promise<ReadonlyMap<string, Buffer> | undefined> => {
  try {
    const hashes = Object.entries(JSON.parse(await readFile(join(entry, 'hashes.json'), 'utf8')) as Hashes);
    const listed = new Set(hashes.map(([path]) => path));
    const unlisted = [MANIFEST, ...(await filesIn(join(entry, 'assembly')))].find((path) => !listed.has(path));
    if (unlisted !== undefined) throw new Error(`${unlisted} is not in the list of files`);
    const files = await Promise.all(
      hashes.map(async ([path, hash]) => {
        if (path.split(/[\\/]/).includes('..')) throw new Error(`${path} is outside of the assembly`);
        const content = await readFile(join(entry, 'assembly', path));
        if (sha256(content) !== hash) throw new Error(`${path} was changed`);
        return [path, content] as const;
      }),
    );
    return new Map(files);
  } catch {
    return undefined;
  }
};

const hashesOf = async (folder: string): Promise<Hashes> => {
  const paths = await filesIn(folder);
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [path, sha256(await readFile(join(folder, path)))] as const)));
};

const filesIn = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
};

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

const touch = (entry: string): Promise<void> => {
  const now = new Date();
  return utimes(entry, now, now).catch(() => undefined);
};

// Another start may have removed it.
const lastUse = (entry: string): Promise<number> =>
  stat(entry).then(
    ({ mtimeMs }) => mtimeMs,
    () => Infinity,
  );

const isDraft = (name: string): boolean => name.startsWith('draft-');

const prune = async (folder: string): Promise<void> => {
  const names = await readdir(folder);
  const entries = await Promise.all(names.map(async (name) => ({ name, used: await lastUse(join(folder, name)) })));
  const assemblies = entries.filter(({ name }) => !isDraft(name)).toSorted((one, other) => other.used - one.used);
  const abandoned = entries.filter(({ name, used }) => isDraft(name) && used < Date.now() - DRAFT_MS);
  for (const { name } of [...assemblies.slice(MOST_ASSEMBLIES), ...abandoned]) await remove(folder, name);
};
