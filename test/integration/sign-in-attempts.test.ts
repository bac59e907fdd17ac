import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { insertCredential } from '../../functions/credentials/store.ts';
import { attemptsIn } from '../../functions/shared/auth/attempts.ts';
import { meter } from '../../functions/shared/installation.ts';
import type { Table } from '../../functions/shared/table.ts';
import { type Api, startApi } from './api.ts';
import { countedTable } from './counted-table.ts';
import { basic, fresh, makeCredential, makePartner, quickPasswordHash, type StoredPartner } from './samples.ts';

const [HERE, THERE] = ['192.0.2.7', '198.51.100.9'];
const HOUR = 3_600_000;

let api: Api;
let partner: StoredPartner;
beforeAll(async () => {
  api = await startApi();
  partner = await makePartner(api);
});
afterAll(() => api.stop());

/** A user who signs in with `correct horse`. */
const user = async () => {
  const userName = fresh('user');
  await makeCredential(api, partner.id, { userName });
  return userName;
};
const tries = async (userName: string, password: string, sourceIp = HERE, method = 'GET') => {
  const path = `/v1/partners/${partner.id}`;
  const call = { method, path, ...(method === 'PATCH' && { body: {} }), as: basic(userName, password), sourceIp };
  const { status, headers, body } = await api.send(call);
  return { status, wait: headers['retry-after'], code: body.code };
};
const wrong = (userName: string, sourceIp = HERE) => tries(userName, fresh('wrong'), sourceIp);
/** Statuses and how often each was answered. */
const tally = (answers: readonly { readonly status: number }[]) =>
  Object.fromEntries([...Map.groupBy(answers, ({ status }) => status)].map(([status, all]) => [status, all.length]));
const inTurn = async (count: number, act: () => Promise<{ readonly status: number }>) => {
  const answers: { readonly status: number }[] = [];
  while (answers.length < count) answers.push(await act());
  return tally(answers);
};

/** Lets a user name fail without comparing a password: that of one that does not exist takes its time. */
const failed = async (userName: string, count: number) => {
  for (let turn = 0; turn < count; turn += 1) {
    const attempt = await attemptsIn(api.table.table)(userName, HERE);
    await attempt.begin();
    await attempt.fail();
  }
};

test('after ten wrong passwords not even the right one is compared, and the answer says how long', async () => {
  const userName = await user();
  expect(await inTurn(40, () => wrong(userName))).toEqual({ 401: 10, 429: 30 });
  const refused = await tries(userName, 'correct horse');
  expect(refused).toMatchObject({ status: 429, code: 'too-many-requests' });
  expect(Number(refused.wait)).toBeGreaterThan(50);
  expect(Number(refused.wait)).toBeLessThanOrEqual(60);
  expect((await tries(userName, 'correct horse', THERE)).status).toBe(200);
});

test('a user name that does not exist is refused in the same way', async () => {
  const userName = fresh('nobody');
  await failed(userName, 9);
  expect(await inTurn(3, () => wrong(userName))).toEqual({ 401: 1, 429: 2 });
  expect(await wrong(userName)).toMatchObject({ status: 429, code: 'too-many-requests', wait: expect.stringMatching(/^\d+$/) });
});

test('of forty guesses at the same moment from a network that is not known, ten are compared', async () => {
  const userName = await user();
  const answers = await Promise.all(Array.from({ length: 40 }, () => wrong(userName)));
  expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(10);
  expect(answers.filter(({ status }) => status === 200)).toEqual([]);
  expect((await tries(userName, 'correct horse')).status).toBe(429);
});

test('of forty at the same moment from a network that is known, ten are told that they were wrong', async () => {
  const userName = await user();
  expect((await tries(userName, 'correct horse')).status).toBe(200);
  const answers = await Promise.all(Array.from({ length: 40 }, () => wrong(userName)));
  expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(10);
  expect((await tries(userName, 'correct horse', HERE, 'PATCH')).status).toBe(429);
});

test('who signs in has ten failures again', async () => {
  const userName = await user();
  expect(await inTurn(9, () => wrong(userName))).toEqual({ 401: 9 });
  expect((await tries(userName, 'correct horse')).status).toBe(200);
  expect(await inTurn(11, () => wrong(userName))).toEqual({ 401: 10, 429: 1 });
});

test('what was verified is remembered beyond the lock, and costs nothing', async () => {
  const userName = await user();
  expect((await tries(userName, 'correct horse')).status).toBe(200);
  await inTurn(11, () => wrong(userName));
  expect((await tries(userName, 'correct horse')).status).toBe(200);
});

test('the secret of an API credential is not counted, and never locked', async () => {
  const id = fresh('').slice(1).padEnd(20, '0');
  const userName = `key-${id}`;
  const stored = { id, userName, partnerId: partner.id, userRole: 'Partner User' as const, isActive: true };
  await api.table.table.commit([insertCredential({ ...stored, passwordHash: quickPasswordHash(), createdAt: new Date().toISOString() })]);
  expect(await inTurn(12, () => wrong(userName))).toEqual({ 401: 12 });
  expect((await tries(userName, 'correct horse')).status).toBe(200);
});

test('what is refused is measured', async () => {
  const userName = fresh('nobody');
  await failed(userName, 10);
  meter.take();
  await wrong(userName);
  // The line of the request has taken it; what is counted outside of one is still there.
  const open = attemptsIn(api.table.table);
  await expect(open(userName, HERE)).rejects.toMatchObject({ code: 'too-many-requests' });
  expect(meter.take()).toEqual([expect.objectContaining({ SignInsRefused: 1 })]);
});

describe('over a clock of its own', () => {
  const scene = (table: Pick<Table, 'getAll' | 'commit'> = api.table.table) => {
    const state = { now: Date.parse('2026-11-22T14:15:00.000Z'), userName: fresh('user') };
    const open = attemptsIn(table, () => state.now);
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
    return { state, fail, succeed: (sourceIp = HERE) => end(sourceIp, 'succeed') };
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
    const open = attemptsIn({ getAll: api.table.table.getAll, commit: () => Promise.reject(down) }, () => state.now + 2 * 24 * HOUR);
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
});

const storedSignIns = async () => {
  const { Items = [] } = await api.table.client.send(new ScanCommand({ TableName: api.table.name, ConsistentRead: true }));
  return Items.filter(({ type }) => String(type).startsWith('sign-in-'));
};
