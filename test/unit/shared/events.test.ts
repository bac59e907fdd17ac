import { type Change, eventRecorder, firstVersion } from '../../../functions/shared/table/events.ts';
import { itemOf as itemPut } from '../written.ts';

const EVENT_ID = '019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e31';
const at = '2026-11-22T14:15:22.123Z';
const change: Change<string> = {
  ...firstVersion,
  name: 'reseller.created',
  data: { id: 'r' },
  at,
  tenant: '/resellers/r',
  key: (eventId: string) => ({ pk: 'RESELLER#r', sk: `EVENT#${eventId}` }),
};

const itemOf = (origin: object = {}) => {
  const record = eventRecorder({ newId: () => EVENT_ID, retentionDays: 400 });
  return itemPut(record(change, { actor: 'token:a', requestId: 'q', sourceIp: '192.0.2.7', ...origin }));
};

test('the payload is the body of the webhook: exactly three members', () => {
  expect(itemOf().payload).toEqual({ event: 'reseller.created', data: { id: 'r' }, triggeredAt: at });
});

test('the metadata name the change and where it comes from, but not the address of the client', () => {
  const metadata = {
    ...{ eventId: EVENT_ID, schemaVersion: 1, version: 1, previousVersion: null, changed: [], previous: {} },
    ...{ tenant: '/resellers/r', actor: 'token:a', requestId: 'q' },
  };
  expect(itemOf().metadata).toEqual(metadata);
  expect(itemOf({ idempotencyKey: 'k', traceparent: 't' }).metadata).toEqual({ ...metadata, idempotencyKey: 'k', traceparent: 't' });
  expect(itemOf().sourceIp).toBe('192.0.2.7');
});

test('an event is kept for the days of the installation', () => {
  expect(itemOf().expiresAt).toBe(Math.floor(Date.parse(at) / 1000) + 400 * 86_400);
});
