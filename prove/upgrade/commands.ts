import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { System } from '../system/system.ts';

const TENANTRY = fileURLToPath(new URL('../../cli/tenantry.ts', import.meta.url));

/** Returns variables without those that settle a command's stage, credentials or Region. */
export const withoutSettings = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:TENANTRY|AWS)_/i.test(name)));

/**
 * Returns what runs a command of the operator on a system, in a folder of its own from which the
 * system is found.
 */
export const commandsFor = (system: Pick<System, 'url'>, folder: string) => {
  const place = join(folder, 'operator');
  mkdirSync(place);
  symlinkSync(join(folder, 'state'), join(place, '.tenantry'));
  const env = { ...withoutSettings(process.env), TENANTRY_URL: system.url };

  /** Resolves with what it printed. @throws {Error} with its words, when it fails */
  return async (...args: readonly string[]): Promise<string> => {
    const child = spawn(process.execPath, [TENANTRY, ...args, '--stage', 'local'], { cwd: place, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
    const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const code = await exit;
    if (code !== 0) throw new Error(`tenantry ${args.join(' ')} ended with ${code}: ${errors.trim()}`);
    return output;
  };
};
