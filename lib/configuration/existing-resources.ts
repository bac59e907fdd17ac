const vpc = {
  type: 'object',
  additionalProperties: false,
  required: ['subnetIds', 'securityGroupIds'],
  description: 'The [network](installing.md#own-network) that the functions run in.',
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
      description: 'They must let HTTPS out, and need to let nothing in.',
    },
  },
} as const;

const subscriberAccounts = {
  type: 'array',
  maxItems: 50,
  uniqueItems: true,
  default: [],
  items: { type: 'string', format: 'account' },
  description:
    'Other accounts that may [subscribe](subscribe.md#from-another-account): make rules on the bus, and so read the events of all tenants. They may not put events on it. Not with `eventBusArn`.',
  examples: [['222222222222']],
} as const;

const restoredTable = {
  type: 'object',
  additionalProperties: false,
  required: ['streamArn'],
  description:
    'A [restored table](deploy.md#restore-into-a-new-table), which the stacks use in place of their own. Its settings stay with its owner.',
  examples: [{ streamArn: 'arn:aws:dynamodb:eu-west-1:111111111111:table/tenantry-prod-restored/stream/2026-11-22T14:15:22.000' }],
  properties: {
    streamArn: {
      type: 'string',
      format: 'stream-arn',
      description: 'The ARN of its stream of new and old images, which names the table, too. It is of the same account and Region.',
    },
    keepFormer: {
      type: 'boolean',
      default: true,
      description:
        'Keeps the own table in the stack, to return to. With `false` it leaves the stack, and is deleted, unless `retainData` keeps it.',
    },
  },
} as const;

/**
 * The existing resources that the installation uses, key, network, bus and table, and the accounts
 * that use its own bus.
 */
export const existingResourceKeys = {
  kmsKeyArn: {
    type: 'string',
    format: 'key-arn',
    description:
      'Encrypts table, queues, signing keys, bus, archive, logs and variables of functions, instead of keys of AWS. Its policy must allow [this](installing.md#own-kms-key).',
    examples: ['arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
  },
  vpc,
  eventBusArn: {
    type: 'string',
    format: 'bus-arn',
    description:
      'An [existing bus](installing.md#existing-event-bus) for events, of the same account and Region, not the default one. Its policy, key and logging stay with its owner.',
    examples: ['arn:aws:events:eu-west-1:111111111111:event-bus/company'],
  },
  subscriberAccounts,
  restoredTable,
} as const;
