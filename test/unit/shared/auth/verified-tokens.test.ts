import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { verifiedTokens } from '../../../../functions/shared/auth/verified-tokens.ts';
import type { Caller } from '../../../../functions/shared/contract/caller.ts';
import { signToken } from '../../../../testing/issuer.ts';
import { startTokenScene, type TokenScene } from './token-scene.ts';

let issuer: TokenScene['issuer'];
let other: TokenScene['other'];
let newVerifier: TokenScene['newVerifier'];
let time: number;
let verify: ReturnType<typeof newVerifier>;

beforeAll(async () => {
  ({ issuer, other, newVerifier } = await startTokenScene());
});
afterAll(() => issuer.stop());

beforeEach(async () => {
  time = Math.floor(Date.now() / 1000) * 1000;
  verify = newVerifier(() => time);
  // The key set is read before the tokens of these tests.
  await verify(await sign({ sub: 'first' }));
});

const sign = (more: object, key = issuer.privateKey, kid = 'key-1') =>
  signToken(key, { alg: 'ES256', kid }, { iss: issuer.issuer, aud: 'tenantry', sub: 'someone', exp: time / 1000 + 7200, ...more });

/** A caller is remembered when the same object is returned: a verification creates another. */
const rememberedAfter = async (token: string, change: () => unknown): Promise<boolean> => {
  const before = await verify(token);
  await change();
  return (await verify(token)) === before;
};

const passes = (ms: number) => () => {
  time += ms;
};

test('a verified token is remembered for a minute, and no longer', async () => {
  expect(await rememberedAfter(await sign({}), passes(59_999))).toBe(true);
  expect(await rememberedAfter(await sign({ sub: 'another' }), passes(60_000))).toBe(false);
});

test('it is not remembered past its exp, and is refused when its tolerance is over', async () => {
  expect(await rememberedAfter(await sign({ exp: time / 1000 + 10 }), passes(9999))).toBe(true);
  const token = await sign({ exp: time / 1000 + 10 });
  expect(await rememberedAfter(token, passes(10_001))).toBe(false);
  time += 30_000;
  await expect(verify(token)).rejects.toMatchObject({ code: 'token-expired' });
});

test('it is verified again when the key set has changed, and refused when its key is gone', async () => {
  const token = await sign({});
  const readAgain = async (keys: readonly JWK[]) => {
    issuer.publish(keys);
    time += 10_000;
    await verify(await sign({}, other.key, 'key-2'));
  };
  expect(await rememberedAfter(token, () => readAgain([issuer.jwk, other.jwk]))).toBe(false);
  // Another key under a name that nothing has asked for yet.
  const third = await generateKeyPair('ES256', { extractable: true });
  issuer.publish([{ ...(await exportJWK(third.publicKey)), kid: 'key-3' }]);
  time += 10_000;
  await verify(await sign({}, third.privateKey, 'key-3'));
  await expect(verify(token)).rejects.toMatchObject({ code: 'token-invalid' });
});

test('it is verified again when the hour of the key set is over', async () => {
  time += 3_599_000;
  expect(await rememberedAfter(await sign({}), passes(1000))).toBe(false);
});

test('a clock that is set back does not lengthen the minute', async () => {
  expect(await rememberedAfter(await sign({}), passes(-1))).toBe(false);
});

test('a token that is not verified is not remembered, whatever it has in common with one that is', async () => {
  const token = await sign({});
  await verify(token);
  const forged = await sign({}, other.key);
  const [header, claims] = token.split('.');
  const mixed = [header, claims, forged.split('.')[2]].join('.');
  for (const bad of [forged, mixed, forged, mixed]) await expect(verify(bad)).rejects.toMatchObject({ code: 'token-invalid' });
});

test('the memory has a thousand tokens: the oldest is forgotten', () => {
  const tokens = verifiedTokens(() => time);
  const caller = { actor: 'token:someone', permissions: new Set() } as unknown as Caller;
  for (let n = 0; n <= 1000; n += 1) tokens.add(`token ${n}`, { caller, exp: time, isCurrent: () => true });
  expect(tokens.find('token 0')).toBeUndefined();
  expect(tokens.find('token 1')).toBe(caller);
  expect(tokens.find('token 1000')).toBe(caller);
});
