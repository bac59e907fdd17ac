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

test('without a listener the function just runs', async () => {
  expect(await reported(undefined, facts, async () => 2)).toBe(2);
});
