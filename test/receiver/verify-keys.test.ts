import vectors from '../../docs/webhook-vectors.json' with { type: 'json' };
import { sign, signingKey } from '../../functions/signatures/signing.ts';
import { type KeySet, verifyWebhook } from '../../receiver/verify-webhook.ts';
import { body, headers, keys, verify } from './signed-webhook.ts';

test.each([
  ['type', { kty: 'EC' }],
  ['curve', { crv: 'X25519' }],
])('a key of another %s is not used, although it has the id and the bytes of the right one', async (_, other) => {
  const set: KeySet = { keys: keys.keys.map((key) => ({ ...key, ...other })) };
  await expect(verifyWebhook(headers, body, set, { token: null })).rejects.toMatchObject({ code: 'unknown-key' });
});

test('an id that has `test-` in it, and not at its beginning, is of an event that happened', async () => {
  const tenant = '/resellers/019f2b6c-7a10-7cc3-9b0e-3d9c0f1f6a55';
  const payload = { event: 'reseller.created', data: { id: '1' }, triggeredAt: '2026-11-22T14:15:22.000Z' };
  const received = async (id: string) => {
    const signature = sign(payload, { eventId: id, tenant }, [signingKey(vectors.seeds.current)]);
    return verify({ 'webhook-id': id, 'webhook-tenant': tenant, 'webhook-signature': signature }, {}, JSON.stringify(payload));
  };
  expect([(await received('test-1')).test, (await received('a-test-1')).test]).toEqual([true, false]);
});
