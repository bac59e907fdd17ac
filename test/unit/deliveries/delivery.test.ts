import { type DeadLetter, parseDeadLetter } from '../../../functions/deliveries/dead-letter.ts';
import { deliveryOfDeadLetter, isExpired, isGone, isUnreached } from '../../../functions/deliveries/delivery.ts';
import { requireReceiving } from '../../../functions/webhooks/receiving.ts';
import type { Webhook } from '../../../functions/webhooks/webhook.ts';
import { deadLetterRecord } from '../../support/dead-letter.ts';

test.each([
  'Unable to invoke ApiDestination endpoint: Request failed with status code 410.',
  'The API destination returned HTTP status 410',
  'The endpoint answered 410',
  'received 410 Gone',
])('%s: the receiver asked for no more', (message) => {
  expect(isGone(message)).toBe(true);
});

test.each([
  'Request failed with status code 404.',
  'Request failed with status code 4100.',
  'endpoint https://a.test/410 cannot be reached',
  'Timeout after 410 ms',
  '',
])('%s: it did not', (message) => {
  expect(isGone(message)).toBe(false);
});

const deadLetterOf = (of: Parameters<typeof deadLetterRecord>[0]) => parseDeadLetter(deadLetterRecord(of)) as DeadLetter;
const UNRESOLVED = 'Unable to invoke ApiDestination endpoint: endpoint cannot be reached (ENOTFOUND).';

test('what was dead-lettered at once without an answer did not reach the endpoint, whatever its code', () => {
  expect(isUnreached(deadLetterOf({ errorCode: 'CONNECTION_FAILURE', errorMessage: UNRESOLVED }))).toBe(true);
  expect(isUnreached(deadLetterOf({ errorCode: 'SDK_CLIENT_ERROR', errorMessage: UNRESOLVED, retryAttempts: 0 }))).toBe(true);
});

test('what was answered or retried did reach it, or had its time to', () => {
  expect(isUnreached(deadLetterOf({ errorMessage: 'Request failed with status code 404.' }))).toBe(false);
  expect(isUnreached(deadLetterOf({ errorMessage: UNRESOLVED, condition: 'MaximumEventAgeInSeconds', retryAttempts: 185 }))).toBe(false);
});

const webhook = { id: 'w', enabled: true, status: 'healthy' } as Webhook;

test('an endpoint that is healthy or failing is sent to', () => {
  expect(() => requireReceiving('w', webhook)).not.toThrow();
  expect(() => requireReceiving('w', { ...webhook, status: 'failing' })).not.toThrow();
});

test.each<[string, Webhook | undefined]>([
  ['is gone', undefined],
  ['is gone', { ...webhook, deletedAt: '2026-11-22T14:15:22.000Z' }],
  ['is disabled', { ...webhook, enabled: false, status: 'pending' }],
  ['is disabled', { ...webhook, status: 'disabled' }],
  ['is suspended', { ...webhook, status: 'suspended' }],
  ['is suspended', { ...webhook, status: 'pending', suspendedAt: '2026-11-22T14:15:22.000Z' }],
  ['is being set up', { ...webhook, status: 'pending' }],
  ['could not be set up', { ...webhook, status: 'failed' }],
])('one that %s is not: its rule would drop the event without a word', (why, state) => {
  expect(() => requireReceiving('w', state)).toThrow(
    expect.objectContaining({ code: 'webhook-not-receiving', message: expect.stringContaining(why) }),
  );
});

const PLACE = '019b74a2-9000-7000-8000-000000000000';

test('a delivery says when it was recorded, whenever it was dead-lettered', () => {
  const deadLetter = parseDeadLetter(deadLetterRecord({ sentAt: Date.UTC(2025, 0, 1) })) as DeadLetter;
  const { at, recordedAt } = deliveryOfDeadLetter(deadLetter, { owner: undefined, keptDays: 30, place: PLACE });
  expect([at, recordedAt]).toEqual(['2025-01-01T00:00:00.000Z', '2025-12-31T13:39:29.408Z']);
});

test('a delivery is kept for as many days as configured, and counts as gone from then on', () => {
  const deadLetter = parseDeadLetter(deadLetterRecord({ sentAt: Date.UTC(2026, 0, 1) })) as DeadLetter;
  const delivery = deliveryOfDeadLetter(deadLetter, { owner: '/resellers/r1', keptDays: 30, place: PLACE });
  expect(isExpired(delivery, '2026-01-30T23:59:59.999Z')).toBe(false);
  expect(isExpired(delivery, '2026-01-31T00:00:00.000Z')).toBe(true);
});

test('what was sent to an endpoint of which nothing is left is the operator’s', () => {
  expect(
    deliveryOfDeadLetter(parseDeadLetter(deadLetterRecord()) as DeadLetter, { owner: undefined, keptDays: 30, place: PLACE }).owner,
  ).toBe('/');
});
