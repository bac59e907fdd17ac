import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { stackName } from '../../lib/base/stack-names.ts';
import { localOutputs } from './local-stage.ts';
import { isLocalInstallation } from './local-stage-name.ts';
import { withStatus } from './status.ts';

/**
 * Reads the outputs of one stack of an installation (`<name>-<stage>`) with the operator's AWS
 * credentials; those of the local stage without.
 * @throws {Error} when there is no such stack
 */
export const readStackOutputs = async (installation: string, stack: 'Data' | 'Api'): Promise<Readonly<Record<string, string>>> => {
  if (isLocalInstallation(installation)) return localOutputs(installation, stack);
  const client = new CloudFormationClient();
  const StackName = stackName(installation, stack);
  try {
    const { Stacks: [found] = [] } = await withStatus(`Reading the outputs of ${StackName}`, () =>
      client.send(new DescribeStacksCommand({ StackName })),
    );
    return toOutputs(found);
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ValidationError')) throw error;
    const region = await client.config.region();
    throw new Error(
      `There is no stack ${StackName} in ${region}: is the stage deployed, and are AWS_REGION and AWS_PROFILE those of it? AWS says: ${error.message}`,
      { cause: error },
    );
  }
};

/** Returns the outputs of a stack by their keys; an empty object without a stack. */
export const toOutputs = ({ Outputs = [] }: Pick<Stack, 'Outputs'> = {}): Readonly<Record<string, string>> =>
  Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue] as const));
