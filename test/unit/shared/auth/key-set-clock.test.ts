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

beforeEach(() => {
  time = Date.now();
  verify = newVerifier(() => time);
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
