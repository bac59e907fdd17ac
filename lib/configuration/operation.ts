/** Logs, alarms, traces and the canary. */
export const operationKeys = {
  busLogging: {
    type: 'string',
    enum: ['off', 'error', 'info', 'trace'],
    default: 'off',
    description: 'What EventBridge logs of each step of an event, at a price per byte: failures, also successes, or all.',
    examples: ['error'],
  },
  alarmTopicArn: {
    type: 'string',
    format: 'topic-arn',
    description: 'Notified when an alarm begins and ends.',
    examples: ['arn:aws:sns:eu-west-1:111111111111:alarms'],
  },
  tracing: {
    type: 'boolean',
    default: false,
    description: 'Lambda records invocations in [X-Ray](operations.md#traces), at a price per trace.',
    examples: [true],
  },
  signingKeyRotationDays: {
    type: 'integer',
    minimum: 1,
    maximum: 3650,
    description: 'Rotates the key that signs webhooks, by a function. Without it you rotate [by hand](events.md#rotate-the-key).',
    examples: [90],
  },
  canary: {
    type: 'object',
    additionalProperties: false,
    default: {},
    description:
      'A function that creates and deletes an organization of its own and calls the API. [Two alarms](runbook.md#canary-failing) watch it ([cost](operations.md#what-it-costs)).',
    examples: [{ everyMinutes: 1 }],
    properties: {
      enabled: { type: 'boolean', default: true, description: 'Without it the schedule is disabled and has no alarms.' },
      everyMinutes: { type: 'integer', minimum: 1, maximum: 60, default: 5, description: 'The minutes between two runs.' },
      callApi: {
        type: 'boolean',
        default: true,
        description: 'Also call the API by its public address. Not possible without a way out of the network; never done with mutual TLS.',
      },
    },
  },
} as const;
