import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { stackName } from '../lib/stack-names.ts';
import { UsageError } from './usage-error.ts';

/** The outputs of one stack of an installation (`<name>-<stage>`), read with the operator's AWS credentials. @throws {UsageError} when there is no such stack. */
export const stackOutputs = async (installation: string, stack: 'Data' | 'Api'): Promise<Readonly<Record<string, string>>> => {
  const StackName = stackName(installation, stack);
  try {
    const { Stacks = [] } = await new CloudFormationClient().send(new DescribeStacksCommand({ StackName }));
    const outputs = Stacks.flatMap(({ Outputs = [] }) => Outputs);
    return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue] as const));
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError') throw new UsageError(error.message);
    throw error;
  }
};
