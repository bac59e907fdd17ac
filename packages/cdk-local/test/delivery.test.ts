import { attributeValues } from './webhook-bridge.ts';
import { statuses } from './webhook-receiver.ts';
import { webhookScene } from './webhook-scene.ts';

const { receiver, connect } = webhookScene();

const payload = { event: 'order.created', data: { name: 'Ünïque "GmbH"' }, triggeredAt: '2026-11-22T14:15:22.000Z' };

test('the endpoint receives exactly the payload and the headers AWS sends', async () => {
  const { url, received } = await receiver();
  const { put, bridge, attempts } = connect({
    url: `${url}/hook/*`,
    target: {
      HttpParameters: {
        HeaderParameters: {
          'Webhook-Id': '$.detail.metadata.eventId',
          'Webhook-Event': '$.detail-type',
          'Webhook-Token': 'the connection wins',
          'X-Missing': '$.detail.absent',
          'X-Version': '$.detail.metadata.version',
          'X-Static': 'plain',
          'User-Agent': 'mine',
          'If-Match': '"1"',
          Via: 'proxy',
          Date: 'today',
        },
        QueryStringParameters: { tenant: '$.source', fixed: 'a b' },
        PathParameterValues: ['$.detail.metadata.eventId'],
      },
    },
  });
  put(payload);
  await bridge.idle();

  expect(received).toHaveLength(1);
  expect(received[0]?.body).toBe(JSON.stringify(payload));
  expect([received[0]?.method, received[0]?.path]).toEqual(['POST', '/hook/evt-1?tenant=shop&fixed=a+b']);
  expect(received[0]?.headers).toEqual({
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(JSON.stringify(payload))),
    'user-agent': 'Amazon/EventBridge/ApiDestinations',
    range: 'bytes=0-1048575',
    'accept-encoding': 'gzip,deflate',
    connection: 'close',
    host: new URL(url).host,
    'webhook-id': 'evt-1',
    'webhook-event': 'order.created',
    'webhook-token': 'secret-token',
    'x-missing': '',
    'x-version': '7',
    'x-static': 'plain',
  });
  expect(attempts).toEqual([
    expect.objectContaining({
      endpointName: 'hook',
      url: `${url}/hook/*`,
      attempt: 1,
      status: 200,
      outcome: 'delivered',
      detailType: 'order.created',
      rule: 'hook',
    }),
  ]);
  // What its connection adds is in no report.
  expect(attempts[0]?.exchange).toMatchObject({
    ...{ method: 'POST', url: `${url}/hook/evt-1`, body: JSON.stringify(payload) },
    headers: { 'webhook-id': 'evt-1', 'webhook-token': '•••' },
    answer: { body: '' },
  });
});

test('connection parameters are added to header, query and body', async () => {
  const { url, received } = await receiver();
  const { put, bridge } = connect({
    url,
    authorization: {
      BasicAuthParameters: { Username: 'user', Password: 'pässword' },
      InvocationHttpParameters: {
        HeaderParameters: [{ Key: 'X-Own', Value: 'yes' }],
        QueryStringParameters: [{ Key: 'k', Value: 'v' }],
        BodyParameters: [{ Key: 'added', Value: 'too' }],
      },
    },
  });
  put({ a: 1 });
  await bridge.idle();
  expect(received[0]?.path).toBe('/?k=v');
  expect(JSON.parse(received[0]?.body ?? '')).toEqual({ a: 1, added: 'too' });
  expect(received[0]?.headers).toMatchObject({ 'x-own': 'yes', authorization: `Basic ${Buffer.from('user:pässword').toString('base64')}` });
});

test('503 three times, then 200: the event arrives at the fourth attempt', async () => {
  const { url, received } = await receiver(statuses(503, 503, 503, 200));
  const { put, bridge, attempts, deadLetter } = connect({ url });
  put();
  await bridge.idle();
  expect(received).toHaveLength(4);
  expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  expect(attempts.map(({ attempt, status, outcome }) => [attempt, status, outcome])).toEqual([
    [1, 503, 'retrying'],
    [2, 503, 'retrying'],
    [3, 503, 'retrying'],
    [4, 200, 'delivered'],
  ]);
  expect(await deadLetter()).toBeUndefined();
});

test.each([400, 403, 404, 408, 410, 422, 302, 304])(
  '%i is not retried: the original event goes to the dead-letter queue',
  async (status) => {
    const { url, received } = await receiver(statuses(status));
    const { put, bridge, attempts, deadLetter, RuleArn, ApiDestinationArn } = connect({ url });
    const { Entries } = put(payload);
    await bridge.idle();

    expect(received).toHaveLength(1);
    expect(attempts).toEqual([expect.objectContaining({ attempt: 1, status, outcome: 'dead-letter' })]);
    const message = await deadLetter();
    expect(JSON.parse(message?.body ?? '{}')).toMatchObject({
      id: Entries?.[0]?.EventId,
      detail: { payload, metadata: { eventId: 'evt-1' } },
    });
    expect(attributeValues(message)).toEqual({
      RULE_ARN: RuleArn,
      TARGET_ARN: ApiDestinationArn,
      ERROR_CODE: 'SDK_CLIENT_ERROR',
      ERROR_MESSAGE: `Unable to invoke ApiDestination endpoint: Request failed with status code ${status}.`,
    });
  },
);

test('an address that does not resolve is not retried', async () => {
  // No label has more than 63 characters, so nobody has to be asked.
  const { put, bridge, attempts, deadLetter } = connect({ url: `https://${'a'.repeat(64)}.invalid/hook` });
  put(payload);
  await bridge.idle();
  expect(attempts).toEqual([expect.objectContaining({ attempt: 1, outcome: 'dead-letter' })]);
  const { EXHAUSTED_RETRY_CONDITION, RETRY_ATTEMPTS, ...attributes } = attributeValues(await deadLetter());
  expect(attributes).toMatchObject({ ERROR_CODE: 'CONNECTION_FAILURE', ERROR_MESSAGE: expect.stringMatching(/ENOTFOUND|EAI_/) });
  expect([EXHAUSTED_RETRY_CONDITION, RETRY_ATTEMPTS]).toEqual([undefined, undefined]);
});

test('a redirect is not followed', async () => {
  const elsewhere = await receiver();
  const { url } = await receiver((response) => response.writeHead(307, { location: elsewhere.url }).end());
  const { put, bridge, attempts } = connect({ url });
  put();
  await bridge.idle();
  expect(elsewhere.received).toEqual([]);
  expect(attempts[0]).toMatchObject({ status: 307, outcome: 'dead-letter' });
});

test('without a dead-letter queue the loss is reported and logged', async () => {
  const { url } = await receiver(statuses(400));
  const { put, bridge, attempts, lost } = connect({ url, deadLetters: false });
  put();
  await bridge.idle();
  expect(attempts[0]?.outcome).toBe('dropped');
  expect(lost).toEqual([expect.stringMatching(/order\.created.* is lost: .*400/)]);
});

test('a destination that was deleted or a header that cannot be sent goes to the dead-letter queue at once', async () => {
  const { url, received } = await receiver();
  const deleted = connect({ url });
  deleted.bridge.deleteApiDestination({ Name: 'hook' });
  deleted.put();
  await deleted.bridge.idle();
  expect(attributeValues(await deleted.deadLetter()).ERROR_CODE).toBe('NO_RESOURCE');

  const unsendable = connect({ url, target: { HttpParameters: { HeaderParameters: { 'X-Name': '$.detail.payload.name' } } } });
  unsendable.put({ name: 'Ü\r\nX-Injected: 1' });
  await unsendable.bridge.idle();
  expect(attributeValues(await unsendable.deadLetter()).ERROR_CODE).toBe('INVALID_PARAMETER');
  expect(received).toEqual([]);
});

test('a template that gives no JSON goes to the dead-letter queue without an attempt', async () => {
  const { url, received } = await receiver();
  const InputTransformer = { InputPathsMap: { name: '$.detail.payload.name' }, InputTemplate: '{"name": "<name>"}' };
  const { put, bridge, deadLetter } = connect({ url, target: { InputPath: undefined, InputTransformer } });
  put({ name: 'a "b"' });
  await bridge.idle();
  expect(received).toEqual([]);
  expect(attributeValues(await deadLetter()).ERROR_CODE).toBe('INVALID_JSON');
});
