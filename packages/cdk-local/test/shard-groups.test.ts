import type { StreamRecord } from '../src/event-source/records.ts';
import { shardConsumer } from '../src/event-source/shard-consumer.ts';

const STREAM = 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/x';

/** A consumer of one batch of three records, in the groups that are given. */
const consume = (
  groupsOf: (records: readonly StreamRecord[]) => readonly (readonly StreamRecord[])[],
  fails: (numbers: string) => boolean,
) => {
  const [invoked, checkpoints, discarded]: [string[], string[], string[]] = [[], [], []];
  const records = [1, 2, 3].map((number) => ({ eventName: 'INSERT', dynamodb: { Keys: {}, SequenceNumber: String(number) } }));
  const reader = { shardId: 's', next: async () => records.splice(0), closed: () => true };
  const consumer = shardConsumer(reader as unknown as Parameters<typeof shardConsumer>[0], 'position', {
    mapping: {
      ...{
        id: 'm',
        streamArn: STREAM,
        functionName: 'f',
        batchSize: 10,
        windowSeconds: 0,
        startingPosition: 'TRIM_HORIZON',
        onFailureArn: 'queue',
      },
      accepts: () => true,
      policy: { maximumRetryAttempts: 1, maximumRecordAgeSeconds: -1, bisect: false, reportsItemFailures: false },
    },
    ...{
      functionArn: 'f',
      region: 'us-east-1',
      timeScale: 0,
      groupsOf,
      warn: () => undefined,
      sleep: async () => undefined,
      stopping: () => false,
    },
    checkpoints: { get: () => undefined, set: (_, number) => void checkpoints.push(number), retain: () => undefined },
    sendToQueue: (_, body) => void discarded.push(body),
    invoke: async ({ Records }) => {
      const numbers = Records.map(({ dynamodb }) => dynamodb.SequenceNumber).join('');
      invoked.push(numbers);
      if (fails(numbers)) throw new Error('failed');
    },
  });
  return { invoked, checkpoints, discarded, advance: consumer.advance };
};

test('groups of a batch come to the function each by itself, and the batch is done with when all are', async () => {
  const { invoked, checkpoints, advance } = consume(
    ([one, two, three]) => [[one, three, one], [two]] as never,
    () => false,
  );
  await advance();
  expect(invoked.toSorted()).toEqual(['131', '2']);
  expect(checkpoints).toEqual(['3']);
});

test('a group that fails is tried again without the others, and then discarded', async () => {
  const { invoked, checkpoints, discarded, advance } = consume(
    ([one, two, three]) => [[one], [two, three]] as never,
    (numbers) => numbers === '23',
  );
  await advance();
  expect(invoked.toSorted()).toEqual(['1', '23', '23']);
  expect([checkpoints, discarded.length]).toEqual([['3'], 1]);
});

test('one group is a batch as ever', async () => {
  const { invoked, checkpoints, advance } = consume(
    (records) => [records],
    () => false,
  );
  await advance();
  expect([invoked, checkpoints]).toEqual([['123'], ['3']]);
});
