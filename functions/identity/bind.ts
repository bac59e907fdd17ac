import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { PreTokenGenerationV3TriggerEvent } from 'aws-lambda';
import { awsClient } from '../shared/base/aws-client.ts';
import { once } from '../shared/base/once.ts';
import { backgroundHandler } from '../shared/endpoint/background-handler.ts';
import { logger } from '../shared/endpoint/observe.ts';
import { setting } from '../shared/runtime.ts';
import { type Binding, withBinding } from './binding.ts';
import { createReadBinding } from './store.ts';

// Cognito waits five seconds for an answer, and asks three times.
const readBinding = once(() =>
  createReadBinding(awsClient(DynamoDBClient, { maxAttempts: 2, requestTimeout: 1500 }), setting('TABLE_NAME')),
);

/**
 * Binds the token that Cognito is about to issue to the tenant of its app client. It issues no
 * token when the tenant cannot be read. The thrown message may reach the client, so the cause is
 * only logged.
 */
export const handler = backgroundHandler(async (event: PreTokenGenerationV3TriggerEvent) => {
  const { clientId } = event.callerContext;
  try {
    if (!clientId) throw new Error('the event names no client');
    const binding = await readBinding()(clientId);
    const answer = withBinding(event, binding);
    logger.info('token', { clientId, tenant: tenantOf(binding) });
    return answer;
  } catch (error) {
    logger.error('no token', { clientId, error });
    throw new Error('The tenant of the client cannot be found out; try again.');
  }
});

const tenantOf = ({ resellerId, partnerId }: Binding = {}): string =>
  resellerId ? `/resellers/${resellerId}` : partnerId ? `/partners/${partnerId}` : '/';
