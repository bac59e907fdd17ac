/**
 * The metrics of one namespace, each with the sets of dimensions that it has data for; nothing is
 * added up over a dimension that is left out.
 */
interface Documented {
  readonly source: string;
  /** When the source was read. */
  readonly read: string;
  readonly metrics: Readonly<Record<string, readonly (readonly string[])[]>>;
}

// Dimensions as others name them; which come together was not found documented, so that only
// queries are made of these.
const backup = [['BackupVaultName'], ['ResourceType']];
const api = [['ApiId'], ['ApiId', 'Stage'], ['ApiId', 'Stage', 'Method', 'Resource']];
const table = [['TableName'], ['TableName', 'GlobalSecondaryIndexName']];
const lambda = [[], ['FunctionName'], ['FunctionName', 'Resource'], ['FunctionName', 'Resource', 'ExecutedVersion']];
const queue = [['QueueName']];
// "Metrics that specify only the RuleName dimension refer to the default event bus", both that and
// EventBusName to a custom one.
const rule = [['RuleName'], ['EventBusName', 'RuleName']];
const bus = [[], ['EventBusName'], ...rule];

/**
 * What AWS documents of the metrics that alarms and graphs are made of; one that is not here is
 * documented nowhere we have looked.
 */
export const AWS_METRICS: Readonly<Record<string, Documented>> = {
  'AWS/ApiGateway': {
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html',
    read: '2026-11',
    metrics: { Count: api, '4xx': api, '5xx': api, Latency: api, IntegrationLatency: api },
  },
  'AWS/Backup': {
    source: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html',
    read: '2026-11',
    metrics: { NumberOfBackupJobsFailed: backup },
  },
  'AWS/DynamoDB': {
    source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html',
    read: '2026-11',
    metrics: {
      ConsumedReadCapacityUnits: table,
      ConsumedWriteCapacityUnits: table,
      ReadThrottleEvents: table,
      WriteThrottleEvents: table,
    },
  },
  'AWS/Events': {
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html',
    read: '2026-11',
    metrics: {
      SuccessfulInvocationAttempts: bus,
      RetryInvocationAttempts: bus,
      InvocationsSentToDlq: rule,
      InvocationsFailedToBeSentToDlq: rule,
    },
  },
  'AWS/Lambda': {
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
    read: '2026-11',
    metrics: { Errors: lambda, Throttles: lambda, IteratorAge: lambda },
  },
  'AWS/SQS': {
    source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html',
    read: '2026-11',
    metrics: { ApproximateNumberOfMessagesVisible: queue, ApproximateAgeOfOldestMessage: queue },
  },
};
