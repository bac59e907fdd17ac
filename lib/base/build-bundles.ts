/**
 * Bundles every function into the folder that is named, as a process of its own: esbuild, which it
 * loads, then works beside the process that loads the CDK.
 */
import { globSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { build } from 'esbuild';
import { bundleFolder, ENTRY_POINTS } from './entry-points.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

// The modules of the engine, each named as the package of the SDK that it is in place of.
const BY_ENGINE = globSync('{client,lib,util}-*.ts', { cwd: join(ROOT, 'packages/aws-engine/src') }).map((file) => basename(file, '.ts'));

// Source maps contain paths relative to this folder.
const NOMINAL_FOLDER = join(ROOT, 'cdk.out', 'bundle');

// Bundles all functions in one esbuild call: NodejsFunction starts a process per function, which
// would be most of the time of a synth.
const buildBundles = async (folder: string): Promise<void> => {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(ENTRY_POINTS.map((entry) => [`${bundleFolder(entry)}/index`, `functions/${entry}.ts`])),
    outdir: NOMINAL_FOLDER,
    outExtension: { '.js': '.mjs' },
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    alias: Object.fromEntries(BY_ENGINE.map((name) => [`@aws-sdk/${name}`, `@tenantry/aws-engine/${name}`])),
    legalComments: 'none',
    sourcemap: 'external',
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
  });
  await Promise.all([
    write(join(folder, 'metafile.json'), JSON.stringify(metafile)),
    // Compressed already; esbuild would read them as scripts.
    cp(join(ROOT, 'functions/generated/reference'), join(folder, bundleFolder('system/reference'), 'reference'), { recursive: true }),
    ...outputFiles.map(async ({ path, contents, text }) => {
      const file = join(folder, relative(NOMINAL_FOLDER, path));
      await (path.endsWith('.map') ? write(`${file}.br`, await shippedMap(text)) : write(file, contents));
    }),
  ]);
};

// A function reads its map when it logs a defect, and not at every start, as it would with
// `--enable-source-maps`. So the map may be small rather than quick to read.
const shippedMap = (text: string): Promise<Buffer> => {
  const map = JSON.parse(text) as { readonly sources: readonly string[] };
  // Nothing reads the names: a fifth of the bytes.
  const shipped = { ...map, sources: map.sources.map(fromRoot), names: [] };
  // Higher qualities take five times as long for 5 % less.
  return compress(JSON.stringify(shipped), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
};

const compress = promisify(brotliCompress);

// A stack names `functions/system/health.ts`, as the repository does, and an asset's hash does not
// depend on where the app is written.
const fromRoot = (source: string): string => source.replace(/^(?:\.\.\/)+/, '');

const write = async (file: string, contents: string | Uint8Array): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, contents);
};

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: build-bundles.ts <folder>');
await buildBundles(folder);
