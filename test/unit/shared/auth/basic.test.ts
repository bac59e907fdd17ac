import type { OpenAttempt } from '../../../../functions/shared/auth/attempts.ts';
import { basicVerifier, type FindPrincipal } from '../../../../functions/shared/auth/basic.ts';
import { hashPassword } from '../../../../functions/shared/auth/password.ts';
import { partnerUser } from '../../../../functions/shared/contract/caller.ts';
import { quickHash } from '../../../support/quick-hash.ts';

const KEY = 'key-0123456789abcdef0123';
const caller = partnerUser('ada', 7, 'Partner User');
const encoded = (text: string) => Buffer.from(text).toString('base64');
const RIGHT = encoded('ada:pass:word');
const HERE = '192.0.2.7';
const INVALID = { code: 'credentials-invalid' };

const passwordHash = quickHash('pass:word');

/**
 * A user store of one user; counts its reads, and can be told that the user may no longer sign in.
 */
const scene = (hash = passwordHash) => {
  const state: { finds: number; callers: number; active: boolean; time: number; attempts: string[] } = {
    ...{ finds: 0, callers: 0, active: true, time: 1_000_000 },
    attempts: [],
  };
  const find: FindPrincipal = async (userName) => {
    state.finds += 1;
    const read = async () => {
      state.callers += 1;
      return state.active ? caller : undefined;
    };
    return userName === 'ada' || userName === KEY ? { passwordHash: hash, isApiCredential: userName === KEY, caller: read } : undefined;
  };
  const open: OpenAttempt = async (userName, sourceIp) => {
    const note = (what: string) => async () => void state.attempts.push(what);
    state.attempts.push(`open ${userName} ${sourceIp}`);
    return { begin: note('begin'), fail: note('fail'), succeed: note('succeed') };
  };
  const verifier = basicVerifier({ find, open, clock: () => state.time, afresh: false });
  return { state, find, open, verify: (encodedText: string) => verifier(encodedText, HERE) };
};

test('the password is everything after the first colon', async () => {
  expect(await scene().verify(RIGHT)).toBe(caller);
});

test('what was verified is remembered for less than 60 seconds', async () => {
  const { state, verify } = scene();
  await verify(RIGHT);
  state.active = false;
  state.time += 59_999;
  expect(await verify(RIGHT)).toBe(caller);
  expect(state.finds).toBe(1);
  state.time += 1;
  await expect(verify(RIGHT)).rejects.toMatchObject(INVALID);
  expect(state.finds).toBe(2);
});

test('a clock that is set back does not lengthen the 60 seconds', async () => {
  const { state, verify } = scene();
  await verify(RIGHT);
  state.active = false;
  state.time -= 1;
  await expect(verify(RIGHT)).rejects.toMatchObject(INVALID);
  state.time += 1;
  await expect(verify(RIGHT)).rejects.toMatchObject(INVALID);
});

test('what was refused is not remembered', async () => {
  const { state, verify } = scene();
  state.active = false;
  await expect(verify(RIGHT)).rejects.toMatchObject(INVALID);
  state.active = true;
  expect(await verify(RIGHT)).toBe(caller);
});

test('remembered credentials do not let others in', async () => {
  const { verify } = scene();
  await verify(RIGHT);
  await expect(verify(encoded('ada:pass:wordx'))).rejects.toMatchObject(INVALID);
  await expect(verify(encoded('adb:pass:word'))).rejects.toMatchObject(INVALID);
});

test.each(['ada', ':pass:word', 'ada:', ''])('%p costs no read', async (credentials) => {
  const { state, verify } = scene();
  await expect(verify(encoded(credentials))).rejects.toMatchObject(INVALID);
  expect(state.finds).toBe(0);
});

test('an unknown user costs as many reads and as much hashing as a wrong password', async () => {
  const { state, verify } = scene(await hashPassword('pass:word'));
  const cost = async (credentials: string) => {
    const before = process.cpuUsage();
    await expect(verify(encoded(credentials))).rejects.toMatchObject(INVALID);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const least = async (credentials: string) => Math.min(await cost(credentials), await cost(credentials), await cost(credentials));
  const [wrong, unknown] = [await least('ada:wrong'), await least('nobody:wrong')];
  expect({ finds: state.finds, callers: state.callers }).toEqual({ finds: 6, callers: 0 });
  expect(unknown).toBeGreaterThan(wrong / 3);
});

test('an outage of the store is not a wrong password', async () => {
  const outage = new Error('down');
  const { find, open } = scene();
  const options = { find, open, clock: Date.now, afresh: false };
  const fails = () => Promise.reject(outage);
  await expect(basicVerifier({ ...options, find: fails })(RIGHT, HERE)).rejects.toBe(outage);
  await expect(basicVerifier({ ...options, open: fails })(RIGHT, HERE)).rejects.toBe(outage);
});

test('who may change something is read again each time: a revoked user is refused at once', async () => {
  const passwordHash = quickHash('right');
  let user: Awaited<ReturnType<FindPrincipal>> = {
    passwordHash,
    isApiCredential: false,
    caller: async () => partnerUser('ada', 1, 'Partner Supervisor'),
  };
  const verifier = basicVerifier({ find: async () => user, open: scene().open, clock: Date.now, afresh: true });
  const verify = (text: string) => verifier(text, HERE);
  const credentials = Buffer.from('ada:right').toString('base64');
  expect((await verify(credentials)).actor).toBe('user:ada');
  user = { passwordHash, isApiCredential: false, caller: async () => undefined };
  await expect(verify(credentials)).rejects.toMatchObject({ code: 'credentials-invalid' });
  user = undefined;
  await expect(verify(credentials)).rejects.toMatchObject({ code: 'credentials-invalid' });
});

test('an attempt is begun before the password is compared, and ends by what came of it', async () => {
  const { state, verify } = scene();
  await verify(RIGHT);
  await verify(RIGHT);
  expect(state.attempts.splice(0)).toEqual([`open ada ${HERE}`, 'begin', 'succeed']);
  for (const name of ['ada', 'nobody']) {
    await expect(verify(encoded(`${name}:wrong`))).rejects.toMatchObject(INVALID);
    expect(state.attempts.splice(0)).toEqual([`open ${name} ${HERE}`, 'begin', 'fail']);
  }
  state.active = false;
  state.time += 60_000;
  await expect(verify(RIGHT)).rejects.toMatchObject(INVALID);
  expect(state.attempts).toEqual([`open ada ${HERE}`, 'begin', 'fail']);
});

test('an API credential makes no attempts that count, whether there is one of that name or not', async () => {
  const { state, verify } = scene();
  await verify(encoded(`${KEY}:pass:word`));
  for (const name of [KEY, KEY.toUpperCase(), 'key-ffffffffffffffffffff'])
    await expect(verify(encoded(`${name}:wrong`))).rejects.toMatchObject(INVALID);
  expect(state.attempts).toEqual([]);
});

test('no password is compared once an attempt is refused', async () => {
  const { state, find } = scene();
  const refused = new Error('too many');
  const attempt = { begin: () => Promise.reject(refused), fail: async () => undefined, succeed: async () => undefined };
  const verify = basicVerifier({ find, open: async () => attempt, clock: Date.now, afresh: false });
  await expect(verify(RIGHT, HERE)).rejects.toBe(refused);
  expect(state.callers).toBe(0);
});
