import type { MetricName } from '../../functions/shared/observability/metrics.ts';

/** The description of the gateway's metric. */
export const MEANING_OF_GATEWAY_METRIC = 'Requests that the gateway answered 429, counted from its access log.';

/** The descriptions of metrics in docs/monitoring.md; here, because no function needs them. */
export const MEANINGS: Readonly<Record<MetricName, string>> = {
  Creates: 'Resources that were created.',
  Changes: 'Resources that were changed.',
  Deletes: 'Resources that were deleted.',
  Refusals: 'Requests, and rows of batches, that were refused.',
  SignInsRefused: 'Sign-ins that were answered 429, after too many failures.',
  Transactions: 'Transactions that were requested.',
  TransactionConflicts: 'Transactions that were cancelled because others held their items.',
  TransactionRetries: 'Transactions that were retried.',
  LimitsApproaching: 'Resellers that crossed 80 % of a limit.',
  LimitsReached: 'Resellers that used up a limit.',
  PublishLag: 'From the commit of an event until the bus accepted it.',
  EventsPublished: 'Events that the bus accepted.',
  EventsBuried: "Events that were sent to the publisher's dead letters.",
  PublisherStops: 'Batches that the publisher ended at an event that the bus did not accept.',
  Deliveries: 'Webhooks that were dead-lettered (`dead-letter`) or redelivered (`redelivered`).',
  Suspensions: 'Endpoints that were suspended.',
  WebhookQuotaUsed: 'How much of `webhookQuota` is used, each minute.',
  ReconcilerRefusals: 'Endpoints that could not be set up, for a reason that only the operator can fix.',
  CanarySuccess: 'Runs of the canary that succeeded.',
  CanaryFailures: 'Steps of the canary that failed.',
  CanaryLag: "From the commit of the canary's event until a consumer of the bus received it.",
};
