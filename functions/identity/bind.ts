import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import middy from '@middy/core';
import type { PreTokenGenerationV3TriggerEvent } from 'aws-lambda';
import { awsClient } from '../shared/base/aws-client.ts';
import { withDeadline } from '../shared/base/deadline.ts';
import { once } from '../shared/base/once.ts';
import { logger } from '../shared/endpoint/observe.ts';
import { setting } from '../shared/runtime.ts';
import { type Binding, withBinding } from './binding.ts';
import { bindingsOf } from './store.ts';

// Cognito waits five seconds for an answer, and asks three times.
const readBinding = once(() => bindingsOf(awsClient(DynamoDBClient, { maxAttempts: 2, requestTimeout: 1500 }), setting('TABLE_NAME')));

/**
 * Binds the token that Cognito is about to issue to the tenant of its app client. When that cannot be found out there is no token: what is thrown
 * here may reach whoever asked for it, so the cause is only logged.
 */
export const handler = withDeadline(
  middy(async (event: PreTokenGenerationV3TriggerEvent) => {
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
  }),
);

const tenantOf = ({ resellerId, partnerId }: Binding = {}): string =>
  resellerId ? `/resellers/${resellerId}` : partnerId ? `/partners/${partnerId}` : '/';
