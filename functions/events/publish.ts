import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { busOf } from '../shared/bus.ts';
import { logger, tellMeasured } from '../shared/endpoint/observe.ts';
import { meter } from '../shared/installation.ts';
import { once } from '../shared/once.ts';
import { patience, setting } from '../shared/runtime.ts';
import { installationKeys } from '../signatures/secret.ts';
import { publishedAhead } from './published-ahead.ts';
import { type PublisherDeps, publish } from './publisher.ts';

const compose = (): PublisherDeps => {
  const events = new EventBridgeClient({ maxAttempts: 3, requestHandler: patience(5000) });
  const queue = new SQSClient({ maxAttempts: 3, requestHandler: patience(5000) });
  const QueueUrl = setting('DEAD_LETTER_QUEUE_URL');
  return {
    bus: busOf(setting),
    putEvents: async (entries) => (await events.send(new PutEventsCommand({ Entries: [...entries] }))).Entries ?? [],
    bury: async (poison) => void (await queue.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(poison) }))),
    readKeys: installationKeys(setting),
    ahead: publishedAhead(),
    log: logger,
    meter,
  };
};

const deps = once(compose);

/** Hands committed events from the table's stream to the event bus. */
export const handler = middy(async ({ Records }: DynamoDBStreamEvent) => publish(Records, deps())).use(tellMeasured);
