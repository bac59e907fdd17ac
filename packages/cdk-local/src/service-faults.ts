import type { AwsError } from './base/aws-error.ts';
import type { DatabaseFault } from './dynamodb/gate.ts';
import type { StreamRecord } from './event-source/records.ts';

/** Makes what functions call go wrong although it is allowed, for tests. */
export interface ServiceFaults {
  readonly database?: (operation: string, input: unknown) => DatabaseFault | undefined;
  /** A call of EventBridge, SQS, Secrets Manager or SES, by the prefix of its target and action. */
  readonly service?: (service: string, action: string) => AwsError | undefined;
  /**
   * The groups in which the records of a batch come to the function, all at the same time, as those
   * of several shards do. A record may be in a group twice, as a stream may give it.
   */
  readonly records?: (records: readonly StreamRecord[]) => readonly (readonly StreamRecord[])[];
}
