import { attributeValues } from './webhook-bridge.ts';
import { statuses, webhookReceiver } from './webhook-receiver.ts';
import { webhookScene } from './webhook-scene.ts';

const { receiver, connect } = webhookScene();

test.each([401, 407, 409, 429, 500, 503])('%i is retried until the attempts are used up', async (status) => {
  const { url, received } = await receiver(statuses(status));
  const { put, bridge, deadLetter } = connect({ url, target: { RetryPolicy: { MaximumRetryAttempts: 2 } } });
  put();
  await bridge.idle();
  expect(received).toHaveLength(3);
  expect(attributeValues(await deadLetter())).toMatchObject({ EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts', RETRY_ATTEMPTS: '2' });
});

test('no retry attempts means one attempt', async () => {
  const { url, received } = await receiver(statuses(503));
  const { put, bridge, deadLetter } = connect({ url, target: { RetryPolicy: { MaximumRetryAttempts: 0 } } });
  put();
  await bridge.idle();
  expect(received).toHaveLength(1);
  expect(attributeValues(await deadLetter())).toMatchObject({ EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts', RETRY_ATTEMPTS: '0' });
});

test('an endpoint that does not answer in time is retried', async () => {
  const { url, received } = await receiver((response, index) => (index === 0 ? undefined : response.writeHead(204).end()));
  const { put, bridge, attempts } = connect({ url, options: { clientTimeoutMs: 100 } });
  put();
  await bridge.idle();
  expect(received).toHaveLength(2);
  expect(attempts[0]).toMatchObject({ outcome: 'retrying', error: expect.stringContaining('Timeout') });
  expect(attempts[0]?.latencyMs).toBeGreaterThanOrEqual(95);
  expect(attempts[1]).toMatchObject({ status: 204, outcome: 'delivered' });
});

test('an answer that begins but does not end in time is a timeout too', async () => {
  const { url } = await receiver((response, index) => (index === 0 ? response.writeHead(200).write('begun') : response.end()));
  const { put, bridge, attempts } = connect({ url, options: { clientTimeoutMs: 100 } });
  put();
  await bridge.idle();
  expect(attempts.map(({ outcome }) => outcome)).toEqual(['retrying', 'delivered']);
});

test('a refused connection and a cut one are retried', async () => {
  const { url, stop } = await webhookReceiver();
  await stop();
  const refusing = connect({ url, target: { RetryPolicy: { MaximumRetryAttempts: 1 } } });
  refusing.put();
  await refusing.bridge.idle();
  expect(refusing.attempts).toEqual([
    expect.objectContaining({ outcome: 'retrying', error: expect.stringContaining('ECONNREFUSED') }),
    expect.objectContaining({ outcome: 'dead-letter' }),
  ]);

  const cutting = await receiver((response, index) => (index === 0 ? response.destroy() : response.end()));
  const cut = connect({ url: cutting.url });
  cut.put();
  await cut.bridge.idle();
  expect(cut.attempts.map(({ outcome }) => outcome)).toEqual(['retrying', 'delivered']);
});

test('Retry-After in seconds is honoured when it is longer than the backoff', async () => {
  const { url, received } = await receiver((response, index) =>
    index === 0 ? response.writeHead(429, { 'retry-after': '120' }).end() : response.end(),
  );
  const { put, bridge, attempts } = connect({ url });
  put();
  await bridge.idle();
  expect(attempts[0]?.nextInMs).toBe(120);
  expect((received[1]?.at ?? 0) - (received[0]?.at ?? 0)).toBeGreaterThanOrEqual(118);
});

test('Retry-After as a date is honoured, and a shorter one than the backoff is not', async () => {
  const inTwoMinutes = () => new Date(Date.now() + 121_000).toUTCString();
  const dated = await receiver((response, index) =>
    index === 0 ? response.writeHead(503, { 'retry-after': inTwoMinutes() }).end() : response.end(),
  );
  const first = connect({ url: dated.url });
  first.put();
  await first.bridge.idle();
  expect(first.attempts[0]?.nextInMs).toBeGreaterThanOrEqual(119);
  expect(first.attempts[0]?.nextInMs).toBeLessThanOrEqual(121);

  const short = await receiver((response, index) => (index === 0 ? response.writeHead(503, { 'retry-after': '1' }).end() : response.end()));
  const second = connect({ url: short.url, options: { random: () => 1, timeScale: 0.05 } });
  second.put();
  await second.bridge.idle();
  expect(second.attempts[0]?.nextInMs).toBe(50);
});

test('backoff doubles up to its ceiling under full jitter', async () => {
  const { url } = await receiver(statuses(500));
  const { put, bridge, attempts } = connect({
    url,
    options: { random: () => 0.5, timeScale: 0.002 },
    target: { RetryPolicy: { MaximumRetryAttempts: 4 } },
  });
  put();
  await bridge.idle();
  expect(attempts.map(({ nextInMs }) => nextInMs)).toEqual([1, 2, 4, 8, undefined]);
});

test('an event older than its maximum age is given up', async () => {
  const { url, received } = await receiver(statuses(503));
  const { put, bridge, deadLetter } = connect({
    url,
    options: { random: () => 1 },
    target: { RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 185 } },
  });
  put();
  await bridge.idle();
  const attributes = attributeValues(await deadLetter());
  expect(attributes).toMatchObject({ EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds', ERROR_CODE: 'ERROR_FROM_TARGET' });
  // 1 + 2 + 4 + 8 + 16 s fit into 60 s, the next 32 s do not.
  expect(received.length).toBeGreaterThan(1);
  expect(received.length).toBeLessThanOrEqual(6);
  expect(attributes.RETRY_ATTEMPTS).toBe(String(received.length - 1));
});

test('what exceeds the invocation rate is delayed, not lost', async () => {
  const { url, received } = await receiver();
  const { put, bridge } = connect({ url, rate: 1, options: { timeScale: 0.05 } });
  for (let count = 0; count < 5; count += 1) put();
  await bridge.idle();
  expect(received).toHaveLength(5);
  // A timer may fire up to a millisecond early.
  expect((received[4]?.at ?? 0) - (received[0]?.at ?? 0)).toBeGreaterThanOrEqual(175);
});

test('stopping aborts the request in flight and every wait, and tells how many were pending', async () => {
  const { url, arrival } = await receiver((response, index) =>
    index === 0 ? undefined : response.writeHead(503, { 'retry-after': '3600' }).end(),
  );
  const retrying = Promise.withResolvers<void>();
  const reports: string[] = [];
  const { put, bridge, deadLetter } = connect({
    url,
    options: {
      timeScale: 1,
      onDelivery({ outcome }) {
        reports.push(outcome);
        retrying.resolve();
      },
    },
  });
  put();
  await arrival(1);
  put();
  await retrying.promise;

  const started = performance.now();
  expect(await bridge.stop()).toBe(2);
  await bridge.idle();
  expect(performance.now() - started).toBeLessThan(1_000);
  expect(reports).toEqual(['retrying']);
  expect(await deadLetter()).toBeUndefined();
});
