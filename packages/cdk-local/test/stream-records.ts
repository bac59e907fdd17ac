import type { StreamRecord } from '../src/event-source/records.ts';

/** A stream record with this sequence number, created at `seconds` since the epoch. */
export const streamRecord = (sequence: number, seconds = Date.now() / 1000): StreamRecord => ({
  eventID: `id-${sequence}`,
  eventName: 'INSERT',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'us-east-1',
  dynamodb: {
    ApproximateCreationDateTime: seconds,
    Keys: { pk: { S: String(sequence) } },
    SequenceNumber: String(sequence),
    SizeBytes: 1,
    StreamViewType: 'KEYS_ONLY',
  },
  eventSourceARN: 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/x',
});
