import type { Use } from './extract.ts';

/** The package that AWS's service models are read from, pinned by its hash. */
export const PACKAGE = {
  name: 'botocore',
  registry: 'PyPI',
  version: '1.44.8',
  released: '2026-11-20',
  licence: 'Apache-2.0',
  sha256: '76342a76c338701db80dcb8afe1c9bd079283d6fffbb9d881442abb02a215043',
} as const;

/** Parameters of targets that are neither API destinations, functions nor queues. */
const OTHER_TARGETS = [
  'AppSyncParameters',
  'BatchParameters',
  'EcsParameters',
  'KinesisParameters',
  'RedshiftDataParameters',
  'RunCommandParameters',
  'SageMakerPipelineParameters',
];

/**
 * The services, with the folder of their model and the operations that functions, commands or the
 * embedded runtime use. The model of SQS is left out: it constrains no text.
 */
export const USED: Readonly<Record<string, Use & { readonly model: string }>> = {
  events: {
    model: 'events/2015-10-07',
    operations: [
      ...['CreateConnection', 'UpdateConnection', 'DescribeConnection', 'DeauthorizeConnection', 'DeleteConnection', 'ListConnections'],
      ...['CreateApiDestination', 'UpdateApiDestination', 'DescribeApiDestination', 'DeleteApiDestination', 'ListApiDestinations'],
      ...['PutRule', 'DescribeRule', 'ListRules', 'EnableRule', 'DisableRule', 'DeleteRule'],
      ...['PutTargets', 'RemoveTargets', 'ListTargetsByRule', 'PutEvents'],
      ...['CreateEventBus', 'DescribeEventBus', 'DeleteEventBus'],
      ...['CreateArchive', 'DescribeArchive', 'DeleteArchive', 'ListArchives'],
      ...['StartReplay', 'DescribeReplay', 'ListReplays', 'CancelReplay'],
      ...['TagResource', 'UntagResource', 'ListTagsForResource'],
    ],
    without: OTHER_TARGETS,
  },
  secretsmanager: {
    model: 'secretsmanager/2017-10-17',
    operations: ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'],
  },
  sesv2: { model: 'sesv2/2019-09-27', operations: ['SendEmail'], without: ['Raw', 'Attachments'] },
};
