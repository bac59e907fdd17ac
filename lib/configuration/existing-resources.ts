const vpc = {
  type: 'object',
  additionalProperties: false,
  required: ['subnetIds', 'securityGroupIds'],
  description:
    'The network that the functions run in; none when absent. They need the ways out that ' +
    '[installing.md](installing.md#own-network) lists.',
  examples: [{ subnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-0a1b2c3d4e5f60719'], securityGroupIds: ['sg-0a1b2c3d4e5f60718'] }],
  properties: {
    subnetIds: {
      type: 'array',
      minItems: 1,
      maxItems: 16,
      uniqueItems: true,
      items: { type: 'string', format: 'subnet-id' },
      description: 'Private subnets, best in several zones.',
    },
    securityGroupIds: {
      type: 'array',
      minItems: 1,
      maxItems: 5,
      uniqueItems: true,
      items: { type: 'string', format: 'security-group-id' },
      description: 'They need to let out HTTPS and nothing in.',
    },
  },
} as const;

/** What the installation finds in its account: key, network and bus. */
export const existingResourceKeys = {
  kmsKeyArn: {
    type: 'string',
    format: 'key-arn',
    description:
      'The KMS key that encrypts table, queues, signing keys, bus, archive, logs and the variables of functions; keys of AWS when absent. ' +
      'Its policy must allow what [installing.md](installing.md#own-kms-key) lists.',
    examples: ['arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
  },
  vpc,
  eventBusArn: {
    type: 'string',
    format: 'bus-arn',
    description:
      'The event bus, of the same account and Region and not the default one, that events are put on; one of its own when absent. ' +
      'Its policy, its key and its logging stay with its owner ([more](installing.md#existing-event-bus)).',
    examples: ['arn:aws:events:eu-west-1:111111111111:event-bus/company'],
  },
} as const;
