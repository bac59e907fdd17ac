import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { customerKey } from '../base/customer-key.ts';
import { DeadLetterQueue } from '../base/dead-letter-queue.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import { logConfigOf } from './bus-log.ts';
import { eventsArn } from './webhook-target.ts';

interface InstallationBus {
  readonly bus: IEventBus;
  /**
   * The queue for events that a bus with a customer key cannot encrypt or decrypt; another bus
   * needs none.
   */
  readonly deadLetters?: DeadLetterQueue;
}

/**
 * Creates the bus of the installation, or imports the existing one that the configuration names.
 */
export const busFor = (scope: Construct, configuration: Configuration): InstallationBus => {
  const { eventBusArn, installation, kmsKeyArn } = configuration;
  if (eventBusArn !== undefined) return { bus: EventBus.fromEventBusArn(scope, 'Bus', eventBusArn) };
  const deadLetters = kmsKeyArn === undefined ? undefined : busDeadLetters(scope, configuration);
  const key = customerKey(scope, configuration);
  // The CDK's class and interface differ under exactOptionalPropertyTypes.
  const bus = new EventBus(scope, 'Bus', {
    eventBusName: installation,
    description: 'Every change of a tenant, as it happened',
    ...logConfigOf(configuration),
    ...(key && { kmsKey: key }),
    ...(deadLetters && { deadLetterQueue: deadLetters.queue }),
  }) as IEventBus;

  return { bus, ...(deadLetters && { deadLetters }) };
};

/**
 * PutEvents has answered before a bus finds that its key does not work: without a queue these
 * events are lost.
 */
const busDeadLetters = (scope: Construct, configuration: Configuration): DeadLetterQueue => {
  const deadLetters = new DeadLetterQueue(scope, 'BusDeadLetters', {
    configuration,
    advice: 'The bus could not use the KMS key for an event: fix the key, then publish the event again: delete its item and put it back.',
    heading: 'bus-dead-letters',
    keyless: true,
  });
  const { installation } = configuration;
  // No page says whether EventBridge names the bus or one of its rules here.
  deadLetters.grantSendFrom([eventsArn(scope, 'event-bus', installation), eventsArn(scope, 'rule', `${installation}/*`)]);
  return deadLetters;
};
