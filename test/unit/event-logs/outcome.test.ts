import type { Delivery } from '../../../functions/deliveries/delivery.ts';
import { recordedOutcome, type Sent, unrecordedOutcome } from '../../../functions/event-logs/outcome.ts';
import type { Webhook } from '../../../functions/webhooks/webhook.ts';

const AT = '2026-11-22T14:00:00.000Z';
const SENT: Sent = { at: AT, isTraced: true, keptDays: 30 };
const webhook = { id: 'w', enabled: true, status: 'healthy', createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' };

const unrecorded = (fields: object, now = '2026-11-22T15:00:00.000Z', sent: Partial<Sent> = {}) =>
  unrecordedOutcome({ ...webhook, ...fields } as Webhook, { ...SENT, ...sent }, now);

const delivery = (fields: Partial<Delivery>): Delivery =>
  ({ ...{ webhookId: 'w', result: 'dead-letter', errorCode: 'TIMEOUT', at: AT, retryAttempts: 0 }, ...fields }) as Delivery;

describe('without a recorded delivery', () => {
  test('it is unconfirmed until publishing, retries and recording must be over, and then delivered', () => {
    const certainAt = '2026-11-24T14:00:00.000Z';
    expect(unrecorded({})).toEqual({ outcome: 'unconfirmed', explanation: expect.any(String), certainAt });
    expect(unrecorded({}, '2026-11-24T13:59:59.999Z').outcome).toBe('unconfirmed');
    expect(unrecorded({}, certainAt)).toMatchObject({
      outcome: 'delivered',
      explanation: 'It has no dead letter within 48 hours: the endpoint accepted it.',
    });
  });

  test.each([
    ['disabled before it', { enabled: false, status: 'disabled' }, 'not-sent'],
    ['suspended before it', { status: 'suspended', suspendedAt: '2026-11-01T00:00:00.000Z' }, 'not-sent'],
    ['changed after it', { updatedAt: '2026-11-22T14:00:00.001Z' }, 'unknown'],
    ['disabled after it', { enabled: false, updatedAt: '2026-11-23T00:00:00.000Z' }, 'unknown'],
    ['being set up', { status: 'pending' }, 'unknown'],
    ['not set up', { status: 'failed' }, 'unknown'],
    ['failing with others', { status: 'failing' }, 'unconfirmed'],
  ])('of an endpoint that was %s it is %s', (_, fields, outcome) => {
    expect(unrecorded(fields).outcome).toBe(outcome);
  });

  test('nothing is assumed of an event of an earlier release, nor of one whose dead letters are deleted', () => {
    const late = '2026-11-30T00:00:00.000Z';
    expect(unrecorded({}, late, { isTraced: false }).outcome).toBe('unknown');
    expect(unrecorded({}, late, { keptDays: 7 }).outcome).toBe('unknown');
    expect(unrecorded({}, late, { keptDays: 8 }).outcome).toBe('delivered');
  });
});

describe('of recorded deliveries the last one counts', () => {
  const NOW = '2026-11-22T20:00:00.000Z';
  const redelivered = delivery({ result: 'redelivered', redeliveredAt: '2026-11-22T16:00:00.000Z' });

  test('a dead letter says what the endpoint answered', () => {
    expect(recordedOutcome([delivery({})], NOW)).toEqual({
      outcome: 'dead-letter',
      explanation: 'The endpoint did not answer in time, which is not retried.',
    });
  });

  test('one that was redelivered is unconfirmed for as long as it is retried and recorded', () => {
    expect(recordedOutcome([redelivered], NOW)).toMatchObject({ outcome: 'unconfirmed', certainAt: '2026-11-23T17:00:00.000Z' });
    expect(recordedOutcome([redelivered], '2026-11-23T17:00:00.000Z').outcome).toBe('delivered');
  });

  test('a dead letter after a redelivery, and a redelivery after another dead letter', () => {
    const second = delivery({ at: '2026-11-22T17:00:00.000Z' });
    expect(recordedOutcome([redelivered, second], NOW).outcome).toBe('dead-letter');
    expect(recordedOutcome([{ ...redelivered, redeliveredAt: '2026-11-22T18:00:00.000Z' }, second], NOW).outcome).toBe('unconfirmed');
  });

  test('one that is recorded as delivered says when, and at which attempt', () => {
    const delivered = delivery({ result: 'delivered', at: '2026-11-22T17:00:00.000Z', retryAttempts: 2 });
    expect(recordedOutcome([redelivered, delivered], NOW)).toEqual({
      outcome: 'delivered',
      explanation: 'The endpoint accepted it at 2026-11-22T17:00:00.000Z, at attempt 3.',
    });
  });
});
