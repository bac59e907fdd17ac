import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import type { Cdk } from '../cli/shared/cdk.ts';
import { type Adaptation, adapt } from './adaptations.ts';
import { type Omission, omitUnknown } from './omissions.ts';
import type { Report } from './report.ts';
import { clientOptions, type Target } from './target.ts';

/** The outputs that `cdk deploy` printed for each stack, by the stack's name. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The app on its way to the emulator, by the real command line. */
export interface Deployment {
  /** Fits a synthesised assembly to the emulator; returns what had to be left out. */
  fit(name: string, adaptations: readonly Adaptation[]): Promise<readonly Omission[]>;
  bootstrap(name: string): Promise<void>;
  deploy(name: string): Promise<Outputs>;
  /** Checks that `cdk diff` finds no change. @throws with the words of `cdk diff` otherwise */
  requireNoDifference(name: string): Promise<void>;
  /** Destroys every stack and throws when one of the app's is left. */
  destroy(name: string): Promise<void>;
}

/** Synthesises the app, as configured with `-c` options, into a folder of that name. */
export const synthesize = (directory: string, cdk: Cdk, name: string, context: readonly string[]): Promise<void> =>
  cdk('synth', '--quiet', '--output', join(directory, name), ...context.flatMap((pair) => ['-c', pair]));

/** Opens a folder for assemblies and outputs. */
export const deploymentIn = (directory: string, target: Target, cdk: Cdk, report: Report): Deployment => {
  const client = new CloudFormationClient(clientOptions(target));
  const at = (name: string): readonly string[] => ['--app', join(directory, name)];
  const noted = new Set<string>();

  return {
    async fit(name, adaptations) {
      const omitted = await omitUnknown(join(directory, name), client);
      for (const { reason } of adapt(join(directory, name), adaptations)) {
        if (!noted.has(reason)) report.note(`adapted: ${reason}`);
        noted.add(reason);
      }
      return omitted;
    },
    bootstrap: (name) => cdk('bootstrap', ...at(name)),
    async deploy(name) {
      const file = join(directory, `${name}-outputs.json`);
      await cdk('deploy', '--all', ...at(name), '--require-approval', 'never', '--outputs-file', file);
      return JSON.parse(await readFile(file, 'utf8')) as Outputs;
    },
    requireNoDifference: (name) => cdk('diff', '--all', '--fail', ...at(name)),
    async destroy(name) {
      await cdk('destroy', '--all', '--force', ...at(name));
      const { StackSummaries = [] } = await client.send(new ListStacksCommand());
      const left = StackSummaries.filter(
        ({ StackName = '', StackStatus }) => /^Tenantry-/.test(StackName) && StackStatus !== 'DELETE_COMPLETE',
      );
      if (left.length > 0) throw new Error(`left: ${left.map(({ StackName, StackStatus }) => `${StackName} ${StackStatus}`).join(', ')}`);
    },
  };
};
