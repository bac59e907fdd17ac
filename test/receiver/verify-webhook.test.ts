import { jest } from '@jest/globals';
import vectors from '../../docs/webhook-vectors.json' with { type: 'json' };
import { type KeySet, type VerifyOptions, verifyWebhook } from '../../receiver/verify-webhook.ts';
import { verifiesByReference } from '../support/ed25519-reference.ts';

const keys: KeySet = vectors.keys;
const [first] = vectors.verified;
if (!first) throw new Error('there are no vectors');
const { headers, body } = first;
const ID = headers['webhook-id'];
const [current = '', previous = ''] = headers['webhook-signature'].split(' ');

const named = <V extends { readonly name: string }>(list: readonly V[]) => list.map((vector) => [vector.name, vector] as const);
const withSignature = (...parts: readonly string[]) => ({ 'Webhook-Id': ID, 'Webhook-Signature': parts.join(' ') });
const verify = (given: Parameters<typeof verifyWebhook>[0], options?: VerifyOptions, payload: Parameters<typeof verifyWebhook>[1] = body) =>
  verifyWebhook(given, payload, keys, options);

describe('the vectors', () => {
  test.each(named(vectors.verified))('%s: the webhook verifies, as text, as bytes and parsed', async (_, vector) => {
    const payload = JSON.parse(vector.body) as object;
    for (const given of [vector.body, new TextEncoder().encode(vector.body), payload]) {
      expect(await verifyWebhook(vector.headers, given, keys)).toEqual({ ...payload, id: ID, repeated: false, test: false });
    }
  });

  test.each(named(vectors.verified))('%s: the signature is what another implementation of Ed25519 verifies', (_, vector) => {
    const message = Buffer.from(`${vector.headers['webhook-id']}.${vector.canonical}`);
    for (const part of vector.headers['webhook-signature'].split(' ')) {
      const [, kid, signature = ''] = part.split(',');
      const key = vectors.keys.keys.find((known) => known.kid === kid);
      expect(verifiesByReference(Buffer.from(key?.x ?? '', 'base64url'), message, Buffer.from(signature, 'base64'))).toBe(true);
    }
  });

  test.each(named(vectors.refused))('%s: the webhook is refused', async (_, vector) => {
    await expect(verifyWebhook(vector.headers, vector.body, keys)).rejects.toMatchObject({
      name: 'WebhookVerificationError',
      code: vector.code,
    });
  });
});

describe('the headers', () => {
  test.each([
    ['of any case', { 'WEBHOOK-ID': ID, 'webhook-Signature': current }],
    ['as lists of one', { 'webhook-id': [ID], 'webhook-signature': [current] }],
    ['as Headers', new Headers({ 'Webhook-Id': ID, 'Webhook-Signature': current })],
  ])('are read %s', async (_, given) => {
    expect(await verify(given)).toMatchObject({ id: ID, event: 'reseller.created' });
  });

  test.each([
    ['given twice', { 'webhook-id': [ID, ID], 'webhook-signature': current }],
    ['that holds a dot, so that more than one text could have been signed', { 'webhook-id': `${ID}.x`, 'webhook-signature': current }],
    ['too long', { 'webhook-id': 'a'.repeat(65), 'webhook-signature': current }],
  ])('an id %s is refused', async (_, given) => {
    await expect(verify(given)).rejects.toMatchObject({ code: 'missing-header' });
  });
});

describe('the signatures', () => {
  const broken = current.replace(/,.{4}(?=[^,]*$)/, ',AAAA');

  test('one that holds is enough, wherever it stands and whatever stands beside it', async () => {
    for (const parts of [[current], [previous], [broken, previous], [previous, broken], ['v2,x,y', current], ['v1a,short', current]]) {
      expect(await verify(withSignature(...parts))).toMatchObject({ id: ID });
    }
  });

  test('none that holds is a bad signature, however many keys are known', async () => {
    await expect(verify(withSignature(broken, broken))).rejects.toMatchObject({ code: 'bad-signature' });
  });

  test('each by a known key is verified before one is judged', async () => {
    const calls = jest.spyOn(crypto.subtle, 'verify');
    for (const parts of [
      [current, previous],
      [broken, previous],
      [current, broken],
    ])
      await verify(withSignature(...parts));
    expect(calls).toHaveBeenCalledTimes(6);
    calls.mockRestore();
  });

  test('a header longer than EventBridge sends is not looked into', async () => {
    await expect(verify(withSignature(...Array.from({ length: 5 }, () => current)))).rejects.toMatchObject({ code: 'malformed-signature' });
  });

  test('a key of another kind under the same id is no key', async () => {
    const others = { keys: keys.keys.map((key) => ({ ...key, crv: 'X25519' })) };
    await expect(verifyWebhook(headers, body, others)).rejects.toMatchObject({ code: 'unknown-key' });
  });
});

describe('the body', () => {
  const deep = `{"event":"e","data":{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}},"triggeredAt":"t"}`;

  test.each<readonly [string, string | Uint8Array | object]>([
    ['beyond a megabyte', body.replace('{', `{${' '.repeat(1_048_576)}`)],
    ['beyond a megabyte once parsed', { event: 'e', data: { a: 'a'.repeat(1_048_577) }, triggeredAt: 't' }],
    ['deeper than can be walked', deep],
    ['of bytes that are no UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['that is null', 'null'],
    ['without data', { event: 'e', triggeredAt: 't' }],
    ['with data that is no object', { event: 'e', data: 'd', triggeredAt: 't' }],
    ['with what is no JSON', { event: 'e', data: { a: undefined }, triggeredAt: 't' }],
  ])('%s is refused', async (_, payload) => {
    await expect(verify(headers, {}, payload)).rejects.toMatchObject({ code: 'malformed-body' });
  });
});

describe('the token', () => {
  test('is the second factor when it is given', async () => {
    const given = { ...headers, 'webhook-token': 'a-token-of-sixteen' };
    expect(await verify(given, { token: 'a-token-of-sixteen' })).toMatchObject({ id: ID });
    expect(await verify(given, { token: ['the-token-before', 'a-token-of-sixteen'] })).toMatchObject({ id: ID });
    await expect(verify(given, { token: [] })).rejects.toMatchObject({ code: 'bad-token' });
    await expect(verify(given, { token: ['a-token', 'another'] })).rejects.toMatchObject({ code: 'bad-token' });
    for (const token of ['a-token-of-sixteeN', 'a-token', 'a-token-of-sixteen-and-more']) {
      await expect(verify(given, { token })).rejects.toMatchObject({ code: 'bad-token' });
    }
    await expect(verify(headers, { token: 'a-token-of-sixteen' })).rejects.toMatchObject({ code: 'missing-header' });
  });
});

describe('a repeat', () => {
  test('is told by its id, of which only a verified webhook is asked', async () => {
    const ids = new Set<string>();
    const seen = jest.fn(async (id: string) => ids.has(id) || !ids.add(id));
    expect(await verify(headers, { seen })).toMatchObject({ repeated: false });
    expect(await verify(withSignature(previous), { seen })).toMatchObject({ repeated: true });
    await expect(verify({ ...headers, 'webhook-id': 'another' }, { seen })).rejects.toMatchObject({ code: 'bad-signature' });
    expect(seen).toHaveBeenCalledTimes(2);
  });
});
