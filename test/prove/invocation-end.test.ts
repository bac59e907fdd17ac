import { failureOf } from '../../prove/shared/invocation-end.ts';

const facts = { functionName: 'f', number: 1, event: {} };

test.each([
  ['Sandbox.Timedout', 'timeout'],
  ['Runtime.ExitError', 'exit'],
  ['TypeError', 'error'],
])('an invocation that ends with %s has the outcome %s', (errorType, outcome) => {
  const end = { ms: 5, error: 'it broke', errorType };
  expect(failureOf({ ...facts, end })).toEqual({ functionName: 'f', outcome, ms: 5, error: 'it broke' });
});

test('an invocation that was answered, runs, or was not taken has not failed', () => {
  expect(failureOf(facts)).toBeUndefined();
  expect(failureOf({ ...facts, end: { ms: 5, result: {} } })).toBeUndefined();
  expect(failureOf({ ...facts, end: { ms: 0, error: 'Error: The functions have been stopped' } })).toBeUndefined();
});
