import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';

type SdkRecords = NonNullable<GetRecordsCommandOutput['Records']>;

interface ShardReaderOptions {
  readonly client: DynamoDBStreamsClient;
  readonly streamArn: string;
  readonly shardId: string;
  /** Start behind this record rather than at the starting position. */
  readonly after: string | undefined;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
}

/** Reads one shard from a position on. */
export interface ShardReader {
  readonly shardId: string;
  /**
   * The records that have come since the last call; rejects when the server cannot be reached, and
   * may then be called again.
   */
  next(): Promise<SdkRecords>;
  /** Whether the shard has ended and everything in it has been read. */
  closed(): boolean;
}

/**
 * Opens a shard; an iterator that the server no longer accepts is replaced by one behind the last
 * record read.
 */
export const shardReader = ({ client, streamArn: StreamArn, shardId, after, startingPosition }: ShardReaderOptions): ShardReader => {
  let position = after;
  let iterator: string | undefined;
  let closed = false;

  const open = async (): Promise<string | undefined> => {
    const at =
      position === undefined
        ? { ShardIteratorType: startingPosition }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: position };
    return (await client.send(new GetShardIteratorCommand({ StreamArn, ShardId: shardId, ...at }))).ShardIterator;
  };

  return {
    shardId,
    closed: () => closed,
    async next() {
      try {
        iterator ??= await open();
        const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator: iterator }));
        position = Records.at(-1)?.dynamodb?.SequenceNumber ?? position;
        iterator = NextShardIterator;
        closed = NextShardIterator === undefined;
        return Records;
      } catch (error) {
        iterator = undefined;
        // What was trimmed cannot be read any more: go on with the oldest record there is.
        if (error instanceof Error && error.name === 'TrimmedDataAccessException') position = undefined;
        throw error;
      }
    },
  };
};

/** The shards of a stream, parents before their children. */
export const listShards = async (
  client: DynamoDBStreamsClient,
  StreamArn: string,
): Promise<readonly (Shard & { readonly ShardId: string })[]> => {
  const shards: (Shard & { readonly ShardId: string })[] = [];
  let ExclusiveStartShardId: string | undefined;
  do {
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn, ExclusiveStartShardId }));
    shards.push(...(StreamDescription?.Shards ?? []).flatMap((shard) => (shard.ShardId ? [{ ...shard, ShardId: shard.ShardId }] : [])));
    ExclusiveStartShardId = StreamDescription?.LastEvaluatedShardId;
  } while (ExclusiveStartShardId !== undefined);
  return shards.sort((a, b) => a.ShardId.localeCompare(b.ShardId));
};
