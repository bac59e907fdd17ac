import { createHash } from 'node:crypto';
import type { AttributeValue, _Record as SdkRecord } from '@aws-sdk/client-dynamodb-streams';

/**
 * A stream record as Lambda hands it to a function: binary in base64, time in seconds since the
 * epoch.
 */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventVersion: string;
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly dynamodb: {
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Readonly<Record<string, unknown>>;
    readonly NewImage?: Readonly<Record<string, unknown>>;
    readonly OldImage?: Readonly<Record<string, unknown>>;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: string;
  };
  readonly userIdentity?: { readonly principalId: string; readonly type: string };
  readonly eventSourceARN: string;
}

/**
 * Turns a record of the streams API into the shape of a Lambda event; the stream's ARN and Region
 * are those that the template knows.
 */
export const lambdaRecord = (record: SdkRecord, source: { readonly arn: string; readonly region: string }): StreamRecord => {
  const {
    ApproximateCreationDateTime,
    Keys = {},
    NewImage,
    OldImage,
    SequenceNumber = '',
    SizeBytes = 0,
    StreamViewType = '',
  } = record.dynamodb ?? {};
  const { PrincipalId: principalId, Type: type } = record.userIdentity ?? {};
  return {
    // The native server counts from 1 in every table; a consumer may take the id for unique.
    eventID: createHash('md5').update(`${source.arn} ${SequenceNumber}`).digest('hex'),
    eventName: record.eventName ?? '',
    eventVersion: record.eventVersion ?? '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: source.region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor((ApproximateCreationDateTime?.getTime() ?? Date.now()) / 1000),
      Keys: image(Keys),
      ...(NewImage ? { NewImage: image(NewImage) } : {}),
      ...(OldImage ? { OldImage: image(OldImage) } : {}),
      SequenceNumber,
      SizeBytes,
      StreamViewType,
    },
    ...(principalId && type ? { userIdentity: { principalId, type } } : {}),
    eventSourceARN: source.arn,
  };
};

const image = (attributes: Readonly<Record<string, AttributeValue>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, wireValue(value)]));

const wireValue = (value: AttributeValue): unknown => {
  if (value.B) return { B: base64(value.B) };
  if (value.BS) return { BS: value.BS.map(base64) };
  if (value.L) return { L: value.L.map(wireValue) };
  if (value.M) return { M: image(value.M) };
  return value;
};

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
