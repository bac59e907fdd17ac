/**
 * Returns the id by which a wildcard in a policy is acknowledged: only service and name of its ARN,
 * such as `events:rule/…/tenantry-dev-*`, where `…` is the name of another resource.
 */
export const wildcardFinding = (resource: string): string => `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`;

/**
 * Returns cdk-nag's finding of a wildcard in the form of `wildcardFinding`: its own form depends on
 * whether CDK has made exports of references yet.
 */
export const shortFinding = (finding: string): string =>
  finding
    .replace(/<[^>]+>|[A-Za-z0-9-]+:ExportsOutput[A-Za-z0-9]+/g, '…')
    .replace(/^Resource::arn:[^:]+:([^:]+):[^:]*:[^:]*:/, 'Resource::$1:');
