import type { QueueMappingDefinition } from '../src/event-source/queue-definition.ts';
import { startQueueMapping } from '../src/event-source/queue-mapping.ts';
import type { QueueRecord } from '../src/event-source/queue-records.ts';
import type { QueueAttributes } from '../src/sqs/queue-attributes.ts';
import { queues } from '../src/sqs/queues.ts';

type Handler = (records: readonly QueueRecord[]) => unknown;

const DEFAULTS: Omit<QueueMappingDefinition, 'queueArn'> = {
  id: 'S/Mapping',
  functionName: 'collect',
  batchSize: 10,
  windowSeconds: 0,
  concurrency: 1,
  reportsItemFailures: true,
  accepts: () => true,
};

/**
 * A queue `work` with a dead-letter queue `dead`, and a way to put a function behind it; a
 * visibility timeout of 30 s takes 30 ms.
 */
export const queueScene = (attributes: QueueAttributes = {}) => {
  const sqs = queues({ region: 'eu-west-1', account: '123456789012', baseUrl: 'http://127.0.0.1:1' });
  const dead = sqs.create('dead');
  const RedrivePolicy = { deadLetterTargetArn: dead.arn, maxReceiveCount: 3 };
  const { arn, queue } = sqs.create('work', { RedrivePolicy, ...attributes });
  const batches: (readonly QueueRecord[])[] = [];
  const warnings: string[] = [];

  const start = (handler: Handler, definition: Partial<QueueMappingDefinition> = {}) =>
    startQueueMapping({
      mapping: { ...DEFAULTS, queueArn: arn, ...definition },
      queue,
      region: 'eu-west-1',
      timeScale: 0.001,
      mayReceive: () => true,
      mayDelete: () => true,
      warn: (message) => warnings.push(message),
      invoke: async ({ Records }) => {
        batches.push(Records as readonly QueueRecord[]);
        return handler(Records as readonly QueueRecord[]);
      },
    });

  const bodies = () => batches.map((batch) => batch.map(({ body }) => body));
  return { sqs, queue, dead: dead.queue, arn, batches, bodies, warnings, start };
};
