import { fetchKeys, verifyWebhook } from '../../receiver/verify-webhook.ts';
import { journey, withRuntime } from '../support/journey.ts';
import { createReseller, newOrganization, organizationsOf, unique } from '../support/journey-entities.ts';

withRuntime('webhook receivers on loopback', () => {
  const here = journey({ respond: ({ endpoint, attempt }) => (endpoint === 'api-key' && attempt === 1 ? 503 : 200) });

  test('what arrives verifies by the keys that the API publishes, at the first attempt and at a retry, and a changed value does not', async () => {
    const api = await here.as(['reseller:write', 'reseller:organization:create']);
    const { body } = await api.post(organizationsOf(await createReseller(api)), newOrganization({ name: unique('Zürich 😀') }));
    await here.system.runtime.idle();
    const arrivals = here.system.receiver.arrivals.filter((arrival) => arrival.body.data.id === body.id);
    expect(arrivals.length).toBeGreaterThanOrEqual(4);
    const keys = fetchKeys(`${here.system.runtime.url}/.well-known/webhook-keys.json`);
    for (const { id, tenant, signature, body: payload } of arrivals) {
      const headers = { 'webhook-id': id, 'webhook-tenant': tenant, 'webhook-signature': signature };
      expect(await verifyWebhook(headers, payload, keys, { token: null })).toMatchObject({ id, tenant, ...payload });
      const changed = { ...payload, data: { ...payload.data, name: 'another' } };
      await expect(verifyWebhook(headers, changed, keys, { token: null })).rejects.toMatchObject({ code: 'bad-signature' });
      const another = { ...headers, 'webhook-tenant': '/resellers/another' };
      await expect(verifyWebhook(another, payload, keys, { token: null })).rejects.toMatchObject({ code: 'bad-signature' });
    }
  });
});
