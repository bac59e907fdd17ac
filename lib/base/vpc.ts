import { Stack, Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Configuration } from '../configuration/configuration-schema.ts';
import { wildcardFinding } from './wildcard-finding.ts';

type Vpc = NonNullable<Configuration['vpc']>;

const CREATE = ['ec2:CreateNetworkInterface'];
const CHANGE = ['DeleteNetworkInterface', 'AssignPrivateIpAddresses', 'UnassignPrivateIpAddresses'].map((action) => `ec2:${action}`);
const LOOK = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'];

/**
 * Places a function in a network, and lets Lambda create its interfaces there, but not the
 * function's own code.
 */
export const placeInVpc = (lambda: LambdaFunction, role: Role, { subnetIds, securityGroupIds }: Vpc): void => {
  const resource = lambda.node.defaultChild as CfnFunction;
  resource.vpcConfig = { subnetIds: [...subnetIds], securityGroupIds: [...securityGroupIds] };

  const ec2 = (kind: string, id: string): string => Stack.of(lambda).formatArn({ service: 'ec2', resource: kind, resourceName: id });
  const resources = [...subnetIds.map((id) => ec2('subnet', id)), ...securityGroupIds.map((id) => ec2('security-group', id))];
  const statements = [
    new PolicyStatement({ actions: CREATE, resources: [ec2('network-interface', '*'), ...resources] }),
    // Lambda refuses to create a function whose role may change less: it requires one interface by
    // its id or every id of EC2, and no type of them (Lambda developer guide, "Execution role
    // permissions").
    new PolicyStatement({ actions: CHANGE, resources: [ec2('*', '*')] }),
    // EC2 accepts no narrower resource for these.
    new PolicyStatement({ actions: LOOK, resources: ['*'] }),
    // Lambda developer guide, "Giving Lambda functions access to resources in an Amazon VPC": calls
    // of the code have this key, Lambda's own do not.
    new PolicyStatement({
      effect: Effect.DENY,
      actions: [...CREATE, ...CHANGE, ...LOOK],
      resources: ['*'],
      conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
    }),
  ];
  for (const statement of statements) role.addToPolicy(statement);
  const reason =
    'Lambda makes the interfaces itself, without names to foresee, and has to look at all; the code of the function is denied both.';
  Validations.of(role).acknowledge(
    ...['ec2:network-interface/*', 'ec2:*/*', '*'].map((resource) => ({ id: wildcardFinding(resource), reason })),
  );
};
