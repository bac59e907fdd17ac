import type { SQSRecord } from 'aws-lambda';
import { type DeadLetter, parseDeadLetter } from '../../../functions/deliveries/dead-letter.ts';
import { deadLetterRecord, ruleNameOf } from '../../support/dead-letter.ts';

const AT = Date.UTC(2026, 10, 22, 14, 15, 23, 456);
const WEBHOOK = '019f2b6c-a2b1-7e55-8d10-7b1f0c2d4e66';

const read = (record: SQSRecord): DeadLetter => {
  const deadLetter = parseDeadLetter(record);
  if ('reason' in deadLetter) throw new Error(deadLetter.reason);
  return deadLetter;
};

const without = (name: string): SQSRecord => {
  const { [name]: _, ...messageAttributes } = deadLetterRecord().messageAttributes;
  return { ...deadLetterRecord(), messageAttributes };
};

test('a dead letter says which event was dead-lettered for which endpoint, when and why', () => {
  const record = deadLetterRecord({
    ...{ rule: ruleNameOf(WEBHOOK), eventId: 'e1', messageId: 'm1', sentAt: AT, errorCode: 'TIMEOUT' },
    ...{ errorMessage: 'too slow', condition: 'MaximumEventAgeInSeconds', retryAttempts: 129 },
  });
  expect(read(record)).toMatchObject({
    ...{ endpoint: WEBHOOK, eventId: 'e1', event: 'reseller.created', tenant: '/resellers/r1', messageId: 'm1' },
    ...{ errorCode: 'TIMEOUT', errorMessage: 'too slow', condition: 'MaximumEventAgeInSeconds', retryAttempts: 129 },
    at: '2026-11-22T14:15:23.456Z',
  });
});

test('what was never tried again has no condition and no retries', () => {
  const deadLetter = read(deadLetterRecord());
  expect(deadLetter).not.toHaveProperty('condition');
  expect(deadLetter.retryAttempts).toBe(0);
});

test('the detail is kept whole, its signature included', () => {
  const { detail } = JSON.parse(deadLetterRecord({ eventId: 'e1', data: { name: 'Grüße 😀' } }).body) as { readonly detail: object };
  expect(JSON.parse(read(deadLetterRecord({ eventId: 'e1', data: { name: 'Grüße 😀' } })).detail)).toEqual(detail);
});

describe('the id of a delivery', () => {
  const base = { messageId: 'm1', eventId: 'e1', sentAt: AT, rule: ruleNameOf(WEBHOOK) };
  const idOf = (changes: object = {}): string => read(deadLetterRecord({ ...base, ...changes })).id;

  test('is the same each time its message is delivered', () => {
    expect(idOf()).toBe(idOf());
  });

  test('is another for another message, endpoint or event', () => {
    const ids = [idOf(), idOf({ messageId: 'm2' }), idOf({ rule: 'operator-crm' }), idOf({ eventId: 'e2' })];
    expect(new Set(ids).size).toBe(4);
  });

  test('is a UUIDv7 of the time it was dead-lettered, so that later ones sort later', () => {
    expect(idOf()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(idOf().replaceAll('-', '').slice(0, 12), 16)).toBe(AT);
    expect(idOf({ sentAt: AT + 1 }) > idOf()).toBe(true);
  });
});

test('what an error message says is bounded, on one line, and holds no query of a URL', () => {
  const errorMessage = `no answer from https://crm.acme.test/hooks?token=s3cret&x=1 and http://a.test#s3cret\n\u0000${'x'.repeat(600)}`;
  const { errorMessage: kept } = read(deadLetterRecord({ errorMessage }));
  expect(kept).toContain('https://crm.acme.test/hooks and http://a.test');
  expect(kept).not.toContain('s3cret');
  expect(kept).not.toMatch(/\p{Cc}/u);
  expect(kept).toHaveLength(500);
});

test.each([
  ['a body that is no JSON', { ...deadLetterRecord(), body: 's3cret{' }, 'the body is no JSON'],
  ['a body that is null', { ...deadLetterRecord(), body: 'null' }, 'the event has no metadata'],
  ['an event without metadata', { ...deadLetterRecord(), body: '{"detail":{"payload":{"event":"x"}}}' }, 'the event has no metadata'],
  [
    'an event without a payload',
    { ...deadLetterRecord(), body: '{"detail":{"metadata":{"eventId":"e","tenant":"/"}}}' },
    'the event has no payload',
  ],
  ['a message without its rule', without('RULE_ARN'), 'the message has no RULE_ARN'],
  [
    'a message without its time',
    { ...deadLetterRecord(), attributes: { ...deadLetterRecord().attributes, SentTimestamp: 'soon' } },
    'the message has no SentTimestamp',
  ],
])('%s is poison, and the reason quotes nothing of it', (_, record, reason) => {
  expect(parseDeadLetter(record)).toEqual({ reason });
});

test('a message without an error code is still a dead letter', () => {
  expect(read(without('ERROR_CODE')).errorCode).toBe('UNKNOWN');
});
