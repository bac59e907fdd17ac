import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { jest } from '@jest/globals';
import { deadlineSignal, mayBegin, requireTime, withDeadline } from '../../../functions/shared/base/deadline.ts';
import { LONGEST_COMMIT_MS, put, tryCommit } from '../../../functions/shared/table/transaction.ts';

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const writes = [put({ pk: 'a', sk: 'a' }, {}, () => new Error('taken'))];
const conflict = () => {
  const CancellationReasons = [{ Code: 'TransactionConflict' }];
  return new TransactionCanceledException({ message: 'cancelled', $metadata: {}, CancellationReasons });
};

/**
 * A client whose sends take so many milliseconds; notes when each began and whether it was still
 * waited for at its end.
 */
const clientOf = (ms: number, outcome: () => Error | undefined = () => undefined) => {
  const sent: { readonly at: number; readonly end: () => number }[] = [];
  const send = async () => {
    requireTime();
    let end = Number.NaN;
    const signal = deadlineSignal();
    sent.push({ at: performance.now(), end: () => end });
    const error = await new Promise((resolve) => {
      setTimeout(() => resolve(outcome()), ms);
      signal?.addEventListener('abort', () => resolve(signal.reason));
    });
    end = performance.now();
    if (error) throw error;
    return {};
  };
  return { client: { send } as unknown as DynamoDBDocumentClient, sent };
};

/**
 * Runs the virtual clock until a promise is settled; answers how it ended and after how many
 * milliseconds.
 */
const settled = async (work: Promise<unknown>): Promise<{ readonly error: unknown; readonly ms: number }> => {
  const began = performance.now();
  let ended: { error: unknown; ms: number } | undefined;
  work.then(
    () => {
      ended = { error: undefined, ms: performance.now() - began };
    },
    (error: unknown) => {
      ended = { error, ms: performance.now() - began };
    },
  );
  while (!ended) await jest.advanceTimersByTimeAsync(10);
  return ended;
};

test.each([
  ['never answers', 1e6, () => undefined],
  ['takes two seconds for each of its conflicts', 2000, conflict],
  ['takes three quarters of a second for each of its conflicts', 750, conflict],
  ['conflicts at once', 0, conflict],
])('a commit on a table that %s ends within the longest there is, and sends nothing later', async (_, ms, outcome) => {
  jest.spyOn(Math, 'random').mockReturnValue(0.999);
  const { client, sent } = clientOf(ms, outcome);
  const began = performance.now();
  const ended = await settled(tryCommit(client, 't', writes));
  expect(ended.error).toMatchObject({ code: expect.stringMatching(/^(?:contention|dependency-unavailable)$/) });
  expect(ended.ms).toBeLessThanOrEqual(LONGEST_COMMIT_MS - 500);
  expect(Math.max(...sent.map(({ at }) => at - began))).toBeLessThanOrEqual(2500);
  expect(Math.max(...sent.map(({ end }) => end() - began))).toBeLessThanOrEqual(LONGEST_COMMIT_MS - 500);
});

test('a commit that takes four seconds is committed', async () => {
  expect(await settled(tryCommit(clientOf(4000).client, 't', writes))).toEqual({ error: undefined, ms: expect.any(Number) });
});

test('in an invocation that has less time a commit has less as well', async () => {
  const invocation = withDeadline(() => tryCommit(clientOf(4000).client, 't', writes));
  const { error, ms } = await settled(invocation(undefined, { getRemainingTimeInMillis: () => 1400 }));
  expect(error).toMatchObject({ code: 'dependency-unavailable' });
  expect(ms).toBeLessThanOrEqual(1000);
});

test('conflicts are not tried again when no time is left: they are contention', async () => {
  jest.spyOn(Math, 'random').mockReturnValue(0.999);
  const { client } = clientOf(0, conflict);
  const invocation = withDeadline(async () => {
    await tryCommit(client, 't', writes).catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'contention' });
      expect(mayBegin(0)).toBe(true);
    });
  });
  expect((await settled(invocation(undefined, { getRemainingTimeInMillis: () => 900 }))).ms).toBeLessThan(500);
  expect.assertions(3);
});
