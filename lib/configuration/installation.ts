/** What the installation is called, where it may be deployed and what marks its resources. */
export const installationKeys = {
  name: {
    type: 'string',
    pattern: '^[a-z][a-z0-9]*$',
    maxLength: 24,
    default: 'tenantry',
    description:
      'The name of the installation. With the stage it begins every name that is not drawn by CloudFormation, so that several installations ' +
      'live in one account and Region. Both and the dash between them have at most 31 characters. Changing it makes a new installation.',
    examples: ['acme'],
  },
  account: {
    type: 'string',
    format: 'account',
    description: 'The one account that the stage may be deployed to; that of the credentials when absent.',
    examples: ['111111111111'],
  },
  region: {
    type: 'string',
    format: 'region',
    description: 'The one Region that the stage may be deployed to; that of the credentials when absent.',
    examples: ['eu-west-1'],
  },
  tags: {
    type: 'object',
    default: {},
    maxProperties: 50,
    propertyNames: { type: 'string', format: 'tag-key' },
    additionalProperties: { type: 'string', format: 'tag-value' },
    description: 'Tags of both stacks, which CloudFormation gives to every resource that can have any.',
    examples: [{ costCentre: '4711' }],
  },
  permissionsBoundaryArn: {
    type: 'string',
    format: 'policy-arn',
    description: 'The permissions boundary of every role ([what it must allow](installing.md#permissions-boundary)).',
    examples: ['arn:aws:iam::111111111111:policy/boundary'],
  },
  terminationProtection: {
    type: 'boolean',
    default: false,
    description: 'Has CloudFormation refuse to delete the stacks.',
    examples: [true],
  },
} as const;
