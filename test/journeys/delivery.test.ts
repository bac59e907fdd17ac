import { inMachineRoom, journey } from '../support/journey.ts';
import { createReseller, newOrganization, organizationsOf, unique } from '../support/journey-entities.ts';
import type { Respond } from '../support/journey-receiver.ts';

// The organization's description says how the endpoint with the API key is to behave; the others always take the event.
const respond: Respond = ({ endpoint, attempt, body: { data } }) => {
  if (endpoint !== 'api-key') return 200;
  if (data.description === 'down three times') return attempt <= 3 ? 503 : 200;
  if (data.description === 'slow once') return attempt === 1 ? 'silence' : 204;
  return data.description === 'refused' ? 400 : 200;
};

inMachineRoom('webhook receivers on loopback and the queues', () => {
  const here = journey({ respond, clientTimeoutMs: 300 });

  /** Creates an organization whose webhook is answered as described, and waits until nothing is on its way. */
  const deliver = async (description: string) => {
    const api = await here.as(['reseller:write', 'reseller:organization:create']);
    const { body } = await api.post(
      organizationsOf(await createReseller(api)),
      newOrganization({ name: unique(description), description }),
    );
    await here.room.runtime.idle();
    const arrivals = here.room.receiver.arrivals.filter((arrival) => arrival.body.data.id === body.id);
    const at = (name: string) => arrivals.filter(({ endpoint }) => endpoint === name);
    return { organization: body, at };
  };

  const deadLetters = async () => {
    const url = Object.entries(here.room.runtime.outputs).find(([key]) => key.endsWith('.WebhookDeadLetterQueueUrl'))?.[1] ?? '';
    const messages = await here.room.runtime.queues.receive(url, { most: 10 });
    for (const { receipt } of messages) here.room.runtime.queues.deleteMessage(url, receipt);
    return messages;
  };

  test('an endpoint that is down three times gets the event at the fourth attempt, under the same id', async () => {
    const { at, organization } = await deliver('down three times');
    expect(at('api-key').map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
    expect(new Set(at('api-key').map(({ id, body }) => `${id} ${JSON.stringify(body)}`)).size).toBe(1);
    expect(at('api-key')[3]?.body.data).toEqual(organization);
    expect([at('basic').length, at('oauth').length]).toEqual([1, 1]);
    expect(await deadLetters()).toEqual([]);
  });

  test('an endpoint that does not answer in time is tried again', async () => {
    const { at } = await deliver('slow once');
    expect(at('api-key').map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(here.room.deliveries.filter(({ outcome }) => outcome === 'retrying').at(-1)?.error).toContain('Timeout');
  });

  test('an event that its endpoint refuses is kept whole in the dead-letter queue, and the other endpoints get it', async () => {
    const { organization, at } = await deliver('refused');
    expect(at('api-key')).toHaveLength(1);
    expect([at('basic')[0]?.body.data, at('oauth')[0]?.body.data]).toEqual([organization, organization]);
    const letters = await deadLetters();
    expect(letters).toHaveLength(1);
    expect(JSON.parse(letters[0]?.body ?? '')).toMatchObject({
      source: 'tenantry',
      'detail-type': 'reseller.organization.created',
      detail: { metadata: { eventId: at('api-key')[0]?.id }, payload: at('api-key')[0]?.body },
    });
    expect(letters[0]?.attributes.ERROR_CODE?.StringValue).toBe('SDK_CLIENT_ERROR');
  });
});
