import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { stackName } from '../../lib/base/stack-names.ts';
import { UsageError } from './usage-error.ts';

/**
 * Reads the outputs of one stack of an installation (`<name>-<stage>`) with the operator's AWS
 * credentials.
 * @throws {UsageError} when there is no such stack
 */
export const readStackOutputs = async (installation: string, stack: 'Data' | 'Api'): Promise<Readonly<Record<string, string>>> => {
  const StackName = stackName(installation, stack);
  try {
    const { Stacks: [found] = [] } = await new CloudFormationClient().send(new DescribeStacksCommand({ StackName }));
    return toOutputs(found);
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError') throw new UsageError(error.message);
    throw error;
  }
};

/** Returns the outputs of a stack by their keys; an empty object without a stack. */
export const toOutputs = ({ Outputs = [] }: Pick<Stack, 'Outputs'> = {}): Readonly<Record<string, string>> =>
  Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue] as const));
