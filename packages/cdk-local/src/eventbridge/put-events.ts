import { randomUUID } from 'node:crypto';
import type { PutEventsRequest, PutEventsRequestEntry, PutEventsResponse, PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { validationError } from '../base/aws-error.ts';
import { readDetail } from './detail.ts';
import { wireDate } from './input-checks.ts';
import { LIMITS } from './limits.ts';
import type { EventEnvelope, Registry } from './resources.ts';

const MOST_BYTES = LIMITS.putEventsBytes.value;

/** The failure of a single entry. */
export type EntryFailure = { readonly ErrorCode: string; readonly ErrorMessage: string };

/** Lets tests fail single entries of a PutEvents call. */
export type PutEventsFault = (entry: PutEventsRequestEntry, index: number) => EntryFailure | undefined;

type PutEventsOptions = {
  readonly registry: Pick<Registry, 'region' | 'account'>;
  readonly fault: PutEventsFault | undefined;
  /** Takes an accepted event for a bus named by name or ARN. */
  readonly publish: (event: EventEnvelope, busName: string) => void;
};

const bytes = (text: string | undefined): number => Buffer.byteLength(text ?? '');

/** Size by the formula of "Calculating PutEvents event entry size", EventBridge user guide. */
const sizeOf = (entry: PutEventsRequestEntry): number =>
  (entry.Time === undefined ? 0 : 14) +
  bytes(entry.Source) +
  bytes(entry.DetailType) +
  bytes(entry.Detail) +
  (entry.Resources ?? []).reduce((sum, resource) => sum + bytes(resource), 0);

const missing = (entry: PutEventsRequestEntry): EntryFailure | undefined => {
  const members = ['Source', 'DetailType', 'Detail'] as const;
  const absent = members.find((member) => typeof entry[member] !== 'string' || entry[member] === '');
  if (absent === undefined) return undefined;
  return { ErrorCode: 'InvalidArgument', ErrorMessage: `Parameter ${absent} is not valid. Reason: ${absent} is a required argument.` };
};

/** RFC 3339 in whole seconds. */
const eventTime = (time: Date | undefined): string => (wireDate(time) ?? new Date()).toISOString().replace(/\.\d{3}Z$/, 'Z');

const envelope = (
  { region, account }: PutEventsOptions['registry'],
  entry: PutEventsRequestEntry,
  detail: EventEnvelope['detail'],
): EventEnvelope => ({
  version: '0',
  id: randomUUID(),
  'detail-type': entry.DetailType ?? '',
  source: entry.Source ?? '',
  account,
  time: eventTime(entry.Time),
  region,
  resources: entry.Resources ?? [],
  detail,
});

const checkRequest = (entries: readonly PutEventsRequestEntry[]): void => {
  if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > MOST_BYTES)
    throw validationError('Total size of the entries in the request is over the limit.');
};

/**
 * PutEvents: 1 MiB a request, else `ValidationException`; an entry fails alone, in its place of the
 * answer, while others are published.
 */
export const putEventsAction = ({ registry, fault, publish }: PutEventsOptions) => {
  const put = (entry: PutEventsRequestEntry, index: number): PutEventsResultEntry => {
    const failure = fault?.(entry, index) ?? missing(entry);
    if (failure !== undefined) return failure;
    if (entry.Source?.startsWith('aws.'))
      return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: `Not authorized for the source ${entry.Source}.` };
    const detail = readDetail(entry.Detail ?? '');
    if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
    const event = envelope(registry, entry, detail);
    publish(event, entry.EventBusName ?? 'default');
    return { EventId: event.id };
  };

  return (input: PutEventsRequest): PutEventsResponse => {
    const entries = input.Entries ?? [];
    checkRequest(entries);
    const results = entries.map(put);
    return { FailedEntryCount: results.filter((result) => result.ErrorCode !== undefined).length, Entries: results };
  };
};
