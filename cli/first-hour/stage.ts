import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { stackNames } from '../doctor/aws/installation.ts';
import type { Cdk } from '../shared/cdk.ts';
import { deployedToken } from '../shared/deployed-token.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { FirstHourOptions } from './options.ts';

/** The configuration of the stage; nothing is sent to its addresses. */
export const SETTINGS = {
  email: { from: 'first-hour@example.com', passwordUrl: 'https://first-hour.example.com/password#' },
  canary: { enabled: false },
};

const pathOf = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));

type Names = Pick<FirstHourOptions, 'stage' | 'name'>;

/** Returns the name of the stack that the questions need besides the product. */
export const probeStackName = ({ name, stage }: Names): string => `${name}-${stage}-probe`;

/** Returns the stacks of the stage, the product's and that of the questions. */
export const stacksOf = (names: Names): readonly string[] => [...stackNames(`${names.name}-${names.stage}`), probeStackName(names)];

/** Returns the options of `cdk` that deploy the stage and those that remove it. */
export const cdkOptions = ({ stage, name }: Names, output: string) => {
  const common = ['--all', '-c', `stage=${stage}`, '-c', `name=${name}`, '--output', output];
  return { deploy: ['deploy', ...common, '--require-approval', 'never'], destroy: ['destroy', ...common, '--force'] };
};

/**
 * Refuses a stage of which a stack is there, so that only what this run makes is ever removed.
 * @throws {UsageError}
 */
export const requireNoStacks = async (client: CloudFormationClient, names: Names): Promise<void> => {
  for (const StackName of stacksOf(names)) {
    if (await exists(client, StackName)) {
      throw new UsageError(`The stack ${StackName} is there already. If an interrupted run left it, --clean removes it.`);
    }
  }
};

const exists = async (client: CloudFormationClient, StackName: string): Promise<boolean> => {
  try {
    await client.send(new DescribeStacksCommand({ StackName }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError') return false;
    throw error;
  }
};

/**
 * Creates the deployment of the product by this project's `cdk`; `remove` needs no `deploy` before.
 */
export const productStage = (names: Names, cdk: Cdk) => {
  /**
   * Runs `cdk` while the stage has its settings, in a file of which tenantry.config.ts need not
   * know.
   */
  const withSettings = async (run: 'deploy' | 'destroy'): Promise<void> => {
    const file = pathOf(`tenantry.${names.stage}.json`);
    const directory = await mkdtemp(join(tmpdir(), 'tenantry-first-hour-'));
    await writeFile(file, JSON.stringify(SETTINGS), { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? new UsageError(`${file} is there already. Give the first hour a stage of its own.`) : error;
    });
    try {
      await cdk(...cdkOptions(names, directory)[run]);
    } finally {
      await Promise.all([rm(file, { force: true }), rm(directory, { recursive: true, force: true })]);
    }
  };
  return { deploy: () => withSettings('deploy'), remove: () => withSettings('destroy') };
};

/** Gets a token of the operator from the user pool of the stage. */
export const operatorToken = ({ stage, name }: Names): Promise<string> => deployedToken({ stage, name });
