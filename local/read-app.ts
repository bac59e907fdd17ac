import { readFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Inputs } from '../tools/inputs/hash-files.ts';
import { PROJECT_INPUTS, STAGE_FILE_INPUTS, SYNTHESIS_INPUTS } from '../tools/inputs/inputs.ts';
import { withLockFiles } from '../tools/inputs/lock-files.ts';

const HOME = fileURLToPath(new URL('..', import.meta.url));

/** The app that is synthesised: its command, its context, and what decides what it writes. */
interface LocalApp {
  readonly app: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly inputs: Inputs;
}

/**
 * Reads which app a folder has: that of its `cdk.json`, or the package's own, with one
 * installation, where there is none.
 * @throws {Error} a sentence, when `cdk.json` cannot be read or names no app
 */
export const readApp = async (folder: string): Promise<LocalApp> => {
  const text = await readFile(join(folder, 'cdk.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  if (text === undefined) return { app: OWN_APP, context: {}, inputs: withLockFiles(STAGE_FILE_INPUTS, folder) };
  const { app, context = {} } = parse(text) as { readonly app?: unknown; readonly context?: LocalApp['context'] };
  if (typeof app !== 'string') throw new Error(`cdk.json in ${folder} names no app: add "app": "node bin/app.ts".`);
  return { app, context, inputs: resolve(folder) === resolve(HOME) ? SYNTHESIS_INPUTS : withLockFiles(PROJECT_INPUTS, folder) };
};

const OWN_APP = `"${process.execPath}" "${join(HOME, 'bin', `installed${extname(import.meta.url)}`)}"`;

const parse = (text: string): object => {
  try {
    return JSON.parse(text) as object;
  } catch (error) {
    throw new Error(`cdk.json is no JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
};
