/** The CloudWatch namespace of everything an installation measures. */
export const NAMESPACE = 'Tenantry';

/** The dimension of every metric: several installations live in one account. */
export const INSTALLATION = 'installation';

interface Definition {
  readonly unit: 'Count' | 'Milliseconds' | 'Percent';
  /** A second dimension, whose values are few: each combination is a metric that costs. */
  readonly by?: 'resource' | 'code' | 'result';
}

/** Every metric that the functions write; the dashboard and the alarms read the same list. */
export const METRICS = {
  /** What was committed, by the kind of resource. */
  Creates: { unit: 'Count', by: 'resource' },
  Changes: { unit: 'Count', by: 'resource' },
  Deletes: { unit: 'Count', by: 'resource' },
  /** Requests, and rows of batches, that were refused, by the code of the problem. */
  Refusals: { unit: 'Count', by: 'code' },
  /** Attempts to sign in that were refused unseen, because too many before them had failed. */
  SignInsRefused: { unit: 'Count' },
  /** Transactions that were asked for, and how often one was cancelled because others held its items, and tried again. */
  Transactions: { unit: 'Count' },
  TransactionConflicts: { unit: 'Count' },
  TransactionRetries: { unit: 'Count' },
  /** Resellers that crossed 80 % of a limit, or used it up. */
  LimitsApproaching: { unit: 'Count' },
  LimitsReached: { unit: 'Count' },
  /** From the commit of an event until the bus took it. */
  PublishLag: { unit: 'Milliseconds' },
  EventsPublished: { unit: 'Count' },
  EventsBuried: { unit: 'Count' },
  /** Batches that the publisher ended at an event that the bus did not take. */
  PublisherStops: { unit: 'Count' },
  /** Webhooks that were given up, or put on their way again. */
  Deliveries: { unit: 'Count', by: 'result' },
  Suspensions: { unit: 'Count' },
  /** How much of the quota of webhook endpoints is used. */
  WebhookQuotaUsed: { unit: 'Percent' },
  /** Endpoints that could not be set up for a reason that their owners cannot mend. */
  ReconcilerRefusals: { unit: 'Count' },
  /** Runs of the canary that went well, what others found broken, and from the commit of its event until a consumer of the bus had it. */
  CanarySuccess: { unit: 'Count' },
  CanaryFailures: { unit: 'Count' },
  CanaryLag: { unit: 'Milliseconds' },
} as const satisfies Readonly<Record<string, Definition>>;

export type MetricName = keyof typeof METRICS;

/** The value of a metric's second dimension, where it has one. */
export type Of<Name extends MetricName> = (typeof METRICS)[Name] extends { readonly by: string } ? [of: string] : [];

/** A metric that counts, and the value of its second dimension, where it has one. */
export type Counted = { readonly [Name in MetricName]: readonly [name: Name, ...of: Of<Name>] }[MetricName];

/** A metric's unit and second dimension. */
export const definitionOf = (name: MetricName): Definition => METRICS[name];
