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
import { type SigningKey, signed } from '../signatures/signing.ts';

/** An event read from the stream, ready for the bus. */
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

/** Where in its shard a record is. */
export const sequenceNumberOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.SequenceNumber ?? '';

/** The partition of the table that a record is of: a reseller's events, or those of all partners below one root, are one sequence. */
export const partitionOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.Keys?.pk?.S ?? '';

/** Reads an event item out of a stream record and signs it; what cannot be read, or has no canonical form to sign, is poison. */
export const readRecord = (record: DynamoDBRecord, bus: Bus, keys: readonly SigningKey[]): Outgoing | Poison => {
  const sequenceNumber = sequenceNumberOf(record);
  try {
    const { directedTo, ...detail } = eventOf(record);
    const { metadata, payload } = signed(detail, keys);
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

// What an item says of itself may be anybody's; who may write into its partition is for IAM to say.
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
  // What an item says of its lineage may be anybody's.
  const placed = { ...metadata, lineage: lineageOf(metadata.tenant) };
  return { metadata: placed, payload, ...(directedTo !== undefined && { directedTo }) };
};
