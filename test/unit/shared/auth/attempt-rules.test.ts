import { type AttemptState, waitOf } from '../../../../functions/shared/auth/attempt-rules.ts';

const NOW = Date.parse('2026-11-22T14:15:00.000Z');
const MINUTE = 60_000;
const wait = (state: Partial<AttemptState>, now = NOW) =>
  waitOf({ failures: 0, lastAt: NOW, isStale: false, strangerFailures: 0, knownFailures: 0, knownSince: undefined, ...state }, now) /
  MINUTE;

test('ten failures are free; then the network waits a minute, twice as long after each further one, an hour at most', () => {
  expect([0, 1, 9].map((failures) => wait({ failures }))).toEqual([0, 0, 0]);
  expect([10, 11, 12, 15, 16, 17, 400].map((failures) => wait({ failures }))).toEqual([1, 2, 4, 32, 60, 60, 60]);
});

test('the wait is over when its time is, however often it was asked meanwhile', () => {
  expect(wait({ failures: 10 }, NOW + MINUTE - 1)).toBeGreaterThan(0);
  expect(wait({ failures: 10 }, NOW + MINUTE)).toBe(0);
});

test('a hundred failures in an hour from everywhere keep strangers off until the hour is over, and nobody who is known', () => {
  expect(wait({ strangerFailures: 99 })).toBe(0);
  expect(wait({ strangerFailures: 100 })).toBe(45);
  expect(wait({ strangerFailures: 100, knownSince: 0 })).toBe(0);
  expect(wait({ strangerFailures: 100, knownSince: 0, failures: 10 })).toBe(1);
});

test('a hundred failures in an hour from a network that is known keep it off until the hour is over, and no stranger', () => {
  expect(wait({ knownFailures: 99, knownSince: 0 })).toBe(0);
  expect(wait({ knownFailures: 100, knownSince: 0 })).toBe(45);
  expect(wait({ knownFailures: 100 })).toBe(0);
});
