import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { Stack, Stage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import { type BuildOptions, type BuildResult, buildSync } from 'esbuild';
import { OPERATIONS } from '../../functions/operations.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FUNCTIONS = join(ROOT, 'functions');

/** A file under functions/, without its extension. */
export type EntryPoint = `${string}/${string}`;

// The fallback function has theirs.
const WITHOUT_FUNCTION = OPERATIONS.filter(({ inFallback }) => inFallback).map(({ handler }): string => handler);

/**
 * Every Lambda function: the files that export a `handler`. A registry names those of operations, a
 * construct each of the others.
 */
export const ENTRY_POINTS: readonly string[] = globSync('*/**/*.ts', { cwd: FUNCTIONS, exclude: ['generated/**'] })
  .filter((file) => /^export const handler\b/m.test(readFileSync(join(FUNCTIONS, file), 'utf8')))
  .map((file) => file.slice(0, -'.ts'.length))
  .filter((entry) => !WITHOUT_FUNCTION.includes(entry))
  .toSorted();

// The modules of the engine, each named as the package of the SDK that it is in place of.
const BY_ENGINE = globSync('{client,lib,util}-*.ts', { cwd: join(ROOT, 'packages/aws-engine/src') });

// Source maps contain paths relative to this folder.
const NOMINAL_FOLDER = join(ROOT, 'cdk.out', 'bundle');

const bundles = new WeakMap<IConstruct, string>();

/**
 * Returns the code of one function; `handler` is `index.handler`. The first call of an app bundles
 * all of them, unless the app bundles nothing.
 */
export const codeOf = (scope: Construct, entry: EntryPoint): Code => {
  if (!ENTRY_POINTS.includes(entry)) throw new Error(`functions/${entry}.ts is no function: write it, with \`export const handler\``);
  if (!Stack.of(scope).bundlingRequired) return Code.fromInline('exports.handler = async () => ({ statusCode: 501 });');
  const root = scope.node.root;
  const folder = bundles.get(root) ?? bundle(join(Stage.of(scope)?.outdir ?? ROOT, 'bundle'));
  bundles.set(root, folder);

  return Code.fromAsset(join(folder, folderOf(entry)));
};

const folderOf = (entry: string): string => entry.replaceAll('/', '-');

// Bundles all functions in one esbuild call: NodejsFunction starts a process per function, which
// would be most of the time of a synth.
const bundle = (folder: string): string => {
  const { outputFiles, metafile } = buildWithoutCollector({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(ENTRY_POINTS.map((entry) => [`${folderOf(entry)}/index`, `functions/${entry}.ts`])),
    outdir: NOMINAL_FOLDER,
    outExtension: { '.js': '.mjs' },
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    alias: Object.fromEntries(BY_ENGINE.map((file) => [`@aws-sdk/${file.slice(0, -'.ts'.length)}`, `@tenantry/aws-engine/${file}`])),
    legalComments: 'none',
    sourcemap: 'external',
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
  });
  for (const { path, contents, text } of outputFiles) {
    const file = join(folder, relative(NOMINAL_FOLDER, path));
    if (path.endsWith('.map')) write(`${file}.br`, shippedMap(text));
    else write(file, contents);
  }
  write(join(folder, 'metafile.json'), JSON.stringify(metafile));

  return folder;
};

// The process ends with the build, so collecting its garbage would be a fifth of the work for
// nothing; esbuild's own command does without, too. `GOGC` is a variable of the Go runtime.
const buildWithoutCollector = <Options extends BuildOptions>(options: Options): BuildResult<Options> => {
  const { GOGC } = process.env;
  process.env.GOGC ??= 'off';
  try {
    return buildSync<Options>(options as never) as BuildResult<Options>;
  } finally {
    if (GOGC === undefined) delete process.env.GOGC;
  }
};

// A function reads its map when it logs a defect, and not at every start, as it would with
// `--enable-source-maps`. So the map may be small rather than quick to read.
const shippedMap = (text: string): Buffer => {
  const map = JSON.parse(text) as { readonly sources: readonly string[] };
  // Nothing reads the names: a fifth of the bytes.
  const shipped = { ...map, sources: map.sources.map(fromRoot), names: [] };
  // Higher qualities take five times as long for 5 % less.
  return brotliCompressSync(JSON.stringify(shipped), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
};

// A stack names `functions/system/health.ts`, as the repository does, and an asset's hash does not
// depend on where the app is written.
const fromRoot = (source: string): string => source.replace(/^(?:\.\.\/)+/, '');

const write = (file: string, contents: string | Uint8Array): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, contents);
};
