import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { keysOf } from '../functions/signatures/keys.ts';

/**
 * Creates a stream record of an event of `tenant` in the partition `pk`; its position in the stream
 * is also its event id.
 */
export const eventRecord = (position: number, tenant: string, data: object = {}, pk = tenant): DynamoDBRecord => {
  const payload = { event: 'reseller.created', data, triggeredAt: '2026-11-22T14:15:22.000Z' };
  return recordOf(position, { metadata: { eventId: String(position), tenant }, payload, type: 'event', sourceIp: '192.0.2.7' }, pk);
};

/** Creates a stream record of an item that is no readable event. */
export const poisonRecord = (position: number, item: object = { type: 'event' }, pk = 'poison'): DynamoDBRecord =>
  recordOf(position, item, pk);

/** The secret of a signing key that is known. */
export const SEED = 'a1'.repeat(32);

/** The keys of a test. */
export const KEYS = keysOf({ current: SEED });

/** Returns a sequence number; they have the length of real ones and sort as text. */
export const sequenceNumber = (position: number): string => String(position).padStart(21, '0');

const recordOf = (position: number, item: object, pk: string): DynamoDBRecord => ({
  eventID: `record-${position}`,
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: sequenceNumber(position),
    Keys: { pk: { S: pk }, sk: { S: `EVENT#${position}` } },
    NewImage: marshall(item) as NonNullable<DynamoDBRecord['dynamodb']>['NewImage'] & object,
  },
});
