import { invocationFaults } from '../../prove/checks/invocations.ts';
import { type FailedInvocation, failureOf } from '../../prove/shared/invocation-end.ts';

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

const promisesOf = (faults: readonly { readonly promise: string }[]): readonly string[] => faults.map(({ promise }) => promise);

test('a function that took all its time is found, and an end that nobody caused', () => {
  const failed = (outcome: FailedInvocation['outcome']): FailedInvocation => ({ functionName: 'f', outcome, ms: 10_000, error: '' });
  expect(promisesOf(invocationFaults([failed('timeout'), failed('error')], 0))).toEqual(['each function ends within its time']);
  expect(invocationFaults([failed('exit')], 1)).toEqual([]);
  expect(promisesOf(invocationFaults([failed('exit'), failed('exit')], 1))).toEqual(['a function ends only when it is killed']);
});
