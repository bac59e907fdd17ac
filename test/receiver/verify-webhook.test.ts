import { jest } from '@jest/globals';
import fc from 'fast-check';
import vectors from '../../docs/webhook-vectors.json' with { type: 'json' };
import { type KeySet, type VerifyOptions, verifyWebhook, type WebhookBody } from '../../receiver/verify-webhook.ts';
import { verifiesByReference } from '../support/ed25519-reference.ts';

const keys: KeySet = vectors.keys;
const [first] = vectors.verified;
if (!first) throw new Error('there are no vectors');
const { headers, body } = first;
const ID = headers['webhook-id'];
const [current = '', previous = ''] = headers['webhook-signature'].split(' ');

const named = <V extends { readonly name: string }>(list: readonly V[]) => list.map((vector) => [vector.name, vector] as const);
const TENANT = headers['webhook-tenant'];
const withSignature = (...parts: readonly string[]) => ({ ...headers, 'webhook-signature': parts.join(' ') });
const verify = (given: Parameters<typeof verifyWebhook>[0], options: Partial<VerifyOptions> = {}, payload: WebhookBody = body) =>
  verifyWebhook(given, payload, keys, { token: null, ...options });

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

describe('the body', () => {
  const deep = `{"event":"e","data":{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}},"triggeredAt":"t"}`;

  test.each<readonly [string, string | Uint8Array | object]>([
    ['beyond a megabyte', body.replace('{', `{${' '.repeat(1_048_576)}`)],
    ['beyond a megabyte once parsed', { event: 'e', data: { a: 'a'.repeat(1_048_577) }, triggeredAt: 't' }],
    ['deeper than can be walked', deep],
    ['of bytes that are no UTF-8', Buffer.concat([Buffer.from(body.slice(0, -2)), Buffer.of(0xff), Buffer.from('"}')])],
    ['of bytes that are no UTF-8, in an ArrayBuffer', Uint8Array.of(0x22, 0xff, 0x22).buffer],
    ['with two byte order marks', `\uFEFF\uFEFF${body}`],
    ['that is null', 'null'],
    ['without data', { event: 'e', triggeredAt: 't' }],
    ['with data that is no object', { event: 'e', data: 'd', triggeredAt: 't' }],
    ['with what is no JSON', { event: 'e', data: { a: undefined }, triggeredAt: 't' }],
  ])('%s is refused', async (_, payload) => {
    await expect(verify(headers, {}, payload)).rejects.toMatchObject({ code: 'malformed-body' });
  });
});

describe('a member that is there twice', () => {
  // No escapes in names: JSON.parse of Node.js 24.21 takes {"\"":1,"\\":2} for an object with one
  // member.
  const names = fc.constantFrom('a', 'b', ':', 'a:', '{', '__proto__', 'é');
  const values = fc.constantFrom('', ':', '"', '\\', '\\"', '":', '{"a":1}');
  const twice = body.replace('"n":1', '"n":2,"n":1');

  test.each<readonly [string, WebhookBody]>([
    ['text', twice],
    ['bytes', Buffer.from(twice)],
    ['an ArrayBuffer', new TextEncoder().encode(twice).buffer],
  ])('is refused in %s, although the last one is what was signed', async (_, payload) => {
    await expect(verify(headers, {}, payload)).rejects.toMatchObject({ code: 'malformed-body' });
  });

  test('is found wherever it is, and is nowhere in what a serializer wrote', async () => {
    const verdict = async (data: string) => {
      const payload = `{"event":"e","data":${data},"triggeredAt":"t"}`;
      return verify(headers, {}, payload).catch(({ code }: { code: string }) => code);
    };
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, fc.oneof(values, fc.dictionary(names, values))), names, async (data, name) => {
        const text = JSON.stringify(data);
        expect(await verdict(text)).toBe('bad-signature');
        const member = `${JSON.stringify(name)}:{`;
        expect(await verdict(`{"x":${text},${member}},${member}"y":${text}}}`)).toBe('malformed-body');
      }),
      { numRuns: 50 },
    );
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
