import { jest } from '@jest/globals';
import { CONTRACTS } from '../../functions/operations.ts';
import type { EventDetail } from '../../functions/shared/table/events.ts';
import { welcomeKey } from '../../functions/shared/table/keys.ts';
import { eventRecord } from '../../testing/event-records.ts';
import { type BrokenTable, FAULTS, type Fault, startBrokenTable } from '../support/broken-table.ts';
import { deadLetterRecord } from '../support/dead-letter.ts';
import { type Answer, type Api, type Call, contextFor, startApi } from './api.ts';
import { contact, makePartner } from './samples.ts';
import { eventsBy } from './stored.ts';
import { collectAll, deliveryEnvironment, letterTo, makeWebhook } from './webhook-samples.ts';

let services: BrokenTable;
let issuer: BrokenTable;
let api: Api;

beforeAll(async () => {
  [services, issuer] = await Promise.all([startBrokenTable(), startBrokenTable()]);
  api = await startApi({
    ...deliveryEnvironment,
    ...Object.fromEntries(['EVENTBRIDGE', 'SQS', 'SECRETS_MANAGER', 'SESV2'].map((name) => [`AWS_ENDPOINT_URL_${name}`, services.url])),
    ...{ EVENT_BUS_NAME: 'tenantry-dev', INSTALLATION: 'tenantry-dev', JWKS_URI: `${issuer.url}/jwks.json` },
    ...{ POISON_QUEUE_URL: `${services.url}/1/poison`, DEAD_LETTER_QUEUE_URL: `${services.url}/1/letters` },
    ...{ EMAIL_FROM: 'a@example.com', EMAIL_TEMPLATE: 't', EMAIL_CONFIGURATION_SET: 'c', PASSWORD_URL: 'https://x.example/#' },
  });
  issuer.passTo(new URL(api.issuer.jwksUri).origin);
}, 20_000);
afterEach(() => {
  issuer.repair();
  jest.restoreAllMocks();
});
afterAll(async () => void (await Promise.all([api.stop(), services.stop(), issuer.stop()])));

const FAULT_NAMES = Object.keys(FAULTS) as Fault[];
// Clients of the SDK are made in one place, and slow-table.test.ts breaks one of them in every way:
// of the others one fault of each kind is enough.
const OF_EACH_KIND = ['never answers', 'answers an HTML page with 502', 'answers an empty 200'] as const satisfies readonly Fault[];

/** Runs something that has so many milliseconds, and requires that it takes no longer. */
const inside = async <T>(ms: number, work: (context: never) => Promise<T>): Promise<T> => {
  const began = performance.now();
  const outcome = await work(contextFor(ms) as never);
  expect(performance.now() - began).toBeLessThan(ms);
  return outcome;
};

const expectUnavailable = (answer: Answer): void => {
  expect(answer).toMatchObject({ status: 503, body: { code: 'dependency-unavailable' } });
  expect(answer.headers['retry-after']).toMatch(/^\d+$/);
  expect(JSON.stringify(answer)).not.toContain('heron');
};

describe('a key set that', () => {
  // Each function has a key set of its own, which waits after a failure.
  const calls = CONTRACTS.filter(({ access, operationId }) => access !== 'public' && operationId !== 'listPartners').map(
    ({ method, path }): Call => ({ method, path: path.replace(/\{\w+\}/g, '1') }),
  );
  const cases = FAULT_NAMES.map((fault, index) => [fault, calls[index] as Call] as const);

  // A function's modules are loaded by its first call; without a token it reads no key set.
  beforeAll(async () => {
    for (const [, call] of cases) expect(await api.send({ ...call, as: null })).toMatchObject({ status: 401 });
  });

  test.each(cases)('%s is 503', async (fault, call) => {
    issuer.break(fault);
    expectUnavailable(await inside(600, () => api.send({ ...call, remainingMs: 600 })));
  });

  test.each(cases)('%s is read a second later', async (_, call) => {
    const later = Date.now() + 1000;
    jest.spyOn(Date, 'now').mockImplementation(() => later);
    expect([401, 503]).not.toContain((await api.send(call)).status);
  });

  test('answers one request too late does not fail another at the same time that has longer', async () => {
    issuer.break(300);
    const [short, long] = await Promise.all([
      api.get('/v1/partners', { remainingMs: 550 }),
      api.get('/v1/partners', { remainingMs: 5000 }),
    ]);
    expectUnavailable(short);
    expect(long.status).toBe(200);
  });
});

describe('a service of AWS that', () => {
  test.each(OF_EACH_KIND)('%s: signing keys and a redelivery are 503', async (fault) => {
    const webhook = await makeWebhook(api);
    await collectAll([letterTo(webhook)]);
    const [delivery] = (await api.get('/v3/webhook-event-logs', { query: `webhookId=${webhook.id}` })).items;
    await api.post('/v3/webhook-event-logs/none:redeliver', undefined);
    services.break(fault);
    const remainingMs = 1000;
    expectUnavailable(await inside(remainingMs, () => api.get('/.well-known/webhook-keys.json', { as: null, remainingMs })));
    const path = `/v3/webhook-event-logs/${delivery?.id}:redeliver`;
    expectUnavailable(await inside(remainingMs, () => api.post(path, undefined, { remainingMs })));
    expect((await api.get(`/v3/webhook-event-logs/${delivery?.id}`)).body.result).toBe('dead-letter');
  });

  test.each(OF_EACH_KIND)('%s: what the publisher and the collector have not done stays for their next invocation', async (fault) => {
    services.break(fault);
    const publisher = await import('../../functions/events/publish.ts');
    const published = await inside(1500, (context) => publisher.handler({ Records: [eventRecord(0, 'a'), eventRecord(1, 'b')] }, context));
    expect(published).toEqual({ batchItemFailures: [{ itemIdentifier: eventRecord(0, 'a').dynamodb?.SequenceNumber }] });
    const collector = await import('../../functions/deliveries/collect.ts');
    const poison = { ...deadLetterRecord(), body: 'no JSON' };
    const good = letterTo(await makeWebhook(api));
    const collected = await inside(1500, (context) => collector.handler({ Records: [good, poison] }, context));
    expect(collected).toEqual({ batchItemFailures: [{ itemIdentifier: poison.messageId }] });
  });

  test.each(OF_EACH_KIND)('%s: a welcome e-mail counts as not sent', async (fault) => {
    const wanted = { contact: contact({ sendWelcomeEmail: true }) };
    const [detail] = (await eventsBy(api, () => makePartner(api, undefined, wanted))) as unknown as readonly EventDetail[];
    services.break(fault);
    const { handler } = await import('../../functions/welcome/send.ts');
    const event = { detail } as never;
    await inside(3000, async (context) => expect(handler(event, context)).rejects.toThrow());
    const { metadata, payload } = detail as EventDetail;
    const { contact: welcomed } = payload.data as { readonly contact: { readonly id: number } };
    const partner = Number(metadata.tenant.split('/').at(-1));
    expect(await api.table.table.get(welcomeKey(welcomed.id, partner))).toMatchObject({ sent: false });
  });
});
