import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CDK = fileURLToPath(new URL('../../node_modules/aws-cdk/bin/cdk', import.meta.url));

/** Runs the CDK command line of the project. */
export type Cdk = (...options: readonly string[]) => Promise<string>;

/** The real `cdk`, with this environment and no other; resolves with what it printed, rejects with it when it fails. */
export const cdkWith = (environment: Readonly<Record<string, string>>, signal: AbortSignal): Cdk => {
  return async (...options) => {
    const quiet = ['--no-color', '--no-notices'];
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [CDK, ...options, ...quiet], {
        ...{ cwd: ROOT, env: environment, signal, maxBuffer: 64 << 20 },
      });
      return stdout + stderr;
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`cdk ${options[0]} failed: ${`${stdout}${stderr}`.trim().slice(-3000)}`, { cause: error });
    }
  };
};
