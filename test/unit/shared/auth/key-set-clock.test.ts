import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose';
import { tokenVerifier } from '../../../../functions/shared/auth/bearer.ts';
import { signToken, startIssuer } from '../../../../testing/issuer.ts';

let issuer: Awaited<ReturnType<typeof startIssuer>>;
let other: { readonly jwk: JWK; readonly key: CryptoKey };
let time: number;
let verify: ReturnType<typeof tokenVerifier>;

beforeAll(async () => {
  issuer = await startIssuer();
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  other = { jwk: { ...(await exportJWK(publicKey)), kid: 'key-2' }, key: privateKey };
});
afterAll(() => issuer.stop());

beforeEach(() => {
  time = Date.now();
  issuer.publish([issuer.jwk]);
  const environment: Readonly<Record<string, string>> = issuer.environment;
  verify = tokenVerifier(
    (name) => environment[name] ?? '',
    () => time,
  );
});

const claims = () => ({ iss: issuer.issuer, aud: 'tenantry', sub: 'someone', exp: Math.floor(Date.now() / 1000) + 7200 });
const good = () => signToken(issuer.privateKey, { alg: 'ES256', kid: 'key-1' }, claims());
const rotated = () => signToken(other.key, { alg: 'ES256', kid: 'key-2' }, claims());

const INVALID = { code: 'token-invalid' };

describe('a clock that was ahead and is set back', () => {
  test('ends the pause after a failed read', async () => {
    time += 240_000;
    issuer.publish(undefined);
    await expect(verify(await good())).rejects.toMatchObject({ code: 'dependency-unavailable', headers: { 'retry-after': '1' } });
    issuer.publish([issuer.jwk]);
    time -= 240_000;
    expect(await verify(await good())).toMatchObject({ actor: 'token:someone' });
  });

  test('ends the trust in keys, which are read again', async () => {
    time += 240_000;
    await verify(await good());
    time -= 240_000;
    issuer.publish([other.jwk]);
    await expect(verify(await good())).rejects.toMatchObject(INVALID);
    time += 240_000;
    await expect(verify(await good())).rejects.toMatchObject(INVALID);
  });

  test('ends the pause after a search', async () => {
    await verify(await good());
    time += 240_000;
    await expect(verify(await rotated())).rejects.toMatchObject(INVALID);
    time -= 239_000;
    // Reads the keys, which are not known at this time.
    await verify(await good());
    issuer.publish([issuer.jwk, other.jwk]);
    expect(await verify(await rotated())).toMatchObject({ actor: 'token:someone' });
  });
});
