import { timeoutError } from '../src/lambda/function-error.ts';
import { type InvocationReport, reported } from '../src/lambda/invocation-report.ts';

const facts = { functionName: 'f', number: 1, event: { a: 1 } };

test('the start of an invocation is reported, and its end with the result or the error', async () => {
  const reports: InvocationReport[] = [];
  const report = (one: InvocationReport) => void reports.push(one);
  expect(await reported(report, facts, async () => 'done')).toBe('done');
  await expect(
    reported(report, facts, async () => {
      throw new Error('killed');
    }),
  ).rejects.toThrow('killed');
  expect(reports).toEqual([
    facts,
    { ...facts, end: { ms: expect.any(Number), result: 'done' } },
    facts,
    { ...facts, end: { ms: expect.any(Number), error: 'Error: killed' } },
  ]);
});

test('a failure that Lambda has a name for is reported with it', async () => {
  const ends: InvocationReport['end'][] = [];
  const fail = () => Promise.reject(timeoutError('r', 10));
  await expect(reported(({ end }) => void ends.push(end), facts, fail)).rejects.toThrow('Task timed out after 10.00 seconds');
  expect(ends[1]).toMatchObject({ errorType: 'Sandbox.Timedout' });
});

test('without a listener the function just runs', async () => {
  expect(await reported(undefined, facts, async () => 2)).toBe(2);
});
