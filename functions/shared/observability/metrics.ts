/** The CloudWatch namespace of an installation's metrics. */
export const NAMESPACE = 'Tenantry';

/** The dimension of every metric, because an account may have several installations. */
export const INSTALLATION = 'installation';

interface Definition {
  readonly unit: 'Count' | 'Milliseconds' | 'Percent';
  /** A second dimension with few values: each combination is a metric that costs. */
  readonly by?: 'resource' | 'code' | 'result';
}

/**
 * Every metric that the functions write; the dashboard, the alarms and docs/monitoring.md read the
 * same list.
 */
export const METRICS = {
  Creates: { unit: 'Count', by: 'resource' },
  Changes: { unit: 'Count', by: 'resource' },
  Deletes: { unit: 'Count', by: 'resource' },
  Refusals: { unit: 'Count', by: 'code' },
  SignInsRefused: { unit: 'Count' },
  Transactions: { unit: 'Count' },
  TransactionConflicts: { unit: 'Count' },
  TransactionRetries: { unit: 'Count' },
  LimitsApproaching: { unit: 'Count' },
  LimitsReached: { unit: 'Count' },
  PublishLag: { unit: 'Milliseconds' },
  EventsPublished: { unit: 'Count' },
  EventsBuried: { unit: 'Count' },
  PublisherStops: { unit: 'Count' },
  Deliveries: { unit: 'Count', by: 'result' },
  Suspensions: { unit: 'Count' },
  WebhookQuotaUsed: { unit: 'Percent' },
  ReconcilerRefusals: { unit: 'Count' },
  CanarySuccess: { unit: 'Count' },
  CanaryFailures: { unit: 'Count' },
  CanaryLag: { unit: 'Milliseconds' },
} as const satisfies Readonly<Record<string, Definition>>;

/** The metric of the gateway: CloudWatch counts lines of its access log. */
export const GATEWAY_METRIC = {
  name: 'RequestsThrottled',
  unit: 'Count',
} as const satisfies Definition & { readonly name: string };

export type MetricName = keyof typeof METRICS;

/** The value of a metric's second dimension, where it has one. */
export type Of<Name extends MetricName> = (typeof METRICS)[Name] extends { readonly by: string } ? [of: string] : [];

/** A metric that counts, and the value of its second dimension, where it has one. */
export type Counted = { readonly [Name in MetricName]: readonly [name: Name, ...of: Of<Name>] }[MetricName];

/** Returns a metric's unit and second dimension. */
export const definitionOf = (name: MetricName): Definition => METRICS[name];
