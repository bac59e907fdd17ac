import type { LambdaRights } from '../iam/service-rights.ts';
import type { Queues } from '../sqs/queues.ts';
import type { EventSourceMappings } from './mappings.ts';
import type { QueueMappingDefinition } from './queue-definition.ts';
import { startQueueMapping } from './queue-mapping.ts';

interface QueueMappingsOptions {
  readonly definitions: readonly QueueMappingDefinition[];
  readonly queues: Pick<Queues, 'find'>;
  readonly region: string;
  /** Returns Lambda's rights as the role of a function. */
  readonly rightsOf: (nameOrArn: string) => Pick<LambdaRights, 'receiveMessages' | 'deleteMessage'>;
  readonly invoke: (nameOrArn: string, event: unknown) => Promise<unknown>;
  readonly warn: (message: string) => void;
  readonly timeScale: number;
}

/** Starts every mapping of a queue; one whose queue does not exist is named in a warning. */
export const startQueueMappings = ({ definitions, queues, rightsOf, invoke, ...shared }: QueueMappingsOptions): EventSourceMappings => {
  const running = definitions.flatMap((mapping) => {
    const queue = queues.find(mapping.queueArn)?.queue;
    if (!queue) shared.warn(`${mapping.id}: there is no queue ${mapping.queueArn}`);
    if (!queue) return [];
    const target = {
      invoke: (event: unknown) => invoke(mapping.functionName, event),
      mayReceive: () => rightsOf(mapping.functionName).receiveMessages(mapping.queueArn),
      mayDelete: () => rightsOf(mapping.functionName).deleteMessage(mapping.queueArn),
    };
    return [startQueueMapping({ ...shared, ...target, mapping, queue })];
  });

  return {
    idle: async () => void (await Promise.all(running.map((mapping) => mapping.idle()))),
    stop: async () => void (await Promise.all(running.map((mapping) => mapping.stop()))),
  };
};
