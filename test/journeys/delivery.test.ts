import { journey, withRuntime } from '../support/journey.ts';
import { createReseller, newOrganization, organizationsOf, unique } from '../support/journey-entities.ts';
import type { Respond } from '../support/journey-receiver.ts';

// The organization's description says how the endpoint with the API key is to behave; the others
// always take the event.
const respond: Respond = ({ endpoint, attempt, body: { data } }) => {
  if (endpoint !== 'api-key') return 200;
  if (data.description === 'down three times') return attempt <= 3 ? 503 : 200;
  if (data.description === 'slow once') return attempt === 1 ? 'silence' : 204;
  if (data.description === 'refused once') return attempt === 1 ? 400 : 200;
  return data.description === 'refused' ? 400 : 200;
};

withRuntime('webhook receivers on loopback', () => {
  const here = journey({ respond, clientTimeoutMs: 300 });

  /**
   * Creates an organization whose webhook is answered as described, and waits until nothing is on
   * its way.
   */
  const deliver = async (description: string) => {
    const api = await here.as(['reseller:write', 'reseller:organization:create']);
    const { body } = await api.post(
      organizationsOf(await createReseller(api)),
      newOrganization({ name: unique(description), description }),
    );
    await here.system.runtime.idle();
    const arrivals = here.system.receiver.arrivals.filter((arrival) => arrival.body.data.id === body.id);
    const at = (name: string) => arrivals.filter(({ endpoint }) => endpoint === name);
    return { organization: body, at };
  };

  /** The dead letters of an endpoint, as an operator sees them. */
  const deadLetters = async (webhookId: string) => {
    const { items } = await (await here.as(['eventLog:read'])).get(`/v3/webhook-event-logs?webhookId=${webhookId}&result=dead-letter`);
    return items;
  };

  test('an endpoint that is down three times gets the event at the fourth attempt, under the same id', async () => {
    const { at, organization } = await deliver('down three times');
    expect(at('api-key').map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
    expect(new Set(at('api-key').map(({ id, body }) => `${id} ${JSON.stringify(body)}`)).size).toBe(1);
    expect(at('api-key')[3]?.body.data).toEqual(organization);
    expect([at('basic').length, at('oauth').length]).toEqual([1, 1]);
    expect(await deadLetters('api-key')).toEqual([]);
  });

  test('an endpoint that does not answer in time is retried', async () => {
    const { at } = await deliver('slow once');
    expect(at('api-key').map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(here.system.deliveries.filter(({ outcome }) => outcome === 'retrying').at(-1)?.error).toContain('Timeout');
  });

  test('an event that its endpoint refuses is in the delivery log, and the other endpoints get it', async () => {
    const { organization, at } = await deliver('refused');
    expect(at('api-key')).toHaveLength(1);
    expect([at('basic')[0]?.body.data, at('oauth')[0]?.body.data]).toEqual([organization, organization]);
    const letters = await deadLetters('api-key');
    expect(letters).toHaveLength(1);
    const [letter] = letters;
    expect(letter).toMatchObject({
      ...{ eventId: at('api-key')[0]?.id, event: 'reseller.organization.created', result: 'dead-letter' },
      ...{ errorCode: 'SDK_CLIENT_ERROR', errorMessage: expect.stringContaining('400') },
      ...{ reason: 'The endpoint answered 400, which is not retried.', resource: 'organization', resourceId: organization.id },
    });
    const api = await here.as(['eventLog:read']);
    const { body } = await api.get(`/v3/event-logs/${letter?.eventId}/deliveries`);
    expect(body).toMatchObject({ eventId: letter?.eventId, event: 'reseller.organization.created' });
    const outcomes = (body.endpoints as readonly Readonly<Record<string, unknown>>[]).map(({ webhookId, outcome }) => [webhookId, outcome]);
    expect(Object.fromEntries(outcomes)).toMatchObject({ 'api-key': 'dead-letter', basic: 'delivered', oauth: 'delivered' });
    const found = await api.get(`/v3/webhook-event-logs?result=dead-letter&requestId=${encodeURIComponent(String(letter?.requestId))}`);
    expect(found.items).toEqual([letter]);
  });

  test('a webhook that was dead-lettered is redelivered to its endpoint alone, under the same id and with the same body', async () => {
    const { at, organization } = await deliver('refused once');
    const letter = (await deadLetters('api-key')).find(({ eventId }) => eventId === at('api-key')[0]?.id);
    const api = await here.as(['webhook:write', 'eventLog:read']);
    const { status, body } = await api.post(`/v3/webhook-event-logs/${letter?.id}:redeliver`, {});
    expect({ status, body }).toMatchObject({ status: 202, body: { id: letter?.id, result: 'redelivered' } });
    await here.system.runtime.idle();
    const again = here.system.receiver.arrivals.filter((arrival) => arrival.body.data.id === organization.id);
    expect(again.map(({ endpoint }) => endpoint)).toEqual(expect.arrayContaining(['api-key', 'basic', 'oauth']));
    expect(again).toHaveLength(4);
    const [first, second] = again.filter(({ endpoint }) => endpoint === 'api-key');
    expect(second).toMatchObject({ id: first?.id, body: first?.body });
    expect((await api.get(`/v3/webhook-event-logs/${letter?.id}`)).body).toEqual(body);
  });
});
