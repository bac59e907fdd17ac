import { rightsDocument } from '../../../tools/rights/document.ts';
import type { SynthesizedStack } from '../../../tools/rights/names.ts';

const statement = (Action: string | readonly string[], Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const logOf = (id: string) => statement(['logs:CreateLogStream', 'logs:PutLogEvents'], { 'Fn::GetAtt': [id, 'Arn'] });
const policyOf = (role: string, ...Statement: readonly object[]) => ({
  Type: 'AWS::IAM::Policy',
  Properties: { Roles: [{ Ref: role }], PolicyDocument: { Statement } },
});
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
      Role1: roleFor('lambda.amazonaws.com'),
      Policy1: policyOf('Role1', ...rights),
      Integration1: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { IntegrationUri: { 'Fn::GetAtt': ['Function1', 'Arn'] } } },
      Route1: {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: { RouteKey: 'POST /things', Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration1' }]] } },
      },
      Role2: roleFor('events.amazonaws.com', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }),
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
    'what a function may, on which resource of another stack, and its route',
    [logOf('Log1'), statement(['dynamodb:GetItem', 'dynamodb:Query'], table)],
    '| `Things/Create` | `POST /things` | `dynamodb: GetItem, Query` | `table Table` |  |',
  ],
  [
    'on which index',
    [logOf('Log1'), statement('dynamodb:Query', { 'Fn::Join': ['', [table, '/index/gsi1']] })],
    '`index gsi1 of table Table`',
  ],
  [
    'under which condition',
    [logOf('Log1'), statement('dynamodb:UpdateItem', table, { Condition: leading })],
    '`dynamodb:LeadingKeys (every one) is like THING#* or OTHER#*`',
  ],
  ['that it may nothing but log', [logOf('Log1')], '| `Things/Create` | `POST /things` | nothing |'],
  ['a managed policy', [logOf('Log1')], '| `Rule` | events | `managed policy arn:aws:iam::aws:policy/AdministratorAccess` |'],
  ['whom a resource allows something', [logOf('Log1')], '| `Key` | everybody | may | `kms: *` |'],
])('the page tells %s', (_, rights, row) => {
  expect(documentOf(...rights)).toContain(row);
});

it('the page is refused when a function may not write the log that is left out of it', () => {
  expect(() => documentOf(statement('dynamodb:GetItem', table))).toThrow('Things/Create has no right to write its own log');
});
