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
} as const;
