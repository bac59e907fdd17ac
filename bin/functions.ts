import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBundling } from '../lib/base/bundling.ts';
import { runFile } from '../lib/base/node-process.ts';

const GENERATE = fileURLToPath(new URL('../tools/generate.ts', import.meta.url));

/**
 * Generates the validators and bundles the functions, in processes of their own. When one of them
 * fails, it has written why, and this process ends.
 *
 * @returns the folder of the bundles; none when the app bundles nothing, or is not to be written.
 */
export const startFunctions = async ({ CDK_OUTDIR, CDK_CONTEXT_JSON = '{}' }: NodeJS.ProcessEnv): Promise<string | undefined> => {
  try {
    await runFile(GENERATE, ['--validators']);
    if (CDK_OUTDIR === undefined || bundlesNothing(CDK_CONTEXT_JSON)) return undefined;
    const folder = join(CDK_OUTDIR, 'bundle');
    await startBundling(folder);
    return folder;
  } catch {
    return process.exit(1);
  }
};

// As `cdk list` and `cdk destroy` ask for.
const bundlesNothing = (context: string): boolean => {
  const { 'aws:cdk:bundling-stacks': stacks } = JSON.parse(context) as { readonly 'aws:cdk:bundling-stacks'?: readonly string[] };
  return stacks?.length === 0;
};
