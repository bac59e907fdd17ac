import { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { parseEvent } from '../../events/index.ts';
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

  test('an event whose item is deleted and put back arrives again under its id, signed and with its lineage', async () => {
    const tenant = `/resellers/${await createReseller(await here.as(['reseller:write']))}`;
    await here.system.runtime.idle();
    const published = () => here.system.events.filter(({ resources }) => resources[0] === tenant);
    const arrived = () => here.system.receiver.arrivals.filter((arrival) => arrival.tenant === tenant);
    const [first] = published();
    const before = arrived().length;
    const eventId = (first?.detail.metadata as { readonly eventId: string } | undefined)?.eventId;

    await putBack({ pk: { S: `RESELLER#${tenant.slice('/resellers/'.length)}` }, sk: { S: `EVENT#${eventId}` } });
    expect(published()).toEqual([first, { ...first, id: expect.any(String) }]);
    expect(published().map(parseEvent)).toEqual(published());
    expect(first?.detail.metadata).toMatchObject({ lineage: [tenant], signature: expect.stringMatching(/^t1,/) });
    const keys = fetchKeys(`${here.system.runtime.url}/.well-known/webhook-keys.json`);
    const again = arrived().slice(before);
    expect(new Set(again.map(({ id }) => id))).toEqual(new Set([eventId]));
    for (const { id, signature, body } of again) {
      const headers = { 'webhook-id': id, 'webhook-tenant': tenant, 'webhook-signature': signature };
      expect(await verifyWebhook(headers, body, keys, { token: null })).toMatchObject({ id, tenant });
    }
  });

  /** Does what the runbook says under "Publish an event again". */
  const putBack = async (Key: Readonly<Record<'pk' | 'sk', { S: string }>>): Promise<void> => {
    const { name: TableName, client: options } = here.system.table;
    const client = new DynamoDBClient(options);
    try {
      const { Item } = await client.send(new GetItemCommand({ TableName, Key }));
      await client.send(new DeleteItemCommand({ TableName, Key }));
      await client.send(new PutItemCommand({ TableName, Item }));
    } finally {
      client.destroy();
    }
    await here.system.runtime.idle();
  };
});
