import { attemptCounter } from '../../../../functions/shared/auth/attempts.ts';
import { memoryTable } from '../../memory-table.ts';
import { DAY, failures, HERE, KEYS, known, refusedFor, START, scene, seconds, times } from './attempts-scene.ts';

test('a sign-in forgets the failures of the network, gives back the one of the hour, and is remembered for thirty days', async () => {
  const { table, fail, succeed, count } = scene();
  await times(3, fail);
  await succeed();
  expect(await table.get(KEYS.own)).toBeUndefined();
  expect(await count(KEYS.strangers)).toBe(3);
  expect(await table.get(KEYS.known)).toEqual({
    ...{ ...KEYS.known, type: 'sign-in-known', notedAt: START, expiresAt: seconds(START + 30 * DAY) },
  });
});

test('further sign-ins from a known network write nothing for a day', async () => {
  const { committed, succeed, table, time } = scene(known(START, START + 30 * DAY));
  time.now += DAY - 1;
  await succeed();
  expect(committed).toEqual([]);
  time.now += 1;
  await succeed();
  expect(await table.get(KEYS.known)).toMatchObject({ notedAt: START + DAY });
});

test('a known network without failures reserves nothing before the comparison, and counts a failure after it', async () => {
  const { committed, open, count } = scene(known(START));
  const attempt = await open();
  await attempt.begin();
  expect(committed).toEqual([]);
  await attempt.fail();
  expect([await count(KEYS.own), await count(KEYS.knownHour)]).toEqual([1, 1]);
});

test('one with failures of this hour reserves only that of the hour, and the other when it fails', async () => {
  const { open, count } = scene(known(START), failures(KEYS.knownHour, 4));
  const attempt = await open();
  await attempt.begin();
  expect([await count(KEYS.own), await count(KEYS.knownHour)]).toEqual([undefined, 5]);
  await attempt.fail();
  expect([await count(KEYS.own), await count(KEYS.knownHour)]).toEqual([1, 5]);
});

test('the hundredth failure of the hour, which it reserved itself, does not keep it from being counted', async () => {
  const { open, count } = scene(known(START), failures(KEYS.knownHour, 99));
  const attempt = await open();
  await attempt.begin();
  await attempt.fail();
  expect([await count(KEYS.own), await count(KEYS.knownHour)]).toEqual([1, 100]);
});

test('one with failures of its own reserves both', async () => {
  const { open, count } = scene(known(START), failures(KEYS.own, 1));
  await (await open()).begin();
  expect([await count(KEYS.own), await count(KEYS.knownHour)]).toEqual([2, 1]);
});

test('whoever fails after others have used up the free failures is refused', async () => {
  const { open, count } = scene(known(START));
  const late = Array.from({ length: 11 }, () => open());
  const attempts = await Promise.all(late);
  for (const attempt of attempts.slice(0, 10)) await attempt.fail();
  await expect(attempts[10]?.fail()).rejects.toMatchObject(refusedFor(60));
  expect(await count(KEYS.own)).toBe(10);
});

test('a sign-in succeeds also when its success cannot be recorded', async () => {
  const { table } = memoryTable();
  const commit = Object.assign(() => Promise.reject(new Error('no table')), { follows: 'tryCommit' as const });
  const attempt = await attemptCounter({ ...table, commit }, () => START)('Ada', HERE);
  await expect(attempt.succeed()).resolves.toBeUndefined();
});
