import { rightsDocument } from '../../tools/rights/document.ts';
import type { SynthesizedStack } from '../../tools/rights/names.ts';

const statement = (Action: string | readonly string[], Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const logOf = (id: string) => statement(['logs:CreateLogStream', 'logs:PutLogEvents'], { 'Fn::GetAtt': [id, 'Arn'] });
const roleFor = (service: string, properties: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: { Statement: [statement('sts:AssumeRole', undefined, { Principal: { Service: service } })] },
    ...properties,
  },
});

const data: SynthesizedStack = {
  template: {
    Resources: { Table1: { Type: 'AWS::DynamoDB::Table' } },
    Outputs: { Out: { Value: { 'Fn::GetAtt': ['Table1', 'Arn'] }, Export: { Name: 'Data:TableArn' } } },
  },
  paths: new Map([['Table1', 'Table']]),
};
const table = { 'Fn::ImportValue': 'Data:TableArn' };

const stackWith = (...rights: readonly object[]): SynthesizedStack => ({
  template: {
    Resources: {
      Function1: { Type: 'AWS::Lambda::Function' },
      Log1: { Type: 'AWS::Logs::LogGroup' },
      Role1: roleFor('lambda.amazonaws.com', { Policies: [{ PolicyDocument: { Statement: rights } }] }),
      Integration1: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { IntegrationUri: { 'Fn::GetAtt': ['Function1', 'Arn'] } } },
      Route1: {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: { RouteKey: 'POST /things', Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration1' }]] } },
      },
      Role2: roleFor('events.amazonaws.com'),
      Key1: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement: [statement('kms:*', '*', { Principal: { AWS: '*' } })] } } },
    },
  },
  paths: new Map([
    ['Function1', 'Things/Create'],
    ['Log1', 'Things/Create/Log'],
    ['Role1', 'Things/Create/Role'],
    ['Role2', 'Rule/EventsRole'],
    ['Key1', 'Key'],
  ]),
});
const documentOf = (...rights: readonly object[]): string => rightsDocument({ stacks: [data, stackWith(...rights)], acknowledged: [] });

const leading = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['THING#*', 'OTHER#*'] } };

it.each([
  [
    'what a function may do, on which resource of another stack, and its route',
    [statement(['dynamodb:GetItem', 'dynamodb:Query'], table)],
    '- **`Things/Create`**, `POST /things`\n  - `dynamodb:GetItem`, `dynamodb:Query` on `table Table`\n',
  ],
  [
    'in which partitions of the table, those with the same actions together',
    [statement('dynamodb:UpdateItem', table, { Condition: leading }), statement('dynamodb:GetItem', table, { Condition: leading })],
    '  - `OTHER#*`, `THING#*`: GetItem, UpdateItem\n',
  ],
  [
    'in which partitions of an index',
    [statement('dynamodb:Query', { 'Fn::Join': ['', [table, '/index/gsi1']] }, { Condition: leading })],
    '  - `OTHER#*`, `THING#*`: Query of gsi1\n',
  ],
  [
    'a condition beside the partitions',
    [statement('dynamodb:GetItem', table, { Condition: { ...leading, Bool: { 'aws:SecureTransport': 'true' } } })],
    'if `dynamodb:LeadingKeys` ForAllValues:StringLike `THING#*`\n    or `OTHER#*` and `aws:SecureTransport` is `true`\n',
  ],
  ['what is denied', [statement('s3:GetObject', '*', { Effect: 'Deny' })], '  - not `s3:GetObject` on `*`\n'],
  ['that it can only log', [], '- **`Things/Create`**, `POST /things`\n\n'],
  ['who assumes a role', [], '- **`Rule`**, assumed by events\n'],
  ['whom a resource allows something', [], '- `Key`: everybody may `kms:*`\n'],
])('the page tells %s', (_, rights, row) => {
  expect(documentOf(logOf('Log1'), ...rights)).toContain(row);
});

it('the page names a set that a function has in full, and lists only what is beyond it', () => {
  const answers = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['IDEMPOTENCY#*'] } };
  const read = statement('dynamodb:GetItem', table, { Condition: answers });
  const write = statement(['dynamodb:PutItem', 'dynamodb:DeleteItem'], table, { Condition: answers });
  expect(documentOf(logOf('Log1'), read, write)).toContain(
    '- **`Things/Create`**, `POST /things`; idempotency\n  - `IDEMPOTENCY#*`: DeleteItem\n',
  );
  expect(documentOf(logOf('Log1'), write)).toContain('- **`Things/Create`**, `POST /things`\n  - `IDEMPOTENCY#*`: DeleteItem, PutItem\n');
});

it('the page is refused when a function may not write the log that is left out of it', () => {
  expect(() => documentOf(statement('dynamodb:GetItem', table))).toThrow('Things/Create has no right to write its own log');
});
