import { insertCredential } from '../../functions/partners/user-names.ts';
import { attemptCounter } from '../../functions/shared/auth/attempts.ts';
import { meter } from '../../functions/shared/observability/installation.ts';
import { type Api, startApi } from './api.ts';
import { basic, fresh, makeCredential, makePartner, quickPasswordHash, type StoredPartner } from './samples.ts';

const [HERE, THERE] = ['192.0.2.7', '198.51.100.9'];

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

/**
 * Lets a user name fail without comparing a password: that of one that does not exist takes its
 * time.
 */
const failed = async (userName: string, count: number) => {
  for (let turn = 0; turn < count; turn += 1) {
    const attempt = await attemptCounter(api.table.table)(userName, HERE);
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

test('of forty at the same moment from a network that is known, ten are refused as wrong', async () => {
  const userName = await user();
  expect((await tries(userName, 'correct horse')).status).toBe(200);
  const answers = await Promise.all(Array.from({ length: 40 }, () => wrong(userName)));
  expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(10);
  expect((await tries(userName, 'correct horse', HERE, 'PATCH')).status).toBe(429);
});

test('a sign-in resets the ten free failures', async () => {
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
  await api.table.table.commit(insertCredential({ ...stored, passwordHash: quickPasswordHash(), createdAt: new Date().toISOString() }));
  expect(await inTurn(12, () => wrong(userName))).toEqual({ 401: 12 });
  expect((await tries(userName, 'correct horse')).status).toBe(200);
});

test('what is refused is measured', async () => {
  const userName = fresh('nobody');
  await failed(userName, 10);
  meter.take();
  await wrong(userName);
  // The line of the request has taken it; what is counted outside of one is still there.
  const open = attemptCounter(api.table.table);
  await expect(open(userName, HERE)).rejects.toMatchObject({ code: 'too-many-requests' });
  expect(meter.take()).toEqual([expect.objectContaining({ SignInsRefused: 1 })]);
});
