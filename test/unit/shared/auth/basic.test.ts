import { basicVerifier, type FindPrincipal } from '../../../../functions/shared/auth/basic.ts';
import { hashPassword } from '../../../../functions/shared/auth/password.ts';
import { partnerUser } from '../../../../functions/shared/caller.ts';

const caller = partnerUser('ada', 7, 'Partner User');
const encoded = (text: string) => Buffer.from(text).toString('base64');
const RIGHT = encoded('ada:pass:word');
const INVALID = { code: 'credentials-invalid' };

let passwordHash: string;
beforeAll(async () => {
  passwordHash = await hashPassword('pass:word');
});

/** A user store of one user; counts its reads, and can be told that the user may no longer sign in. */
const scene = () => {
  const state: { finds: number; callers: number; active: boolean; time: number } = { finds: 0, callers: 0, active: true, time: 1_000_000 };
  const find: FindPrincipal = async (userName) => {
    state.finds += 1;
    const read = async () => {
      state.callers += 1;
      return state.active ? caller : undefined;
    };
    return userName === 'ada' ? { passwordHash, caller: read } : undefined;
  };
  return { state, verify: basicVerifier(find, () => state.time) };
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
  const { state, verify } = scene();
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
  await expect(basicVerifier(() => Promise.reject(outage))(RIGHT)).rejects.toBe(outage);
});

test('who may change something is read again each time: a revoked user is refused at once', async () => {
  const passwordHash = await hashPassword('right');
  let user: Awaited<ReturnType<FindPrincipal>> = { passwordHash, caller: async () => partnerUser('ada', 1, 'Partner Supervisor') };
  const verify = basicVerifier(async () => user, Date.now, true);
  const credentials = Buffer.from('ada:right').toString('base64');
  expect((await verify(credentials)).actor).toBe('user:ada');
  user = { passwordHash, caller: async () => undefined };
  await expect(verify(credentials)).rejects.toMatchObject({ code: 'credentials-invalid' });
  user = undefined;
  await expect(verify(credentials)).rejects.toMatchObject({ code: 'credentials-invalid' });
});
