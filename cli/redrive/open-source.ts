import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createSender } from '../../functions/deliveries/bus.ts';
import { awsOfQueue } from '../shared/local-aws.ts';
import { operatorTable } from '../shared/operator-table.ts';
import type { DeadLetterSource } from './dead-letter.ts';
import { endpointRules, ofKnownEndpoint, type Rules } from './endpoint-rule.ts';
import { deadLettersInQueue } from './from-queue.ts';
import { deadLettersOfSubscription } from './from-subscription.ts';
import { deadLettersInTable } from './from-table.ts';
import type { RedriveRequest } from './request.ts';

/** Opens the table or the queue that was asked for, and the bus where there is one. */
export const openSource = ({ from, bus, filter }: RedriveRequest): DeadLetterSource => {
  if ('subscription' in from) {
    const url = from.subscription;
    const options = awsOfQueue(url);
    return deadLettersOfSubscription({ queues: new SQSClient(options), functions: new LambdaClient(options), url, filter });
  }
  const client = new EventBridgeClient();
  const send = createSender(bus, async (entries) => (await client.send(new PutEventsCommand({ Entries: [...entries] }))).Entries ?? []);
  const rules: Rules = endpointRules(client, bus);
  const source =
    'queue' in from
      ? deadLettersInQueue({ client: new SQSClient(), url: from.queue, filter, send, rules })
      : deadLettersInTable({ table: operatorTable(from.table), filter, send, rules });
  return ofKnownEndpoint(source, rules, filter.webhook);
};
