import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Requires that a folder is a checkout that can be measured beside this one.
 *
 * @throws {Error} a sentence, when it is not
 */
export const requireCheckout = (folder: string): void => {
  for (const [path, words] of NEEDED) {
    if (!existsSync(join(folder, path))) throw new Error(`--against ${folder} ${words}`);
  }
};

const NEEDED = [
  ['', 'does not exist.'],
  ['local/synthesize.ts', 'is no checkout of this project: it has no local/synthesize.ts.'],
  ['bench/runtime-worker.ts', 'is no checkout of this project: it has no bench/runtime-worker.ts.'],
  ['node_modules/aws-cdk-lib', 'has no packages: run npm ci in it.'],
] as const;
