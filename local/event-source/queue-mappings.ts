import type { Queues } from '../sqs/queues.ts';
import type { EventSourceMappings } from './mappings.ts';
import type { QueueMappingDefinition } from './queue-definition.ts';
import { startQueueMapping } from './queue-mapping.ts';

interface QueueMappingsOptions {
  readonly definitions: readonly QueueMappingDefinition[];
  readonly queues: Pick<Queues, 'find'>;
  readonly region: string;
  readonly invoke: (nameOrArn: string, event: unknown) => Promise<unknown>;
  readonly warn: (message: string) => void;
  readonly timeScale: number;
}

/** Starts every mapping of a queue; one whose queue does not exist is named in a warning. */
export function startQueueMappings({ definitions, queues, invoke, ...shared }: QueueMappingsOptions): EventSourceMappings {
  const running = definitions.flatMap((mapping) => {
    const queue = queues.find(mapping.queueArn)?.queue;
    if (!queue) shared.warn(`${mapping.id}: there is no queue ${mapping.queueArn}`);
    return queue ? [startQueueMapping({ ...shared, mapping, queue, invoke: (event) => invoke(mapping.functionName, event) })] : [];
  });

  return {
    idle: async () => void (await Promise.all(running.map((mapping) => mapping.idle()))),
    stop: async () => void (await Promise.all(running.map((mapping) => mapping.stop()))),
  };
}
