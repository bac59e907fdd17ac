import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { attemptCounter } from '../../functions/shared/auth/attempts.ts';
import { replaceCommit, type Table } from '../../functions/shared/table/table.ts';
import { startTable, type TestTable } from '../../testing/table.ts';
import { countedTable } from './counted-table.ts';
import { fresh } from './samples.ts';

const [HERE, THERE] = ['192.0.2.7', '198.51.100.9'];
const HOUR = 3_600_000;

const api: { table: TestTable } = { table: undefined as never };
beforeAll(async () => {
  api.table = await startTable();
  Object.assign(process.env, api.table.environment);
});
afterAll(() => api.table.stop());

const scene = (table: Pick<Table, 'getAll' | 'commit'> = api.table.table) => {
  const state = { now: Date.parse('2026-11-22T14:15:00.000Z'), userName: fresh('user') };
  const open = attemptCounter(table, () => state.now);
  const end = async (sourceIp: string, how: 'fail' | 'succeed') => {
    try {
      const attempt = await open(state.userName, sourceIp);
      await attempt.begin();
      await attempt[how]();
      return how;
    } catch (error) {
      return Number((error as { headers: Record<string, string> }).headers['retry-after']);
    }
  };
  const fail = (sourceIp = HERE) => end(sourceIp, 'fail');
  return {
    state,
    fail,
    open: (sourceIp: string) => open(state.userName, sourceIp),
    succeed: (sourceIp = HERE) => end(sourceIp, 'succeed'),
  };
};
const stranger = (index: number) => `203.0.113.${index}`;

test('the wait doubles with each failure, and a day after the last one all are forgotten', async () => {
  const { state, fail } = scene();
  for (let turn = 0; turn < 10; turn += 1) expect(await fail()).toBe('fail');
  for (const seconds of [60, 120, 240, 480, 960, 1920, 3600, 3600]) {
    expect(await fail()).toBe(seconds);
    state.now += seconds * 1000;
    expect(await fail()).toBe('fail');
  }
  state.now += 24 * HOUR;
  for (let turn = 0; turn < 10; turn += 1) expect(await fail()).toBe('fail');
  expect(await fail()).toBe(60);
});

test('of ten that waited for the end of the lock, one is let through', async () => {
  const { state, fail } = scene();
  for (let turn = 0; turn < 10; turn += 1) await fail();
  state.now += 60_000;
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => fail()));
  expect(outcomes.filter((outcome) => outcome === 'fail')).toEqual(['fail']);
});

test('strangers of many networks have a hundred failures an hour together, and lock out nobody who is usually there', async () => {
  const { state, fail, succeed } = scene();
  expect(await succeed()).toBe('succeed');
  for (let index = 0; index < 20; index += 1) for (let turn = 0; turn < 5; turn += 1) expect(await fail(stranger(index))).toBe('fail');
  expect(await fail(stranger(200))).toBe(45 * 60);
  expect(await succeed(stranger(201))).toBe(45 * 60);
  expect(await succeed(HERE)).toBe('succeed');
  expect(await fail(HERE)).toBe('fail');
  expect(await succeed(HERE)).toBe('succeed');
  state.now += 45 * 60_000;
  expect(await succeed(stranger(201))).toBe('succeed');
});

test('the successes of a user do not give a guesser of the same network guesses without end', async () => {
  const { state, fail, succeed } = scene();
  await succeed();
  const outcomes: (string | number)[] = [];
  for (let turn = 0; turn < 13; turn += 1) {
    for (let guess = 0; guess < 9; guess += 1) outcomes.push(await fail());
    outcomes.push(await succeed());
  }
  expect(outcomes.filter((outcome) => outcome === 'fail').length).toBe(100);
  expect(outcomes.at(-1)).toBe(45 * 60);
  expect(await succeed(THERE)).toBe('succeed');
  state.now += 45 * 60_000;
  expect(await succeed()).toBe('succeed');
});

const beginAtOnce = async (count: number, open: () => ReturnType<ReturnType<typeof attemptCounter>>) => {
  const attempts = await Promise.all(Array.from({ length: count }, open));
  const begun = await Promise.allSettled(attempts.map((attempt) => attempt.begin()));
  return begun.filter(({ status }) => status === 'fulfilled').length;
};

test('of guesses at the same moment no more are compared than the hour has left, although the user has signed in since', async () => {
  const { open, fail, succeed } = scene();
  await succeed();
  for (let turn = 0; turn < 10; turn += 1) {
    for (let guess = 0; guess < 9; guess += 1) await fail();
    await succeed();
  }
  expect(await beginAtOnce(30, () => open(HERE))).toBeLessThanOrEqual(10);
});

test('after a slip and a success a program may send twenty right passwords at the same moment again', async () => {
  const { open, fail, succeed } = scene();
  for (const turn of [succeed, fail, succeed]) await turn();
  expect(await beginAtOnce(20, () => open(HERE))).toBe(20);
});

test('who signs in from ever new networks uses up nothing', async () => {
  const { fail, succeed } = scene();
  for (let index = 0; index < 110; index += 1) expect(await succeed(stranger(index))).toBe('succeed');
  expect(await fail(stranger(240))).toBe('fail');
});

test('a network is known for 30 days after the last success there', async () => {
  const { state, fail, succeed } = scene();
  await succeed();
  state.now += 29 * 24 * HOUR;
  await succeed();
  state.now += 29 * 24 * HOUR;
  for (let index = 0; index < 10; index += 1) for (let turn = 0; turn < 10; turn += 1) await fail(stranger(index));
  expect(await succeed()).toBe('succeed');
  state.now += 31 * 24 * HOUR;
  for (let index = 0; index < 10; index += 1) for (let turn = 0; turn < 10; turn += 1) await fail(stranger(index));
  expect(await succeed()).toBeGreaterThan(0);
});

test('whoever is known and right costs one read, and once a day one write', async () => {
  const counted = countedTable(api);
  const { state, succeed } = scene(counted.table);
  const trips = async () => (await counted.tripsOf(() => succeed())).map(({ command }) => command.replace(/Item.*/, ''));
  expect(await trips()).toEqual(['BatchGet', 'TransactWrite', 'TransactWrite']);
  expect(await trips()).toEqual(['BatchGet']);
  state.now += 24 * HOUR;
  expect(await trips()).toEqual(['BatchGet', 'TransactWrite']);
  counted.stop();
});

test('a table that takes no writes refuses a stranger, and lets in who is known', async () => {
  const down = new Error('down');
  const { state, succeed } = scene();
  await succeed();
  const open = attemptCounter(
    replaceCommit(api.table.table, () => Promise.reject(down)),
    () => state.now + 2 * 24 * HOUR,
  );
  await expect(open(state.userName, THERE).then((attempt) => attempt.begin())).rejects.toBe(down);
  const known = await open(state.userName, HERE);
  await known.begin();
  await known.succeed();
  await expect(known.fail()).rejects.toBe(down);
});

test('neither user name nor what is typed as one stands in what is kept, and all of it is removed by itself', async () => {
  const { state, fail, succeed } = scene();
  await fail();
  await succeed();
  await fail(THERE);
  const kept = await storedSignIns();
  expect(kept.length).toBeGreaterThan(3);
  expect(JSON.stringify(kept)).not.toContain(state.userName);
  for (const { expiresAt } of kept) expect(expiresAt).toEqual(expect.any(Number));
});

const storedSignIns = async () => {
  const { Items = [] } = await api.table.client.send(new ScanCommand({ TableName: api.table.name, ConsistentRead: true }));
  return Items.filter(({ type }) => String(type).startsWith('sign-in-'));
};
