/**
 * The retention periods that CloudWatch Logs accepts, in days (PutRetentionPolicy,
 * `retentionInDays`).
 */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Retention periods. */
export const retentionKeys = {
  logRetentionDays: { type: 'integer', enum: LOG_RETENTION_DAYS, default: 30, description: 'How long each log is kept.', examples: [90] },
  eventRetentionDays: {
    type: 'integer',
    minimum: 1,
    maximum: 3653,
    default: 400,
    description: 'How long the event log is kept.',
    examples: [90],
  },
  deliveryLogDays: {
    type: 'integer',
    minimum: 1,
    maximum: 365,
    default: 30,
    description: 'How long dead letters of webhooks are kept, and can be redelivered.',
    examples: [14],
  },
  archiveDays: {
    type: 'integer',
    minimum: 1,
    maximum: 3653,
    default: 90,
    description: 'How long the bus keeps events for replays to an endpoint.',
    examples: [30],
  },
  restoreDays: {
    type: 'integer',
    minimum: 1,
    maximum: 365,
    default: 30,
    description: 'How long a deleted organization can be restored.',
    examples: [7],
  },
  backup: {
    type: 'object',
    additionalProperties: false,
    required: ['retentionDays'],
    description: '[Backups](operations.md#backups) of the table by AWS Backup, besides 35 days of point-in-time recovery.',
    examples: [{ retentionDays: 365, coldStorageAfterDays: 30 }],
    properties: {
      schedule: {
        type: 'string',
        format: 'cron',
        maxLength: 256,
        default: 'cron(0 3 * * ? *)',
        description: 'When a backup starts, in UTC.',
      },
      retentionDays: { type: 'integer', minimum: 1, maximum: 36_500, description: 'How long a backup is kept.' },
      coldStorageAfterDays: {
        type: 'integer',
        minimum: 1,
        maximum: 36_410,
        description: 'When a backup moves to cold storage, at least 90 days before its end. The default is never.',
      },
      copyToVaultArn: {
        type: 'string',
        format: 'vault-arn',
        description: 'A vault of another account or Region that gets a copy of each backup.',
      },
    },
  },
  retainData: {
    type: 'boolean',
    default: false,
    description: 'Keeps table, signing keys, archive, queues and logs when a stack is deleted, and protects the table from deletion.',
    examples: [true],
  },
} as const;
