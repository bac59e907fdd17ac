import { modelViolations } from '@tenantry/cdk-local/aws-model/check';

/**
 * Returns what the service model of EventBridge says against a URL of an API destination; nothing
 * when it takes it.
 */
export const violationsOfUrl = (InvocationEndpoint: string): readonly string[] =>
  modelViolations('events', 'UpdateApiDestination', { Name: 'x', InvocationEndpoint });

/** Returns what it says against the token of a connection; nothing when it takes it. */
export const violationsOfToken = (ApiKeyValue: string): readonly string[] =>
  modelViolations('events', 'UpdateConnection', { Name: 'x', AuthParameters: { ApiKeyAuthParameters: { ApiKeyValue } } });
