import { randomUUID } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';

/**
 * What a dead letter of a test is about; what is left out is that of a refused `reseller.created`.
 */
export interface DeadLetterOf {
  readonly rule?: string;
  readonly eventId?: string;
  readonly event?: string;
  readonly tenant?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly condition?: string;
  readonly retryAttempts?: number;
  /** Milliseconds since 1970. */
  readonly sentAt?: number;
  readonly messageId?: string;
  readonly data?: object;
  readonly requestId?: string;
}

/** A dead letter as EventBridge puts it on a queue and an event source mapping hands it over. */
export const deadLetterRecord = (of: DeadLetterOf = {}): SQSRecord => ({
  messageId: of.messageId ?? randomUUID(),
  receiptHandle: 'handle',
  body: JSON.stringify(envelope(of)),
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: String(of.sentAt ?? Date.now()),
    SenderId: 'AIDAEXAMPLE',
    ApproximateFirstReceiveTimestamp: String(of.sentAt ?? Date.now()),
  },
  messageAttributes: attributes({
    RULE_ARN: `arn:aws:events:eu-west-1:111111111111:rule/tenantry-dev/${of.rule ?? 'operator-billing'}`,
    TARGET_ARN: 'arn:aws:events:eu-west-1:111111111111:api-destination/billing/7e08279e-244f-4443-a5f4-b9c262da4d81',
    ERROR_CODE: of.errorCode ?? 'SDK_CLIENT_ERROR',
    ERROR_MESSAGE: of.errorMessage ?? 'Unable to invoke ApiDestination endpoint: Request failed with status code 400.',
    ...(of.condition !== undefined && { EXHAUSTED_RETRY_CONDITION: of.condition }),
    ...(of.retryAttempts !== undefined && { RETRY_ATTEMPTS: String(of.retryAttempts) }),
  }),
  md5OfBody: 'unread',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-west-1:111111111111:dead-letters',
  awsRegion: 'eu-west-1',
});

/** The name of the rule that the reconciler makes for an endpoint. */
export const ruleNameOf = (webhookId: string): string => `tenantry-dev-${webhookId.replaceAll('-', '')}`;

const attributes = (values: Readonly<Record<string, string>>): SQSRecord['messageAttributes'] =>
  Object.fromEntries(
    Object.entries(values).map(([name, stringValue]) => [
      name,
      { stringValue, stringListValues: [], binaryListValues: [], dataType: 'String' as const },
    ]),
  );

const envelope = ({
  eventId = randomUUID(),
  event = 'reseller.created',
  tenant = '/resellers/r1',
  data = { id: 'r1' },
  requestId,
}: DeadLetterOf) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': event,
  source: 'tenantry',
  account: '111111111111',
  time: '2026-11-22T14:15:22Z',
  region: 'eu-west-1',
  resources: [tenant],
  detail: {
    metadata: { eventId, schemaVersion: 1, tenant, signature: 't1,key.c2ln', ...(requestId !== undefined && { requestId }) },
    payload: { event, data, triggeredAt: '2026-11-22T14:15:22.000Z' },
  },
});
