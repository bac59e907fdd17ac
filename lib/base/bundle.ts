import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stack, Stage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import { buildSync } from 'esbuild';

/** Every Lambda function: the file under functions/, without its extension, that exports its `handler`. */
export const ENTRY_POINTS = [
  'partners/create',
  'partners/get',
  'partners/list',
  'partners/update',
  'partners/contacts/create',
  'partners/contacts/get',
  'partners/contacts/list',
  'partners/contacts/update',
  'partners/credentials/create',
  'partners/credentials/list',
  'partners/credentials/delete',
  'partners/passwords/set',
  'resellers/create',
  'resellers/get',
  'resellers/list',
  'resellers/update',
  'resellers/delete',
  'resellers/limits-get',
  'organizations/create',
  'organizations/get',
  'organizations/list',
  'organizations/update',
  'organizations/delete',
  'organizations/restore',
  'organizations/put',
  'organizations/batch',
  'webhooks/create',
  'webhooks/get',
  'webhooks/list',
  'webhooks/update',
  'webhooks/delete',
  'webhooks/test',
  'event-logs/list',
  'webhooks/reconcile',
  'deliveries/list',
  'deliveries/get',
  'deliveries/redeliver',
  'deliveries/collect',
  'system/health',
  'system/openapi',
  'system/asyncapi',
  'system/fallback',
  'signatures/get-keys',
  'signatures/rotate',
  'events/publish',
  'welcome/send',
  'canary/run',
  'canary/arrive',
  'identity/bind',
] as const;

export type EntryPoint = (typeof ENTRY_POINTS)[number];

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
// Source maps hold paths relative to this folder. It is fixed, so that an asset's hash does not depend on where the app is written.
const NOMINAL_FOLDER = join(ROOT, 'cdk.out', 'bundle');

const bundles = new WeakMap<IConstruct, string>();

/** The code of one function; `handler` is `index.handler`. All are bundled at the first call of an app, or none if the app bundles nothing. */
export const codeOf = (scope: Construct, entry: EntryPoint): Code => {
  if (!Stack.of(scope).bundlingRequired) return Code.fromInline('exports.handler = async () => ({ statusCode: 501 });');
  const root = scope.node.root;
  const folder = bundles.get(root) ?? bundle(join(Stage.of(scope)?.outdir ?? ROOT, 'bundle'));
  bundles.set(root, folder);

  return Code.fromAsset(join(folder, folderOf(entry)));
};

const folderOf = (entry: EntryPoint): string => entry.replaceAll('/', '-');

// One esbuild call for all: NodejsFunction starts a process per function, which would be most of the time of a synth.
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
