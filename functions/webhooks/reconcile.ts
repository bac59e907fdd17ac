import { randomUUID } from 'node:crypto';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { DynamoDBStreamEvent, ScheduledEvent } from 'aws-lambda';
import { awsClient } from '../shared/base/aws-client.ts';
import { pause } from '../shared/base/deadline.ts';
import { once } from '../shared/base/once.ts';
import { busOf } from '../shared/bus.ts';
import { backgroundHandler } from '../shared/endpoint/background-handler.ts';
import { logger } from '../shared/endpoint/observe.ts';
import { meter } from '../shared/observability/installation.ts';
import { installationTable, setting } from '../shared/runtime.ts';
import { eventBridgeControlPlane } from './control-plane-eventbridge.ts';
import { followStream, type ManyDeps, sweep } from './reconcile-many.ts';
import { reconcilerStore } from './reconciler-store.ts';
import { renewalStore } from './rule-renewal.ts';

const compose = (): ManyDeps => {
  const table = installationTable(setting);
  const renewal = renewalStore(table);
  return {
    store: reconcilerStore(table),
    renewal,
    isLineagePublished: () => renewal.isDue(Date.now()),
    plane: eventBridgeControlPlane({
      // Throttles are retried with a growing pause, about four seconds in all.
      client: awsClient(EventBridgeClient, { maxAttempts: 5, requestTimeout: 3000 }),
      prefix: setting('WEBHOOK_PREFIX'),
      busName: setting('EVENT_BUS_NAME'),
      roleArn: setting('WEBHOOK_TARGET_ROLE_ARN'),
      deadLetterArn: setting('WEBHOOK_DEAD_LETTER_QUEUE_ARN'),
    }),
    bus: busOf(setting),
    quota: Number(setting('WEBHOOK_QUOTA')),
    settleMs: Number(setting('WEBHOOK_SETTLE_SECONDS')) * 1000,
    sleep: pause,
    clock: Date.now,
    newHolder: randomUUID,
    log: logger,
    meter,
  };
};

const deps = once(compose);

/**
 * Reconciles webhook endpoints with EventBridge: on changes in the table's stream, and every minute
 * those that are due.
 */
export const handler = backgroundHandler(async (event: DynamoDBStreamEvent | ScheduledEvent) =>
  'Records' in event ? followStream(event.Records, deps()) : sweep(deps()),
);
