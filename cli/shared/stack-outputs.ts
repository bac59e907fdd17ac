import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { stackName } from '../../lib/base/stack-names.ts';
import { UsageError } from './usage-error.ts';

/** The outputs of one stack of an installation (`<name>-<stage>`), read with the operator's AWS credentials. @throws {UsageError} when there is no such stack. */
export const stackOutputs = async (installation: string, stack: 'Data' | 'Api'): Promise<Readonly<Record<string, string>>> => {
  const StackName = stackName(installation, stack);
  try {
    const { Stacks: [found] = [] } = await new CloudFormationClient().send(new DescribeStacksCommand({ StackName }));
    return outputsOf(found);
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError') throw new UsageError(error.message);
    throw error;
  }
};

/** The outputs of a stack by their keys; none of one that is not there. */
export const outputsOf = ({ Outputs = [] }: Pick<Stack, 'Outputs'> = {}): Readonly<Record<string, string>> =>
  Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue] as const));
