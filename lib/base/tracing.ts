import { Validations } from 'aws-cdk-lib';
import { Grant, type Role } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { wildcardFinding } from './wildcard-finding.ts';

/**
 * Lets Lambda record traces of a function, and the function send them, but not read the sampling of
 * others.
 */
export const trace = (lambda: LambdaFunction, role: Role): void => {
  const resource = lambda.node.defaultChild as CfnFunction;
  resource.tracingConfig = { mode: 'Active' };
  // X-Ray has no resources for these (Service Authorization Reference, "AWS X-Ray").
  Grant.addToPrincipal({ grantee: role, actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resourceArns: ['*'] });
  Validations.of(role).acknowledge({ id: wildcardFinding('*'), reason: REASON });
};

const REASON =
  'X-Ray takes traces without naming a resource, and Lambda looks at network interfaces without one where the function is in a network.';
