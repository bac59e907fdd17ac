import type { DynamoDBRecord } from 'aws-lambda';
import { readRecord } from '../../../functions/events/stream-record.ts';
import { sign } from '../../../functions/signatures/signing.ts';
import { eventRecord, KEYS, poisonRecord, sequenceNumber } from '../../../testing/event-records.ts';

const read = (record: DynamoDBRecord) => readRecord(record, { name: 'bus', installation: 'tenantry-dev' }, KEYS.signing);

test('an event item becomes a signed entry of the bus, with nothing else of the item but metadata and payload', () => {
  const { entry, ...rest } = read(eventRecord(7, '/resellers/r', { name: 'x' }, 'RESELLER#r')) as { entry: object };
  expect(rest).toEqual({ sequenceNumber: sequenceNumber(7) });
  const payload = { event: 'reseller.created', data: { name: 'x' }, triggeredAt: '2026-11-22T14:15:22.000Z' };
  expect(entry).toEqual({
    ...{ EventBusName: 'bus', Source: 'tenantry', DetailType: 'reseller.created', Resources: ['/resellers/r', 'tenantry-dev'] },
    Time: new Date('2026-11-22T14:15:22.000Z'),
    Detail: JSON.stringify({
      metadata: {
        eventId: '7',
        tenant: '/resellers/r',
        lineage: ['/resellers/r'],
        signature: sign(payload, { eventId: '7', tenant: '/resellers/r' }, KEYS.signing),
      },
      payload,
    }),
  });
});

const detailOf = (record: DynamoDBRecord) => JSON.parse((read(record) as { entry: { Detail: string } }).entry.Detail);

test('an event of a partner names the partner and all above it, whatever its item says of that', () => {
  const { metadata } = detailOf(eventRecord(7, '/partners/1/9/4', {}, 'PARTNER#1'));
  expect(metadata.lineage).toEqual(['/partners/1', '/partners/9', '/partners/4']);
  const item = { metadata: { eventId: '1', tenant: '/partners/9', lineage: ['/partners/7'] }, payload };
  expect(detailOf(poisonRecord(3, item)).metadata.lineage).toEqual(['/partners/9']);
});

test.each(['/resellers/tenantry canary', '/resellers/another'])(
  'an event in the partition of the canary goes out under a source of its own, also when it says that it is of %s',
  (tenant) => {
    const { entry } = read(eventRecord(9, tenant, {}, 'RESELLER#tenantry canary')) as { entry: object };
    expect(entry).toMatchObject({ Source: 'tenantry.canary', DetailType: 'reseller.created', Resources: [tenant, 'tenantry-dev'] });
  },
);

const metadata = { eventId: '1', tenant: '/t' };
const payload = { event: 'reseller.created', data: {}, triggeredAt: '2026-11-22T14:15:22.000Z' };

test.each([
  ['has no metadata', { payload }],
  ['has no event id', { metadata: { tenant: '/t' }, payload }],
  ['has no tenant', { metadata: { eventId: '1' }, payload }],
  ['has no payload', { metadata }],
  ['has no event name', { metadata, payload: { ...payload, event: '' } }],
  ['has no readable time', { metadata, payload: { ...payload, triggeredAt: 'yesterday' } }],
])('an item that %s is poison, kept whole', (_, item) => {
  const record = poisonRecord(3, item);
  expect(read(record)).toEqual({
    sequenceNumber: sequenceNumber(3),
    reason: expect.stringMatching(/^the event has no/),
    record,
  });
});

test('a record without an image is poison', () => {
  expect(read({ dynamodb: { SequenceNumber: '5' } })).toMatchObject({ sequenceNumber: '5', reason: expect.any(String) });
  expect(read({})).toMatchObject({ sequenceNumber: '' });
});

test('an event that has no canonical form is poison: it could not be signed', () => {
  const record = eventRecord(8, '/resellers/r', { name: '\ud800' });
  expect(read(record)).toEqual({ sequenceNumber: sequenceNumber(8), reason: 'a lone surrogate has no canonical form', record });
});
