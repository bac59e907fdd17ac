import type { AsyncDefinition } from '../src/lambda/async-definition.ts';
import { asyncInvocations } from '../src/lambda/async-invocations.ts';
import { FunctionError } from '../src/lambda/function-error.ts';

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:send';
const queue = 'arn:aws:sqs:eu-west-1:123456789012:letters';
const failure = new FunctionError('NotFoundException', 'no such template', 'request-1', ['at send']);

interface Setup {
  /** How many invocations fail before one succeeds. */
  readonly failures?: number;
  readonly definition?: Partial<AsyncDefinition>;
  readonly timeScale?: number;
}

const scene = ({ failures = 0, definition = { onFailure: queue }, timeScale = 0.001 }: Setup) => {
  const seen = {
    calls: [] as { event: unknown; at: number }[],
    letters: [] as [string, Record<string, unknown>][],
    warnings: [] as string[],
  };
  const invocations = asyncInvocations({
    functionArns: [arn],
    definitions: [{ functionName: 'send', retries: 2, maxAgeSeconds: 21_600, ...definition }],
    invoke: async (_, event) => {
      seen.calls.push({ event, at: performance.now() });
      if (seen.calls.length <= failures) throw failure;
    },
    sendToQueue: (_, to, body) => seen.letters.push([to, JSON.parse(body) as Record<string, unknown>]),
    warn: (message) => seen.warnings.push(message),
    timeScale,
  });
  return { ...seen, invocations };
};

test('a successful event is run once', async () => {
  const { invocations, calls, letters, warnings } = scene({});
  invocations.accept(arn, { id: 1 });
  await invocations.idle();
  expect([calls.map(({ event }) => event), letters, warnings]).toEqual([[{ id: 1 }], [], []]);
});

test('a failed event is tried again after one minute and then after two', async () => {
  const { invocations, calls, letters } = scene({ failures: 2 });
  invocations.accept(arn, { id: 1 });
  await invocations.idle();
  const [first = 0, second = 0, third = 0] = calls.map(({ at }) => at);
  expect(calls.map(({ event }) => event)).toEqual([{ id: 1 }, { id: 1 }, { id: 1 }]);
  expect(second - first).toBeGreaterThanOrEqual(58);
  expect(third - second).toBeGreaterThanOrEqual(118);
  expect(letters).toEqual([]);
});

test('an event that keeps failing is told to the failure destination, with its payload and the error', async () => {
  const { invocations, calls, letters } = scene({ failures: 9 });
  invocations.accept(arn, { id: 1 });
  await invocations.idle();
  expect(calls).toHaveLength(3);
  expect(letters).toEqual([
    [
      queue,
      {
        version: '1.0',
        timestamp: expect.any(String),
        requestContext: {
          requestId: 'request-1',
          functionArn: `${arn}:$LATEST`,
          condition: 'RetriesExhausted',
          approximateInvokeCount: 3,
        },
        requestPayload: { id: 1 },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: { errorType: 'NotFoundException', errorMessage: 'no such template', trace: ['at send'] },
      },
    ],
  ]);
});

test('an event that would be too old for its next attempt is given up', async () => {
  const { invocations, calls, letters } = scene({ failures: 9, definition: { maxAgeSeconds: 100, onFailure: queue } });
  invocations.accept(arn, {});
  await invocations.idle();
  expect(calls).toHaveLength(2);
  expect(letters[0]?.[1]).toMatchObject({ requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 2 } });
});

test('without a failure destination the loss is at least said', async () => {
  const { invocations, warnings } = scene({ failures: 9, definition: { retries: 0 } });
  invocations.accept(arn, {});
  await invocations.idle();
  expect(warnings).toEqual(['send failed after 1 attempt, the event is lost: no such template']);
});

test('an event for no function is refused', () => {
  const { invocations, calls } = scene({});
  expect(() => invocations.accept(`${arn}-other`, {})).toThrow('There is no function');
  expect(calls).toEqual([]);
});

test('stopping ends the wait for the next attempt, and nothing is given up', async () => {
  const { invocations, calls, letters } = scene({ failures: 9, timeScale: 1 });
  invocations.accept(arn, {});
  const idle = invocations.idle();
  invocations.stop();
  await idle;
  expect([calls.length, letters]).toEqual([1, []]);
});
