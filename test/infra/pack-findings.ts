/** A finding of the packs for regulated users that may stand. */
export interface PackFinding {
  /** The rule without the name of its pack: several packs have the same. */
  readonly rule: string;
  /** Where: the path of a construct. */
  readonly at: RegExp;
  readonly reason: string;
}

/**
 * What cdk-nag's packs NIST 800-53 r5, HIPAA, PCI DSS 3.2.1 and Serverless find in an installation
 * with every option, and why it may stand. Whoever is audited by one of them answers with these.
 */
export const PACK_FINDINGS: readonly PackFinding[] = [
  {
    rule: 'IAMNoInlinePolicy',
    at: /\/(Role|Target|OperatorTarget|Invoker)\/Resource$/,
    reason:
      'Each role has one policy of its own rights, which no other role can be given and which goes with the role (lib/base/service-role.ts).',
  },
  {
    rule: 'LambdaStarPermissions',
    at: /\/Role\/Resource$/,
    reason:
      'X-Ray and the network interfaces of a VPC take no narrower resource; both come with options, and all else is exact (docs/rights.md).',
  },
  {
    rule: 'LambdaConcurrency',
    at: /^(?!.*\/(Publisher\/Publish|WebhookReconciler\/Reconcile|Collector\/Collect|Organizations\/Batch)\/)/,
    reason:
      'What must never be without has a reservation (concurrency.reserved); functions behind the API share the pool, limited by the throttle.',
  },
  {
    rule: 'LambdaDLQ',
    at: /\/Resource\/Resource$/,
    reason: 'No function is invoked in a way that a queue of its own would catch: API calls are answered, streams and queues have theirs.',
  },
  {
    rule: 'LambdaAsyncFailureDestination',
    at: /\/(Canary\/Run|SigningKeyRotation\/Rotate|WebhookReconciler\/Reconcile)\/Resource\/EventInvokeConfig\/Resource$/,
    reason: 'A run by the clock that fails is made up for by the next, and an alarm tells of it: a kept event would be done twice.',
  },
  {
    rule: 'LambdaEventSourceMappingDestination',
    at: /\/(Webhooks\/Collector\/Collect\/Resource\/DeadLetters|PasswordReset\/Send\/Resource\/Requests)\/Resource$/,
    reason: 'The source is a queue, whose messages stay in it, and what cannot be read goes to its own dead-letter queue.',
  },
  {
    rule: 'EventBusDLQ',
    at: /\/(Canary\/(Arrivals|Schedule)|SigningKeyRotation\/Schedule|WebhookReconciler\/Sweep)\/Resource$/,
    reason: 'An event of the clock or of the canary means nothing later than the next one; alarms tell when they do not arrive.',
  },
  {
    rule: 'SQSRedrivePolicy',
    at: /\/(DeadLetters|BusDeadLetters|Poison)\/Resource\/Resource$/,
    reason: 'It is itself where dead letters go, watched by an alarm and emptied by an operator.',
  },
  {
    rule: 'CloudWatchAlarmAction',
    at: /\/TableAlarms\/LimitsNear\/Resource\/Resource$/,
    reason: 'It is quiet on purpose: a tenant near its limit is business, which has events of its own.',
  },
  {
    rule: 'SecretsManagerRotationEnabled',
    at: /\/SigningSecret\/Resource\/Resource$/,
    reason:
      'It is rotated by a function of its own (signingKeyRotationDays): Secrets Manager would do in one go what needs days between its steps.',
  },
];
