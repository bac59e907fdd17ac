import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { LambdaRights } from '../iam/service-rights.ts';
import type { MappingDefinition } from './definition.ts';
import { startMapping } from './mapping.ts';
import type { ConsumerOptions } from './shard-consumer.ts';

interface MappingsOptions extends Pick<ConsumerOptions, 'region' | 'checkpoints' | 'warn' | 'timeScale' | 'groupsOf'> {
  readonly definitions: readonly MappingDefinition[];
  readonly client: ConstructorParameters<typeof DynamoDBStreamsClient>[0];
  /** The server's own name for a table's stream. */
  readonly serverStreamArn: (tableName: string) => string | undefined;
  /** Returns Lambda's rights as the role of a function. */
  readonly rightsOf: (nameOrArn: string) => Pick<LambdaRights, 'followStream'>;
  /** Sends to a queue as the role of a function. */
  readonly sendToQueue: (nameOrArn: string, queueArn: string, body: string) => void;
  readonly functionArn: (nameOrArn: string) => string;
  readonly invoke: (nameOrArn: string, event: unknown) => Promise<unknown>;
}

/** All event source mappings of a system. */
export interface EventSourceMappings {
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** Two sets of mappings as one. */
export const bothMappings = (one: EventSourceMappings, other: EventSourceMappings): EventSourceMappings => ({
  idle: async () => void (await Promise.all([one.idle(), other.idle()])),
  stop: async () => void (await Promise.all([one.stop(), other.stop()])),
});

/** Starts every mapping of a stream; one whose table has no stream is named in a warning. */
export const startMappings = ({
  definitions,
  client,
  serverStreamArn,
  functionArn,
  rightsOf,
  sendToQueue,
  invoke,
  ...shared
}: MappingsOptions): EventSourceMappings => {
  const streams = new DynamoDBStreamsClient(client ?? {});
  const running = definitions.flatMap((mapping) => {
    const arn = serverStreamArn(tableOf(mapping.streamArn));
    if (!arn) shared.warn(`${mapping.id}: there is no stream ${mapping.streamArn}`);
    const { functionName } = mapping;
    const target = {
      functionArn: functionArn(functionName),
      invoke: (event: unknown) => invoke(functionName, event),
      sendToQueue: (queueArn: string, body: string) => sendToQueue(functionName, queueArn, body),
      mayRead: () => rightsOf(functionName).followStream(mapping.streamArn),
    };
    return arn ? [startMapping({ ...shared, ...target, mapping, client: streams, serverStreamArn: arn })] : [];
  });

  return {
    idle: async () => void (await Promise.all(running.map((mapping) => mapping.idle()))),
    async stop() {
      await Promise.all(running.map((mapping) => mapping.stop()));
      streams.destroy();
    },
  };
};

/** `arn:aws:dynamodb:<region>:<account>:table/<name>/stream/<label>`. */
const tableOf = (streamArn: string): string => streamArn.split('/')[1] ?? '';
