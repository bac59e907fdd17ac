import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stack, Stage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import { bundleNow } from './bundling.ts';
import { bundleFolder, ENTRY_POINTS, type EntryPoint } from './entry-points.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

// The package has them beside its code, so that nobody who has installed it bundles anything.
const SHIPPED = existsSync(join(ROOT, 'bundles')) ? join(ROOT, 'bundles') : undefined;

const folders = new WeakMap<IConstruct, string>();

/** Has an app use the bundles of a folder, which `startBundling` has filled, and make none. */
export const useBundles = (app: IConstruct, folder: string): void => {
  folders.set(app, folder);
};

/**
 * Returns the code of one function; `handler` is `index.handler`. The first call of an app bundles
 * all of them, unless the app has a folder of bundles, or bundles nothing.
 */
export const codeOf = (scope: Construct, entry: EntryPoint): Code => {
  if (SHIPPED === undefined && !ENTRY_POINTS.includes(entry))
    throw new Error(`functions/${entry}.ts is no function: write it, with \`export const handler\``);
  if (!Stack.of(scope).bundlingRequired) return Code.fromInline('exports.handler = async () => ({ statusCode: 501 });');

  return Code.fromAsset(join(bundlesOf(scope), bundleFolder(entry)));
};

const bundlesOf = (scope: Construct): string => {
  const { root } = scope.node;
  const known = folders.get(root) ?? SHIPPED;
  if (known !== undefined) return known;
  const folder = join(Stage.of(scope)?.outdir ?? ROOT, 'bundle');
  bundleNow(folder);
  useBundles(root, folder);

  return folder;
};
