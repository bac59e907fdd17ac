import { fileURLToPath } from 'node:url';
import type { Processes } from './processes.ts';

const CDK = fileURLToPath(new URL('../../node_modules/aws-cdk/bin/cdk', import.meta.url));

/** Runs the CDK command line of the project; rejects with what it printed when it fails. */
export type Cdk = (...options: readonly string[]) => Promise<void>;

/** Creates the runner of the real `cdk`, with this environment and no other. */
export const bindCdk = (environment: Readonly<Record<string, string>>, processes: Processes): Cdk => {
  return async (...options) => {
    const { code, output } = await processes.run([CDK, ...options, '--no-color', '--no-notices'], environment);
    if (code !== 0) throw new Error(`cdk ${options[0]} failed: ${output.trim().slice(-3000)}`);
  };
};
