import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { awsClient } from '../shared/base/aws-client.ts';
import { once } from '../shared/base/once.ts';
import { busOf } from '../shared/bus.ts';
import { backgroundHandler } from '../shared/endpoint/background-handler.ts';
import { logger } from '../shared/endpoint/observe.ts';
import { meter } from '../shared/observability/installation.ts';
import { setting } from '../shared/runtime.ts';
import { installationKeys } from '../signatures/secret.ts';
import { publishedAhead } from './published-ahead.ts';
import { type PublisherDeps, publish } from './publisher.ts';

const compose = (): PublisherDeps => {
  const events = awsClient(EventBridgeClient, { maxAttempts: 3, requestTimeout: 5000 });
  const queue = awsClient(SQSClient, { maxAttempts: 3, requestTimeout: 5000 });
  const QueueUrl = setting('DEAD_LETTER_QUEUE_URL');
  return {
    bus: busOf(setting),
    putEvents: async (entries) => (await events.send(new PutEventsCommand({ Entries: [...entries] }))).Entries ?? [],
    quarantine: async (poison) => void (await queue.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(poison) }))),
    readKeys: installationKeys(setting),
    ahead: publishedAhead(),
    log: logger,
    meter,
  };
};

const deps = once(compose);

/** Publishes committed events from the table's stream to the event bus. */
export const handler = backgroundHandler(async ({ Records }: DynamoDBStreamEvent) => publish(Records, deps()));
