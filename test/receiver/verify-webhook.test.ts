import { jest } from '@jest/globals';
import vectors from '../../docs/webhook-vectors.json' with { type: 'json' };
import { type VerifyOptions, verifyWebhook } from '../../receiver/verify-webhook.ts';
import { verifiesByReference } from '../support/ed25519-reference.ts';
import { body, headers, keys, verify } from './signed-webhook.ts';

const ID = headers['webhook-id'];
const [current = '', previous = ''] = headers['webhook-signature'].split(' ');
const TENANT = headers['webhook-tenant'];

const named = <V extends { readonly name: string }>(list: readonly V[]) => list.map((vector) => [vector.name, vector] as const);
const withSignature = (...parts: readonly string[]) => ({ ...headers, 'webhook-signature': parts.join(' ') });

describe('the vectors', () => {
  test.each(named(vectors.verified))('%s: the webhook verifies, as text, as bytes of any kind and parsed', async (_, vector) => {
    const payload = JSON.parse(vector.body.replace(/^\uFEFF/, '')) as object;
    const bytes = new TextEncoder().encode(vector.body);
    for (const given of [vector.body, bytes, Buffer.from(vector.body), bytes.buffer, new DataView(bytes.buffer), payload]) {
      const tenant = vector.headers['webhook-tenant'];
      expect(await verify(vector.headers, {}, given)).toEqual({ ...payload, id: ID, tenant, repeated: false, test: false });
    }
  });

  test.each(named(vectors.verified))('%s: the signature is what another implementation of Ed25519 verifies', (_, vector) => {
    const message = Buffer.from(`t1.${vector.headers['webhook-id']}.${vector.headers['webhook-tenant']}.${vector.canonical}`);
    for (const part of vector.headers['webhook-signature'].split(' ')) {
      const [, kid, signature = ''] = part.split(/[,.]/);
      const key = vectors.keys.keys.find((known) => known.kid === kid);
      expect(verifiesByReference(Buffer.from(key?.x ?? '', 'base64url'), message, Buffer.from(signature, 'base64'))).toBe(true);
    }
  });

  test.each(named(vectors.refused))('%s: the webhook is refused', async (_, vector) => {
    await expect(verify(vector.headers, {}, vector.body)).rejects.toMatchObject({
      name: 'WebhookVerificationError',
      code: vector.code,
    });
  });
});

test.each(named(vectors.verified))('%s: the raw body is not what is signed', (_, { headers: given, body: raw }) => {
  const signed = `t1.${given['webhook-id']}.${given['webhook-tenant']}.`;
  for (const text of [raw, `${given['webhook-id']}.${raw}`, signed + raw]) {
    const parts = given['webhook-signature'].split(' ').map((part) => part.split('.')[1] ?? '');
    for (const [index, key] of vectors.keys.keys.entries()) {
      const bytes = Buffer.from(key.x, 'base64url');
      expect(verifiesByReference(bytes, Buffer.from(text), Buffer.from(parts[index] ?? '', 'base64'))).toBe(false);
    }
  }
});

test.each(named(vectors.refusedBytes))('bytes with %s are refused', async (_, vector) => {
  const given = Buffer.from(vector.bodyBase64, 'base64');
  await expect(verify(vector.headers, {}, given)).rejects.toMatchObject({ code: vector.code });
});

describe('the headers', () => {
  test.each([
    ['of any case', { 'WEBHOOK-ID': ID, 'webhook-Tenant': TENANT, 'webhook-Signature': current }],
    ['as lists of one', { 'webhook-id': [ID], 'webhook-tenant': [TENANT], 'webhook-signature': [current] }],
    ['as Headers', new Headers({ 'Webhook-Id': ID, 'Webhook-Tenant': TENANT, 'Webhook-Signature': current })],
  ])('are read %s', async (_, given) => {
    expect(await verify(given)).toMatchObject({ id: ID, tenant: TENANT, event: 'reseller.created' });
  });

  test.each([
    ['given twice', { ...headers, 'webhook-id': [ID, ID], 'webhook-signature': current }],
    [
      'that holds a dot, so that more than one text could have been signed',
      { ...headers, 'webhook-id': `${ID}.x`, 'webhook-signature': current },
    ],
    ['too long', { ...headers, 'webhook-id': 'a'.repeat(65), 'webhook-signature': current }],
  ])('an id %s is refused', async (_, given) => {
    await expect(verify(given)).rejects.toMatchObject({ code: 'missing-header' });
  });
});

describe('the signatures', () => {
  const broken = current.replace(/\..{4}(?=[^.]*$)/, '.AAAA');

  test('one that holds is enough, wherever it stands and whatever stands beside it', async () => {
    for (const parts of [[current], [previous], [broken, previous], [previous, broken], ['v2,x,y', current], ['t1,short', current]]) {
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
    await expect(verifyWebhook(headers, body, others, { token: null })).rejects.toMatchObject({ code: 'unknown-key' });
  });
});

describe('a signature of a release before', () => {
  const [old] = vectors.verifiedBefore;
  const signature = old?.headers['webhook-signature'] ?? '';
  const [at, later] = ['2026-11-22T14:15:22.000Z', '2026-11-22T14:15:22.001Z'];

  test('is taken only of an event from before the time that is given, and says nothing of the tenant', async () => {
    expect(await verify(withSignature(signature), { v1aBefore: later })).toMatchObject({ id: ID, tenant: null });
    for (const v1aBefore of [at, 'no time']) {
      await expect(verify(withSignature(signature), { v1aBefore })).rejects.toMatchObject({ code: 'malformed-signature' });
    }
  });

  test('does not stand in for one of now that is refused beside it', async () => {
    const another = { ...withSignature(signature, current), 'webhook-tenant': '/resellers/another' };
    await expect(verify(another, { v1aBefore: later })).rejects.toMatchObject({ code: 'bad-signature' });
    const stripped = withSignature(current.replace(/^t1,(.+)\./, 'v1a,$1,'));
    await expect(verify(stripped, { v1aBefore: later })).rejects.toMatchObject({ code: 'bad-signature' });
  });
});

describe('the token', () => {
  // As a program without types, or one whose environment lacks a variable, would call it.
  test.each<readonly [string, unknown]>([
    ['no options', undefined],
    ['no token', {}],
    ['undefined', { token: undefined }],
    ['an empty text', { token: '' }],
    ['an empty list', { token: [] }],
    ['a list with nothing in it', { token: ['a-token-of-sixteen', undefined] }],
  ])('is required: %s is an error that says so, and no verdict on the webhook', async (_, options) => {
    const given = { ...headers, 'webhook-token': 'a-token-of-sixteen' };
    const verdict = verifyWebhook(given, body, keys, options as VerifyOptions);
    await expect(verdict).rejects.toThrow(TypeError);
    await expect(verdict).rejects.toThrow('the option token is required');
  });

  test('cannot be left out by a program with types', () => {
    // @ts-expect-error
    const missing: VerifyOptions = {};
    // @ts-expect-error
    const unset: VerifyOptions = { token: undefined };
    expect([missing, unset]).toHaveLength(2);
  });

  test('is the second factor when it is given', async () => {
    const given = { ...headers, 'webhook-token': 'a-token-of-sixteen' };
    expect(await verify(given, { token: 'a-token-of-sixteen' })).toMatchObject({ id: ID });
    expect(await verify(given, { token: ['the-token-before', 'a-token-of-sixteen'] })).toMatchObject({ id: ID });
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
