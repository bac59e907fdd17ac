/** The CloudWatch namespace of an installation's metrics. */
export const NAMESPACE = 'Tenantry';

/** The dimension of every metric, because an account may have several installations. */
export const INSTALLATION = 'installation';

interface Definition {
  readonly unit: 'Count' | 'Milliseconds' | 'Percent';
  /** A second dimension with few values: each combination is a metric that costs. */
  readonly by?: 'resource' | 'code' | 'result';
  /** The description in docs/monitoring.md. */
  readonly means: string;
}

/**
 * Every metric that the functions write; the dashboard, the alarms and docs/monitoring.md read the
 * same list.
 */
export const METRICS = {
  Creates: { unit: 'Count', by: 'resource', means: 'Resources that were created.' },
  Changes: { unit: 'Count', by: 'resource', means: 'Resources that were changed.' },
  Deletes: { unit: 'Count', by: 'resource', means: 'Resources that were deleted.' },
  Refusals: { unit: 'Count', by: 'code', means: 'Requests, and rows of batches, that were refused.' },
  SignInsRefused: { unit: 'Count', means: 'Sign-ins that were answered 429, after too many failures.' },
  Transactions: { unit: 'Count', means: 'Transactions that were requested.' },
  TransactionConflicts: { unit: 'Count', means: 'Transactions that were cancelled because others held their items.' },
  TransactionRetries: { unit: 'Count', means: 'Transactions that were retried.' },
  LimitsApproaching: { unit: 'Count', means: 'Resellers that crossed 80 % of a limit.' },
  LimitsReached: { unit: 'Count', means: 'Resellers that used up a limit.' },
  PublishLag: { unit: 'Milliseconds', means: 'From the commit of an event until the bus accepted it.' },
  EventsPublished: { unit: 'Count', means: 'Events that the bus accepted.' },
  EventsBuried: { unit: 'Count', means: "Events that were sent to the publisher's dead letters." },
  PublisherStops: { unit: 'Count', means: 'Batches that the publisher ended at an event that the bus did not accept.' },
  Deliveries: { unit: 'Count', by: 'result', means: 'Webhooks that were dead-lettered (`dead-letter`) or redelivered (`redelivered`).' },
  Suspensions: { unit: 'Count', means: 'Endpoints that were suspended.' },
  WebhookQuotaUsed: { unit: 'Percent', means: 'How much of `webhookQuota` is used, each minute.' },
  ReconcilerRefusals: { unit: 'Count', means: 'Endpoints that could not be set up, for a reason that only the operator can fix.' },
  CanarySuccess: { unit: 'Count', means: 'Runs of the canary that succeeded.' },
  CanaryFailures: { unit: 'Count', means: 'Steps of the canary that failed.' },
  CanaryLag: { unit: 'Milliseconds', means: "From the commit of the canary's event until a consumer of the bus received it." },
} as const satisfies Readonly<Record<string, Definition>>;

/** The metric of the gateway: CloudWatch counts lines of its access log. */
export const GATEWAY_METRIC = {
  name: 'RequestsThrottled',
  unit: 'Count',
  means: 'Requests that the gateway answered 429, counted from its access log.',
} as const satisfies Definition & { readonly name: string };

export type MetricName = keyof typeof METRICS;

/** The value of a metric's second dimension, where it has one. */
export type Of<Name extends MetricName> = (typeof METRICS)[Name] extends { readonly by: string } ? [of: string] : [];

/** A metric that counts, and the value of its second dimension, where it has one. */
export type Counted = { readonly [Name in MetricName]: readonly [name: Name, ...of: Of<Name>] }[MetricName];

/** Returns a metric's unit and second dimension. */
export const definitionOf = (name: MetricName): Definition => METRICS[name];
