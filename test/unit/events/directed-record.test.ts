import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { CANARY_RESELLER } from '../../../functions/canary/contract.ts';
import { partitionOf, readRecord } from '../../../functions/events/stream-record.ts';
import { CANARY_SOURCE, DIRECTED_SOURCE, directedName, SOURCE } from '../../../functions/shared/contract/event.ts';
import { resellerKey } from '../../../functions/shared/table/keys.ts';
import { eventRecord, KEYS } from '../../../testing/event-records.ts';

const BUS = { name: 'bus', installation: 'tenantry-dev' };

const entryOf = (pk: string, more: object = {}) => {
  const record = eventRecord(4, '/resellers/r', {}, pk);
  const image = { ...record.dynamodb?.NewImage, ...marshall(more) } as NonNullable<DynamoDBRecord['dynamodb']>['NewImage'] & object;
  const read = readRecord({ ...record, dynamodb: { ...record.dynamodb, NewImage: image } }, BUS, KEYS.signing);
  if ('reason' in read) throw new Error(read.reason);
  return read.entry;
};

test('an event for one endpoint alone has a source and a name of its own, and does not say so in its detail', () => {
  const directed = entryOf('RESELLER#r', { directedTo: 'w' });
  expect(directed).toMatchObject({ Source: DIRECTED_SOURCE, DetailType: directedName('w') });
  expect(Object.keys(JSON.parse(directed.Detail ?? ''))).toEqual(['metadata', 'payload']);
  expect(entryOf('RESELLER#r')).toMatchObject({ Source: SOURCE, DetailType: 'reseller.created' });
});

test('one of the canary has its source, whatever it claims', () => {
  const { pk } = resellerKey(CANARY_RESELLER);
  expect([entryOf(pk).Source, entryOf(pk, { directedTo: 'w' }).Source]).toEqual([CANARY_SOURCE, CANARY_SOURCE]);
});

test('a record without keys belongs to no partition', () => {
  expect([{}, { dynamodb: {} }, { dynamodb: { Keys: {} } }].map(partitionOf)).toEqual(['', '', '']);
});
