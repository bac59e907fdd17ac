import { jest } from '@jest/globals';
import { Refusal } from '../../../functions/shared/contract/problems.ts';
import { retryOnConflict, StaleReadError } from '../../../functions/shared/table/retry-on-conflict.ts';

/** Runs a decision whose attempts end as given, the last one again and again; counts them. */
const attempts = async (...outcomes: readonly (Error | string)[]) => {
  let made = 0;
  const attempt = async () => {
    const outcome = outcomes[Math.min(made, outcomes.length - 1)];
    made += 1;
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  const result = await retryOnConflict(attempt).catch((error: unknown) => error);
  return { result, made };
};

const again = new StaleReadError();
const refusal = new Refusal('name-taken', 'taken');

test('a decision that can be written is taken once', async () => {
  expect(await attempts('done')).toEqual({ result: 'done', made: 1 });
});

test('an attempt on a stale read is repeated', async () => {
  expect(await attempts(again, again, 'done')).toEqual({ result: 'done', made: 3 });
});

test.each([
  ['a refusal', refusal],
  ['a defect', new Error('defect')],
])('%s ends it, whether at the first attempt or later', async (_, error) => {
  expect(await attempts(error)).toEqual({ result: error, made: 1 });
  expect(await attempts(again, error, 'done')).toEqual({ result: error, made: 2 });
});

test('one that is stale six times is refused as contention, and may be retried', async () => {
  const { result, made } = await attempts(again);
  expect({ result, made }).toMatchObject({ result: { code: 'contention', headers: { 'retry-after': '1' } }, made: 6 });
});

test('one that takes long is not begun again after three seconds, so that it ends within the time of a function', async () => {
  let [now, made] = [0, 0];
  const attempt = async () => {
    now += 1000;
    made += 1;
    throw again;
  };
  const refused = await retryOnConflict(attempt, () => now).catch((error: unknown) => error);
  expect({ refused, made }).toMatchObject({ refused: { code: 'contention' }, made: 3 });
});

test('the pause before the next attempt is up to twice as long each time', async () => {
  const pauses: unknown[] = [];
  jest.spyOn(Math, 'random').mockReturnValue(0.5);
  const start = globalThis.setTimeout;
  jest.spyOn(globalThis, 'setTimeout').mockImplementation(((act: () => void, ms: number) => {
    pauses.push(ms);
    return start(act, 0);
  }) as typeof setTimeout);
  await attempts(again);
  jest.restoreAllMocks();
  expect(pauses).toEqual([20, 40, 80, 160, 320]);
});
