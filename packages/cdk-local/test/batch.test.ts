import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Discarded, processBatch } from '../src/event-source/batch.ts';
import { openCheckpoints } from '../src/event-source/checkpoints.ts';
import type { RetryPolicy } from '../src/event-source/definition.ts';
import { invocationRecord } from '../src/event-source/invocation-record.ts';
import { lambdaRecord } from '../src/event-source/records.ts';
import { FunctionError } from '../src/lambda/function-error.ts';
import { temporaryDirectory } from './assembly-fixture.ts';
import { streamRecord } from './stream-records.ts';

type Answer = (sequences: readonly number[], call: number) => unknown;

const run = async (count: number, policy: Partial<RetryPolicy>, answer: Answer, over: { stopAfter?: number; now?: () => number } = {}) => {
  const calls: number[][] = [];
  const checkpoints: string[] = [];
  const discarded: Discarded[] = [];
  const waits: number[] = [];
  const records = Array.from({ length: count }, (_, index) => streamRecord(index + 1, 1_000 + index));
  await processBatch(records, {
    policy: { maximumRetryAttempts: -1, maximumRecordAgeSeconds: -1, bisect: false, reportsItemFailures: true, ...policy },
    async invoke(batch) {
      const sequences = batch.map(({ dynamodb }) => Number(dynamodb.SequenceNumber));
      calls.push(sequences);
      return answer(sequences, calls.length);
    },
    backOff: async (retry) => void waits.push(retry),
    discard: (batch) => discarded.push(batch),
    checkpoint: ({ dynamodb }) => checkpoints.push(dynamodb.SequenceNumber),
    stopping: () => calls.length === over.stopAfter,
    ...(over.now ? { now: over.now } : {}),
  });
  return { calls, checkpoints, waits, discarded: discarded.map((batch) => [batch.condition, batch.records.length, batch.invocations]) };
};

const failing = (...sequences: readonly (number | string)[]) => ({
  batchItemFailures: sequences.map((itemIdentifier) => ({ itemIdentifier: String(itemIdentifier) })),
});
const fails = () => {
  throw new FunctionError('Error', 'no', 'request-1');
};

describe('a batch', () => {
  test('that succeeds is run once and becomes the checkpoint', async () => {
    expect(await run(3, {}, () => ({ batchItemFailures: [] }))).toMatchObject({ calls: [[1, 2, 3]], checkpoints: ['3'], discarded: [] });
  });

  test('is run again from its lowest failed record on', async () => {
    const { calls, checkpoints } = await run(4, {}, (_, call) => (call === 1 ? failing(4, 2) : {}));
    expect(calls).toEqual([
      [1, 2, 3, 4],
      [2, 3, 4],
    ]);
    expect(checkpoints).toEqual(['1', '4']);
  });

  test.each(['9', ''])('that names "%s", which it does not hold, has failed as a whole', async (unknown) => {
    const { calls } = await run(2, {}, (_, call) => (call === 1 ? failing(2, unknown) : {}));
    expect(calls).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  test('ignores reported items when the mapping does not ask for them', async () => {
    expect((await run(2, { reportsItemFailures: false }, () => failing(1))).calls).toHaveLength(1);
  });

  test('is given up after its retries, and the next one can go on', async () => {
    const result = await run(2, { maximumRetryAttempts: 2 }, fails);
    expect(result).toMatchObject({ waits: [1, 2], checkpoints: ['2'], discarded: [['RetryAttemptsExhausted', 2, 3]] });
    expect(result.calls).toHaveLength(3);
  });

  test('counts retries anew once it has got further', async () => {
    const result = await run(3, { maximumRetryAttempts: 1 }, ([first]) => (first === 3 ? {} : failing(Number(first) + 1)));
    expect(result).toMatchObject({ calls: [[1, 2, 3], [2, 3], [3]], discarded: [] });
  });

  test('is halved on a function error until the poison stands alone, without using up retries', async () => {
    const result = await run(4, { bisect: true, maximumRetryAttempts: 1 }, (sequences) => (sequences.includes(3) ? fails() : {}));
    expect(result.calls).toEqual([[1, 2, 3, 4], [1, 2], [3, 4], [3], [3], [4]]);
    expect(result).toMatchObject({ discarded: [['RetryAttemptsExhausted', 1, 2]], checkpoints: ['2', '3', '4'] });
  });

  test('loses the records that are too old, before they are run', async () => {
    const result = await run(3, { maximumRecordAgeSeconds: 60 }, () => ({}), { now: () => 1_061_500 });
    expect(result).toMatchObject({ calls: [[3]], discarded: [['RecordAgeExceeded', 2, 0]] });
  });

  test('that fails while the runtime stops is neither retried, nor discarded, nor checkpointed', async () => {
    const result = await run(2, { maximumRetryAttempts: 0 }, fails, { stopAfter: 1 });
    expect(result).toMatchObject({ checkpoints: [], discarded: [] });
    expect(result.calls).toHaveLength(1);
  });
});

test('a failure destination learns where the records are, not what they hold', () => {
  const records = [streamRecord(7, 1_700_000_000), streamRecord(9, 1_700_000_001)];
  const origin = { functionArn: 'arn:function', streamArn: 'arn:stream', shardId: 'shard-1' };
  const error = new FunctionError('Error', 'no', 'request-1');
  expect(invocationRecord({ records, condition: 'RetryAttemptsExhausted', invocations: 3, error }, origin)).toEqual({
    requestContext: { requestId: 'request-1', functionArn: 'arn:function', condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    DDBStreamBatchInfo: {
      shardId: 'shard-1',
      startSequenceNumber: '7',
      endSequenceNumber: '9',
      approximateArrivalOfFirstRecord: '2023-11-14T22:13:20Z',
      approximateArrivalOfLastRecord: '2023-11-14T22:13:21Z',
      batchSize: 2,
      streamArn: 'arn:stream',
    },
  });
});

test('a record reaches the function with binary in base64 and its time in seconds', () => {
  const record = lambdaRecord(
    {
      eventName: 'INSERT',
      eventVersion: '1.1',
      dynamodb: {
        ApproximateCreationDateTime: new Date(1_700_000_000_000),
        Keys: { pk: { S: 'a' } },
        NewImage: {
          pk: { S: 'a' },
          b: { B: new Uint8Array([1, 2]) },
          m: { M: { s: { BS: [new Uint8Array([3])] } } },
          l: { L: [{ NULL: true }] },
        },
        SequenceNumber: '5',
        SizeBytes: 10,
        StreamViewType: 'NEW_IMAGE',
      },
    },
    { arn: 'arn:stream', region: 'eu-west-1' },
  );
  expect(record).toEqual({
    eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    eventSourceARN: 'arn:stream',
    dynamodb: {
      ApproximateCreationDateTime: 1_700_000_000,
      Keys: { pk: { S: 'a' } },
      NewImage: { pk: { S: 'a' }, b: { B: 'AQI=' }, m: { M: { s: { BS: ['Aw=='] } } }, l: { L: [{ NULL: true }] } },
      SequenceNumber: '5',
      SizeBytes: 10,
      StreamViewType: 'NEW_IMAGE',
    },
  });
});

test('checkpoints survive a restart, and a file that cannot be read is named', () => {
  const kept = temporaryDirectory();
  const file = join(kept.directory, 'deeper', 'checkpoints.json');
  openCheckpoints(file).set('shard', '5');
  expect(openCheckpoints(file).get('shard')).toBe('5');
  expect(readdirSync(join(kept.directory, 'deeper'))).toEqual(['checkpoints.json']);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ shard: '5' });
  mkdirSync(join(kept.directory, 'directory'));
  expect(() => openCheckpoints(join(kept.directory, 'directory'))).toThrow('Cannot read');
  kept.remove();
});
