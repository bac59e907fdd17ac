import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runFile } from './node-process.ts';

const COMMAND = fileURLToPath(new URL('build-bundles.ts', import.meta.url));

// The process ends with the build, so collecting its garbage would be a fifth of the work for
// nothing; esbuild's own command does without, too. `GOGC` is a variable of the Go runtime.
const environment = () => ({ GOGC: 'off', ...process.env });

/** Bundles every function into a folder while this process does other work. */
export const startBundling = (folder: string): Promise<void> => runFile(COMMAND, [folder], environment());

/** Bundles every function into a folder, and waits for it. */
export const bundleNow = (folder: string): void => {
  const { status } = spawnSync(process.execPath, [COMMAND, folder], { env: environment(), stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${COMMAND} failed`);
};
