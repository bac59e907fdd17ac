import type { StackArtifact } from './assembly.ts';

/** The Region and account of the stacks. */
export interface AwsEnvironment {
  readonly region: string;
  readonly account: string;
}

/**
 * The environment of the first stack that is bound to one; `us-east-1` and account `000000000000`
 * for environment-agnostic stacks.
 */
export const environmentOf = (stacks: readonly StackArtifact[]): AwsEnvironment => {
  const [account, region] = stacks
    .map(({ environment }) => environment.replace('aws://', '').split('/'))
    .reduce<readonly (string | undefined)[]>((found, parts) => [found[0] ?? bound(parts[0]), found[1] ?? bound(parts[1])], []);

  return { region: region ?? 'us-east-1', account: account ?? '000000000000' };
};

/** The value of a CloudFormation pseudo parameter, or undefined when the name is none. */
export const pseudoParameter = (name: string, stack: string, { region, account }: AwsEnvironment): string | undefined => {
  const values: Readonly<Record<string, string>> = {
    'AWS::Region': region,
    'AWS::AccountId': account,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/${stack}/local`,
  };
  return values[name];
};

const bound = (part: string | undefined): string | undefined => (part && !part.startsWith('unknown-') ? part : undefined);
