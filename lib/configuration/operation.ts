/** What is watched, and who is told. */
export const operationKeys = {
  busLogging: {
    enum: ['off', 'error', 'info', 'trace'],
    default: 'off',
    description:
      'What EventBridge logs of each step of each event to CloudWatch Logs, which is paid by the byte: failures, also successes, or all.',
  },
  alarmTopicArn: {
    type: 'string',
    pattern: '^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$',
    description: 'The SNS topic that is told when an alarm begins and when it ends.',
  },
} as const;
