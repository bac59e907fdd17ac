/**
 * The id by which a wildcard in a policy is acknowledged: of its ARN only service and name, such as `events:rule/…/tenantry-dev-*`, where
 * `…` is the name of another resource.
 */
export const wildcardFinding = (resource: string): string => `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`;

/** cdk-nag's words for a wildcard in those of `wildcardFinding`: its own depend on when it looks, before or after CDK has made exports of references. */
export const shortFinding = (finding: string): string =>
  finding
    .replace(/<[^>]+>|[A-Za-z0-9-]+:ExportsOutput[A-Za-z0-9]+/g, '…')
    .replace(/^Resource::arn:[^:]+:([^:]+):[^:]*:[^:]*:/, 'Resource::$1:');
