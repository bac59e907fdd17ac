import { nameHash } from '../../../../functions/shared/auth/attempts.ts';
import { meter } from '../../../../functions/shared/observability/installation.ts';
import { DAY, failures, HERE, HOUR, KEYS, known, MINUTE, NAME, refusedFor, START, scene, seconds, THERE, times } from './attempts-scene.ts';

beforeEach(() => void meter.take());

test('the tenth failure of a network locks it for a minute, each further one for twice as long', async () => {
  const { time, open, fail } = scene();
  await times(10, fail);
  await expect(open()).rejects.toMatchObject(refusedFor(60));
  time.now += 59_001;
  await expect(open()).rejects.toMatchObject(refusedFor(1));
  expect(meter.take()).toEqual([expect.objectContaining({ SignInsRefused: 2 })]);
  time.now += 999;
  await fail();
  await expect(open()).rejects.toMatchObject(refusedFor(120));
});

test('neither another network nor another user name is locked then', async () => {
  const { open, fail } = scene();
  await times(10, fail);
  await open(THERE);
  await open(HERE, 'Grace');
  await expect(open(HERE, 'ADA')).rejects.toMatchObject(refusedFor(60));
});

test('a failure is counted once, before the password is compared, with its time and its end', async () => {
  const { table, committed, fail, time } = scene();
  time.now += 999;
  await fail();
  expect(committed).toHaveLength(1);
  expect(await table.get(KEYS.own)).toEqual({
    ...{ ...KEYS.own, type: 'sign-in-failures', failures: 1, lastAt: START + 999, expiresAt: seconds(START + DAY) },
  });
  expect(await table.get(KEYS.strangers)).toEqual({
    ...{ ...KEYS.strangers, type: 'sign-in-failures', failures: 1, expiresAt: seconds(START + 50 * MINUTE) },
  });
});

test('of two attempts at the same moment only one gets the last free failure', async () => {
  const { open, fail, count } = scene();
  await times(9, fail);
  const [one, other] = [await open(), await open()];
  await one.begin();
  await expect(other.begin()).rejects.toMatchObject(refusedFor(60));
  expect(await count(KEYS.own)).toBe(10);
});

test('of two that waited for the end of a lock only one goes on', async () => {
  const { open, fail, count, time } = scene();
  await times(10, fail);
  time.now += MINUTE;
  const [one, other] = [await open(), await open()];
  await one.begin();
  await expect(other.begin()).rejects.toMatchObject(refusedFor(120));
  expect(await count(KEYS.own)).toBe(11);
});

test('failures that are a day old count no more, whether TTL has removed them or not', async () => {
  const { table, open, fail, count } = scene(failures(KEYS.own, 30, START - DAY, START));
  await (await open()).begin();
  expect(await count(KEYS.own)).toBe(1);
  await fail();
  expect(await table.get(KEYS.own)).toMatchObject({ failures: 2, lastAt: START });
});

test('old failures that another attempt replaces meanwhile are read again', async () => {
  const { open, count } = scene(failures(KEYS.own, 30, START - DAY, START));
  const [one, other] = [await open(), await open()];
  await one.begin();
  await other.begin();
  expect(await count(KEYS.own)).toBe(2);
});

test('failures of the last second of their day still count', async () => {
  const { open } = scene(failures(KEYS.own, 30, START - HOUR + MINUTE, START + 1000));
  await expect(open()).rejects.toMatchObject(refusedFor(60));
});

test('a hundred failures from everywhere lock every network that is not known until the hour is over', async () => {
  const { time, open, fail } = scene(failures(KEYS.strangers, 99));
  await fail();
  await expect(open(THERE)).rejects.toMatchObject(refusedFor(50 * 60));
  time.now += 50 * MINUTE;
  await open(THERE);
});

test('they do not lock a network that the user is known from, and which has a count of its own', async () => {
  const { fail, open, count } = scene(known(START - DAY), failures(KEYS.strangers, 100));
  await fail();
  expect([await count(KEYS.strangers), await count(KEYS.knownHour)]).toEqual([100, 1]);
  await expect(open(THERE)).rejects.toMatchObject(refusedFor(50 * 60));
  const locked = scene(known(START - DAY), failures(KEYS.knownHour, 100));
  await expect(locked.open()).rejects.toMatchObject(refusedFor(50 * 60));
  await locked.open(THERE);
});

test('a network that was known until now is not known any more', async () => {
  const { open } = scene(known(START - DAY, START), failures(KEYS.strangers, 100));
  await expect(open()).rejects.toMatchObject(refusedFor(50 * 60));
});

test('the hash of a name hides it, and is the same for the names that are the same', () => {
  expect(nameHash('Ada')).toMatch(/^[0-9a-f]{64}$/);
  expect(nameHash('ADA')).toBe(NAME);
  expect(nameHash('Grace')).not.toBe(NAME);
});
