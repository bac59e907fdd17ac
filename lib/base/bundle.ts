import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stack, Stage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import { buildSync } from 'esbuild';
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

// Source maps contain paths relative to this folder. It is fixed, so that an asset's hash does not
// depend on where the app is written.
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
  const { outputFiles, metafile } = buildSync({
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
    alias: { '@aws-sdk/credential-provider-node': './lib/base/lambda-credentials.ts' },
    legalComments: 'none',
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
  });
  for (const { path, contents } of outputFiles) write(join(folder, relative(NOMINAL_FOLDER, path)), contents);
  write(join(folder, 'metafile.json'), JSON.stringify(metafile));

  return folder;
};

const write = (file: string, contents: string | Uint8Array): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, contents);
};
