import { type CryptoKey, exportJWK, generateKeyPair } from 'jose';
import { signToken } from '../../../../testing/issuer.ts';
import { startTokenScene, type TokenScene } from './token-scene.ts';

let issuer: TokenScene['issuer'];
let other: TokenScene['other'];
let newVerifier: TokenScene['newVerifier'];
let time: number;
let verify: ReturnType<typeof newVerifier>;
let before: number;

beforeAll(async () => {
  ({ issuer, other, newVerifier } = await startTokenScene());
});
afterAll(() => issuer.stop());

beforeEach(() => {
  time = Date.now();
  before = issuer.reads();
  verify = newVerifier(() => time);
});

const reads = () => issuer.reads() - before;
const claims = () => ({ iss: issuer.issuer, aud: 'tenantry', sub: 'someone', exp: Math.floor(Date.now() / 1000) + 7200 });
const good = () => signToken(issuer.privateKey, { alg: 'ES256', kid: 'key-1' }, claims());
const rotated = () => signToken(other.key, { alg: 'ES256', kid: 'key-2' }, claims());
const nameless = (key: CryptoKey, header: object = {}) => signToken(key, { alg: 'ES256', ...header }, claims());

const INVALID = { code: 'token-invalid' };
const unavailable = (seconds: number) => ({ code: 'dependency-unavailable', headers: { 'retry-after': String(seconds) } });

describe('an outage of the key set', () => {
  test('is asked once by all that come at once, and answered from memory until a try is due, later each time', async () => {
    issuer.publish(undefined);
    const token = await good();
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => verify(token)));
    for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: unavailable(1) });
    expect(reads()).toBe(1);

    for (const [tries, seconds] of [1, 2, 4, 8, 16, 32, 60, 60].entries()) {
      time += seconds * 1000 - 1;
      await expect(verify(token)).rejects.toMatchObject(unavailable(1));
      expect(reads()).toBe(tries + 1);
      time += 1;
      await expect(verify(token)).rejects.toMatchObject({ code: 'dependency-unavailable' });
      expect(reads()).toBe(tries + 2);
    }
    await expect(verify(token)).rejects.toMatchObject(unavailable(60));
  });

  test('ends with the first answer, and the next begins anew', async () => {
    issuer.publish(undefined);
    for (const wait of [0, 1000, 2000]) {
      time += wait;
      await expect(verify(await good())).rejects.toMatchObject({ code: 'dependency-unavailable' });
    }
    issuer.publish([issuer.jwk]);
    time += 4000;
    expect(await verify(await good())).toMatchObject({ actor: 'token:someone' });
    issuer.publish(undefined);
    await expect(verify(await rotated())).rejects.toMatchObject(unavailable(1));
  });

  test('leaves the keys in memory good until their hour is over', async () => {
    await verify(await good());
    issuer.publish(undefined);
    time += 3_599_999;
    expect(await verify(await good())).toMatchObject({ actor: 'token:someone' });
    await expect(verify(await rotated())).rejects.toMatchObject({ code: 'dependency-unavailable' });
    expect(await verify(await good())).toMatchObject({ actor: 'token:someone' });
    time += 1;
    await expect(verify(await good())).rejects.toMatchObject({ code: 'dependency-unavailable' });
  });
});

test('keys are trusted for an hour, and no longer', async () => {
  await verify(await good());
  issuer.publish([other.jwk]);
  expect(await verify(await good())).toMatchObject({ actor: 'token:someone' });
  time += 3_600_000;
  await expect(verify(await good())).rejects.toMatchObject(INVALID);
  expect(reads()).toBe(2);
});

test('what can be refused without a key costs no read', async () => {
  issuer.publish(undefined);
  const header = { alg: 'ES256', kid: 'key-1' };
  const sign = (more: object, headers: object = header) => signToken(issuer.privateKey, headers, { ...claims(), ...more });
  const tokens = [
    ...['abc', 'a.b.c', '..', 'YQ.YQ.YQ'],
    ...(await Promise.all(
      [
        ...[
          { iss: 'https://other.example.com' },
          { iss: undefined },
          { aud: 'billing' },
          { aud: undefined },
          { exp: 1 },
          { exp: undefined },
        ],
        ...[{ nbf: 4_102_444_800 }, { sub: '' }, { reseller_id: null }, { partner_id: 'x' }, { token_use: 'id' }, { at_hash: 'h' }],
      ].map((more) => sign(more)),
    )),
    ...(await Promise.all(
      [
        ...[
          { ...header, crit: ['exp'] },
          { ...header, typ: 'dpop+jwt' },
          { ...header, alg: 'none' },
          { ...header, alg: 'HS256' },
        ],
        ...[{ kid: 'key-1' }, { ...header, alg: 'PS256' }, { ...header, kid: 7 }],
      ].map((headers) => sign({}, headers)),
    )),
  ];
  for (const token of tokens) await expect(verify(token)).rejects.toMatchObject({ code: expect.stringMatching(/^token-/) });
  expect(reads()).toBe(0);
});

describe('a key that is not known', () => {
  test('is looked for at once, by one read for all, and then at most every ten seconds', async () => {
    await verify(await good());
    issuer.publish([issuer.jwk, other.jwk]);
    const token = await rotated();
    const callers = await Promise.all(Array.from({ length: 20 }, () => verify(token)));
    expect(callers).toHaveLength(20);
    expect(reads()).toBe(2);
    const unknown = await signToken(other.key, { alg: 'ES256', kid: 'key-3' }, claims());
    for (const _again of [1, 2, 3]) await expect(verify(unknown)).rejects.toMatchObject(INVALID);
    expect(reads()).toBe(2);
    time += 10_000;
    for (const _again of [1, 2, 3]) await expect(verify(unknown)).rejects.toMatchObject(INVALID);
    expect(reads()).toBe(3);
    expect(await verify(await good())).toMatchObject({ actor: 'token:someone' });
  });

  test('keeps nobody else out', async () => {
    for (const _again of [1, 2]) await expect(verify(await rotated())).rejects.toMatchObject(INVALID);
    expect(await verify(await good())).toMatchObject({ actor: 'token:someone' });
    expect(reads()).toBe(1);
  });
});

describe('a token without a kid', () => {
  const spare = async () => ({ ...(await exportJWK((await generateKeyPair('RS256', { extractable: true })).publicKey)), kid: 'rsa' });

  test('is verified with the one key that fits', async () => {
    const { kid: _, ...unnamed } = issuer.jwk;
    for (const jwk of [issuer.jwk, unnamed]) {
      issuer.publish([{ ...other.jwk, use: 'enc' }, { ...other.jwk, alg: 'ES384' }, { ...other.jwk, crv: 'P-384' }, await spare(), jwk]);
      time += 3_600_000;
      expect(await verify(await nameless(issuer.privateKey))).toMatchObject({ actor: 'token:someone' });
    }
  });

  test('is refused where several fit, or none', async () => {
    issuer.publish([issuer.jwk, other.jwk]);
    await expect(verify(await nameless(issuer.privateKey))).rejects.toMatchObject(INVALID);
    issuer.publish([await spare()]);
    time += 3_600_000;
    await expect(verify(await nameless(issuer.privateKey))).rejects.toMatchObject(INVALID);
  });

  test('is verified with the key that has taken the place of another', async () => {
    const { kid: _, ...unnamed } = issuer.jwk;
    issuer.publish([unnamed]);
    await verify(await nameless(issuer.privateKey));
    issuer.publish([other.jwk]);
    const first = await nameless(other.key);
    await Promise.all(Array.from({ length: 5 }, () => verify(first)));
    expect(await verify(await nameless(other.key))).toMatchObject({ actor: 'token:someone' });
    for (const _again of [1, 2]) await expect(verify(await nameless(issuer.privateKey))).rejects.toMatchObject(INVALID);
    expect(reads()).toBe(2);
  });
});
