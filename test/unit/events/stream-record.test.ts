import { readRecord } from '../../../functions/events/stream-record.ts';
import { eventRecord, poisonRecord, sequenceNumber } from './stream-scene.ts';

test('an event item becomes an entry of the bus, with nothing of the item but metadata and payload', () => {
  const { entry, ...rest } = readRecord(eventRecord(7, '/resellers/r', { name: 'x' }, 'RESELLER#r'), 'bus') as { entry: object };
  expect(rest).toEqual({ sequenceNumber: sequenceNumber(7), partition: 'RESELLER#r' });
  const payload = { event: 'reseller.created', data: { name: 'x' }, triggeredAt: '2026-11-22T14:15:22.000Z' };
  expect(entry).toEqual({
    ...{ EventBusName: 'bus', Source: 'tenantry', DetailType: 'reseller.created', Resources: ['/resellers/r'] },
    Time: new Date('2026-11-22T14:15:22.000Z'),
    Detail: JSON.stringify({ metadata: { eventId: '7', tenant: '/resellers/r' }, payload }),
  });
});

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
  expect(readRecord(record, 'bus')).toEqual({
    sequenceNumber: sequenceNumber(3),
    reason: expect.stringMatching(/^the event has no/),
    record,
  });
});

test('a record without an image is poison', () => {
  expect(readRecord({ dynamodb: { SequenceNumber: '5' } }, 'bus')).toMatchObject({ sequenceNumber: '5', reason: expect.any(String) });
  expect(readRecord({}, 'bus')).toMatchObject({ sequenceNumber: '' });
});
