import { fileURLToPath } from 'node:url';
import type { Commands } from './commands.ts';

const CDK = fileURLToPath(new URL('../node_modules/aws-cdk/bin/cdk', import.meta.url));

/** Runs the CDK command line of the project; rejects with what it printed when it fails. */
export type Cdk = (...options: readonly string[]) => Promise<void>;

/** The real `cdk`, with this environment and no other. */
export const cdkWith = (environment: Readonly<Record<string, string>>, commands: Commands): Cdk => {
  return async (...options) => {
    const { code, output } = await commands.run([CDK, ...options, '--no-color', '--no-notices'], environment);
    if (code !== 0) throw new Error(`cdk ${options[0]} failed: ${output.trim().slice(-3000)}`);
  };
};
