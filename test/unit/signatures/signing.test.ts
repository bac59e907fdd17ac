import { calculateJwkThumbprint, importJWK } from 'jose';
import { canonicalJson } from '../../../functions/signatures/canonical.ts';
import { type SigningKey, sign, signEvent, signingKey } from '../../../functions/signatures/signing.ts';
import { verifiesByReference } from '../../support/ed25519-reference.ts';

// RFC 8032, section 7.1, tests 1 to 3: seed, public key, message, signature.
const VECTORS = [
  [
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
] as const;

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const KEYS = VECTORS.map(([seed]) => signingKey(seed)) as unknown as readonly [SigningKey, SigningKey, SigningKey];
const EVENT_ID = '019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e31';
const payload = { event: 'reseller.created', data: { name: 'Zürich 😀', n: 1e21 }, triggeredAt: '2026-11-22T14:15:22.000Z' };
const OF = { eventId: EVENT_ID, tenant: '/partners/1/9' };
const bytesOf = (header: string): Buffer => Buffer.from(header.split('.')[1] ?? '', 'base64');

test.each(VECTORS)('the reference verifies what RFC 8032 signed with %s, and nothing else', (_, key, message, signature) => {
  expect(verifiesByReference(hex(key), hex(message), hex(signature))).toBe(true);
  expect(verifiesByReference(hex(key), hex(`${message}00`), hex(signature))).toBe(false);
  expect(verifiesByReference(hex(key), hex(message), hex(signature.replace(/^../, '00')))).toBe(false);
});

test.each(VECTORS)('the seed %s has the public key of RFC 8032', (seed, key) => {
  expect(Buffer.from(signingKey(seed).published.x, 'base64url').toString('hex')).toBe(key);
});

test('a published key is a JWK that another library takes, named by the start of its thumbprint', async () => {
  for (const { published } of KEYS) {
    expect(published).toEqual({ kty: 'OKP', crv: 'Ed25519', x: expect.any(String), kid: expect.any(String), use: 'sig', alg: 'EdDSA' });
    expect((await calculateJwkThumbprint(published)).slice(0, 16)).toBe(published.kid);
    expect(await importJWK(published)).toMatchObject({ type: 'public' });
  }
});

test('a signature is of version, id, tenant and canonical form, and verifies by the reference', () => {
  const [key] = KEYS;
  const header = sign(payload, OF, [key]);
  expect(header).toMatch(new RegExp(`^t1,${key.published.kid}\\.[A-Za-z0-9+/]{86}==$`));
  const x = Buffer.from(key.published.x, 'base64url');
  const signedAs = (text: string) => verifiesByReference(x, Buffer.from(text), bytesOf(header));
  expect(signedAs(`t1.${EVENT_ID}./partners/1/9.${canonicalJson(payload)}`)).toBe(true);
  expect(signedAs(`t1.${EVENT_ID}./partners/1/8.${canonicalJson(payload)}`)).toBe(false);
  expect(signedAs(`t1.${EVENT_ID}./partners/1/9.${JSON.stringify(payload)}`)).toBe(false);
  expect(signedAs(`${EVENT_ID}.${canonicalJson(payload)}`)).toBe(false);
});

test.each(['', '/resellers/a.b', '/resellers/a\n', `/${'a'.repeat(512)}`])('%p is no tenant that can be signed', (tenant) => {
  expect(() => sign(payload, { eventId: EVENT_ID, tenant }, KEYS)).toThrow(TypeError);
});

// Their verifiers split each part at its one comma: another number of commas is an error of theirs
// that nobody expects.
test('verifiers of Standard Webhooks pass the signatures over: each is a version that is not theirs, a comma, and no more commas', () => {
  for (const part of sign(payload, OF, KEYS).split(' ')) {
    const [version, ...rest] = part.split(',');
    expect(rest).toHaveLength(1);
    expect(['v1', 'v1a']).not.toContain(version);
  }
});

test('the header of two keys is one signature of each, and fits what EventBridge lets a header be', () => {
  const header = sign(payload, OF, [KEYS[0], KEYS[1]]);
  expect(header.split(' ')).toEqual([sign(payload, OF, [KEYS[0]]), sign(payload, OF, [KEYS[1]])]);
  expect(header.length).toBeLessThanOrEqual(512);
  expect(header).toMatch(/^[\x20-\x7e]+$/);
});

test('signing an event again replaces its signature and nothing else', () => {
  const metadata = { ...OF, version: 1 };
  const event = { metadata, payload } as unknown as Parameters<typeof signEvent>[0];
  const twice = signEvent(signEvent(event, [KEYS[0]]), [KEYS[1]]);
  expect(twice).toEqual({ metadata: { ...metadata, signature: sign(payload, OF, [KEYS[1]]) }, payload });
  expect(event.metadata.signature).toBeUndefined();
});

test.each(['', 'ab', VECTORS[0][0].toUpperCase(), `${VECTORS[0][0]}00`, 'g'.repeat(64)])('%p is no seed, and is not quoted', (seed) => {
  expect(() => signingKey(seed)).toThrow(/^a seed must be 64 lower-case hexadecimal digits$/);
});
