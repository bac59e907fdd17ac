/** The name of the installation, where it may be deployed, and its tags. */
export const installationKeys = {
  name: {
    type: 'string',
    pattern: '^[a-z][a-z0-9]*$',
    maxLength: 24,
    default: 'tenantry',
    description:
      'Lower-case letters and digits, a letter first, at most 24. With the stage, the prefix of every name that CloudFormation does not generate. `<name>-<stage>` has at most 31 characters. Another name is another installation.',
    examples: ['acme'],
  },
  account: {
    type: 'string',
    format: 'account',
    description: 'The only account that the stage may be deployed to. The default is that of the credentials.',
    examples: ['111111111111'],
  },
  region: {
    type: 'string',
    format: 'region',
    description: 'The only Region that the stage may be deployed to. The default is that of the credentials.',
    examples: ['eu-west-1'],
  },
  tags: {
    type: 'object',
    default: {},
    maxProperties: 50,
    propertyNames: { type: 'string', format: 'tag-key' },
    additionalProperties: { type: 'string', format: 'tag-value' },
    description: 'Tags of every resource that CloudFormation can tag. Rules of self-service endpoints have none.',
    examples: [{ costCentre: '4711' }],
  },
  permissionsBoundaryArn: {
    type: 'string',
    format: 'policy-arn',
    description: 'The [permissions boundary](installing.md#permissions-boundary) of every role.',
    examples: ['arn:aws:iam::111111111111:policy/boundary'],
  },
  terminationProtection: {
    type: 'boolean',
    default: false,
    description: 'CloudFormation refuses to delete the stacks.',
    examples: [true],
  },
} as const;
