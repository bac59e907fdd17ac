import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyAssembly } from '../../testing/copy-assembly.ts';

const PLACEHOLDER = 'https://receiver.placeholder.test';
/** In the build, from its root. */
const SYNTHESIZE = './local/synthesize.ts';
const HERE = fileURLToPath(new URL('../..', import.meta.url));

/** The name of the operator endpoint, which gets every event. */
export const OPERATOR_ENDPOINT = 'proof';

/**
 * Synthesises the stage `local` of a checkout, this one unless named, by its own code, with one
 * operator endpoint if there is a receiver for it; returns the folder of the assembly.
 */
export const makeAssembly = async (folder: string, receiverUrl?: string, build = HERE): Promise<string> => {
  const [synthesised, assembly] = [join(folder, 'synthesised'), join(folder, 'assembly')];
  const webhooks = receiverUrl === undefined ? [] : [{ name: OPERATOR_ENDPOINT, url: `${PLACEHOLDER}/operator` }];
  const call = [synthesised, webhooks, { overrides: { webhookSettleSeconds: 0 } }].map((argument) => JSON.stringify(argument)).join();
  const child = spawn(process.execPath, ['--input-type=module', '--eval', `(await import('${SYNTHESIZE}')).synthesize(${call})`], {
    cwd: build,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    words += chunk;
  });
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`${build} was not synthesised: ${words.slice(0, 2_000)}`);
  if (receiverUrl === undefined) return synthesised;
  mkdirSync(assembly);
  await copyAssembly(synthesised, assembly, { [PLACEHOLDER]: receiverUrl });
  return assembly;
};
