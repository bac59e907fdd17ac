/** What is watched, and who is told. */
export const operationKeys = {
  busLogging: {
    type: 'string',
    enum: ['off', 'error', 'info', 'trace'],
    default: 'off',
    description:
      'What EventBridge logs of each step of each event to CloudWatch Logs, which is paid by the byte: failures, also successes, or all.',
    examples: ['error'],
  },
  alarmTopicArn: {
    type: 'string',
    format: 'topic-arn',
    description: 'The SNS topic that is told when an alarm begins and when it ends; none when absent.',
    examples: ['arn:aws:sns:eu-west-1:111111111111:alarms'],
  },
  tracing: {
    type: 'boolean',
    default: false,
    description: 'Has Lambda record a trace of each invocation, or of a sample, in AWS X-Ray, which is paid by the trace.',
    examples: [true],
  },
  signingKeyRotationDays: {
    type: 'integer',
    minimum: 1,
    maximum: 3650,
    description:
      'Days from one rotation of the key that signs webhooks to the next, by a function that takes its three steps; by hand when absent ' +
      '([more](events.md#rotate-the-key)).',
    examples: [90],
  },
  canary: {
    type: 'object',
    additionalProperties: false,
    default: {},
    description:
      'A function that creates and deletes an organization of its own and calls the API, and alarms when that fails; about a dollar a month.',
    examples: [{ everyMinutes: 1 }],
    properties: {
      enabled: { type: 'boolean', default: true, description: 'Off, its schedule is disabled and there are no alarms on it.' },
      everyMinutes: { type: 'integer', minimum: 1, maximum: 60, default: 5, description: 'The minutes between two runs.' },
      callApi: {
        type: 'boolean',
        default: true,
        description:
          'Whether it also calls the API by its public address: not possible from a network without a way out, nor with mutual TLS, where it never does.',
      },
    },
  },
} as const;
