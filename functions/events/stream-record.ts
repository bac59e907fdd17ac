import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { CANARY_RESELLER } from '../canary/contract.ts';
import type { Bus } from '../shared/bus.ts';
import { CANARY_SOURCE, DIRECTED_SOURCE, directedName, SOURCE } from '../shared/contract/event.ts';
import { isDateTime, timeOf } from '../shared/contract/time.ts';
import type { EventDetail } from '../shared/table/events.ts';
import { resellerKey } from '../shared/table/keys.ts';
import { lineageOf } from '../shared/table/lineage.ts';
import { type SigningKey, signEvent } from '../signatures/signing.ts';

/** An event from the stream, ready for the bus. */
export interface Outgoing {
  readonly sequenceNumber: string;
  readonly entry: PutEventsRequestEntry;
}

/** A stream record that can never be published. */
export interface Poison {
  readonly sequenceNumber: string;
  readonly reason: string;
  readonly record: unknown;
}

/** Returns the position of a record in its shard. */
export const sequenceNumberOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.SequenceNumber ?? '';

/**
 * Returns the partition of the table that a record belongs to. The events of a reseller, or of all
 * partners below one root, are one sequence.
 */
export const partitionOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.Keys?.pk?.S ?? '';

/**
 * Reads an event from a stream record and signs it. A record that cannot be read or has no
 * canonical form is poison.
 */
export const readRecord = (record: DynamoDBRecord, bus: Bus, keys: readonly SigningKey[]): Outgoing | Poison => {
  const sequenceNumber = sequenceNumberOf(record);
  try {
    const { directedTo, ...detail } = eventOf(record);
    const { metadata, payload } = signEvent(detail, keys);
    return {
      sequenceNumber,
      entry: {
        EventBusName: bus.name,
        Source: sourceOf(partitionOf(record), directedTo),
        DetailType: directedTo === undefined ? payload.event : directedName(directedTo),
        Time: new Date(timeOf(payload.triggeredAt)),
        Resources: [metadata.tenant, bus.installation],
        Detail: JSON.stringify({ metadata, payload }),
      },
    };
  } catch (error) {
    return { sequenceNumber, reason: error instanceof Error ? error.message : 'unreadable', record };
  }
};

const CANARY = resellerKey(CANARY_RESELLER).pk;

// The source follows from the partition, because IAM controls who writes into it; the item itself
// may claim anything.
const sourceOf = (partition: string, directedTo: string | undefined): string => {
  if (partition === CANARY) return CANARY_SOURCE;
  return directedTo === undefined ? SOURCE : DIRECTED_SOURCE;
};

interface RecordedEvent extends EventDetail {
  /** The one endpoint it is for. */
  readonly directedTo?: string;
}

const eventOf = ({ dynamodb }: DynamoDBRecord): RecordedEvent => {
  const item = unmarshall((dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>) as Partial<RecordedEvent>;
  const { metadata, payload, directedTo } = item;
  if (!metadata?.eventId || !metadata.tenant) throw new Error('the event has no metadata');
  if (!payload?.event || !isDateTime(String(payload.triggeredAt))) throw new Error('the event has no payload');
  // The item may claim any lineage.
  const withLineage = { ...metadata, lineage: lineageOf(metadata.tenant) };
  return { metadata: withLineage, payload, ...(directedTo !== undefined && { directedTo }) };
};
