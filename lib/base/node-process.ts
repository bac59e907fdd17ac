import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs a TypeScript file by this Node.js, beside this process; it ends no later than this one.
 * @throws when it fails: it has written why
 */
export const runFile = async (file: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<void> => {
  const child = spawn(process.execPath, [file, ...args], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  const stop = () => child.kill();
  process.once('exit', stop);
  const [status] = (await once(child, 'close')) as [number | null];
  process.off('exit', stop);
  if (status !== 0) throw new Error(`${file} failed`);
};
