import { readAssembly, type Template } from '../src/template/assembly.ts';
import { type Model, readModel } from '../src/template/model.ts';
import { warningsFor } from '../src/template/warnings.ts';
import { writeAssembly } from './assembly-fixture.ts';

const read = (stacks: Readonly<Record<string, Template>>, secrets: Readonly<Record<string, string>> = {}): Model => {
  const assembly = writeAssembly(stacks);
  try {
    return readModel(readAssembly(assembly.directory), (name) => secrets[name]);
  } finally {
    assembly.remove();
  }
};

const data: Template = {
  Resources: { Table: { Type: 'AWS::DynamoDB::GlobalTable', Properties: {} }, Queue: { Type: 'AWS::SQS::Queue' } },
  Outputs: { Name: { Value: { Ref: 'Table' }, Export: { Name: { 'Fn::Sub': `\${AWS::StackName}:Table` } } } },
};

const api = (value: unknown): Template => ({
  Parameters: {
    Stage: { Type: 'String', Default: 'dev' },
    BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/v' },
  },
  Mappings: { Limits: { dev: { rate: 7 } } },
  Conditions: {
    IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] },
    IsNot: { 'Fn::Not': [{ Condition: 'IsDev' }] },
    Either: { 'Fn::Or': [{ Condition: 'IsNot' }, { 'Fn::And': [{ Condition: 'IsDev' }, { Condition: 'IsDev' }] }] },
  },
  Resources: {
    Subject: { Type: 'AWS::Test::Subject', Properties: { Value: value } },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters' } },
    Absent: { Type: 'AWS::SQS::Queue', Condition: 'IsNot' },
  },
});

const resolved = (value: unknown, secrets?: Readonly<Record<string, string>>): unknown =>
  read({ Data: data, Api: api(value) }, secrets)
    .ofType('AWS::Test::Subject')[0]
    ?.properties().Value;

describe('the intrinsic functions of a template', () => {
  const cases: readonly (readonly [string, unknown, unknown])[] = [
    ['Ref of a parameter', { Ref: 'Stage' }, 'dev'],
    ['Ref of a pseudo parameter', { Ref: 'AWS::AccountId' }, '000000000000'],
    ['Ref of an explicitly named resource', { 'Fn::GetAtt': ['Queue', 'QueueName'] }, 'letters'],
    ['GetAtt of an ARN', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws:sqs:us-east-1:000000000000:letters'],
    ['Sub', { 'Fn::Sub': `a-\${Stage}-\${Queue.Arn}-\${!literal}` }, `a-dev-arn:aws:sqs:us-east-1:000000000000:letters-\${literal}`],
    ['Sub with variables', { 'Fn::Sub': [`\${x}/\${Stage}`, { x: { Ref: 'Stage' } }] }, 'dev/dev'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Stage' }]] }, 'a-dev'],
    ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    ['ImportValue of another stack', { 'Fn::ImportValue': 'Data:Table' }, 'Data-Table'],
    ['If, taken', { 'Fn::If': ['IsDev', 'yes', 'no'] }, 'yes'],
    ['If, not taken', { 'Fn::If': ['IsNot', 'yes', 'no'] }, 'no'],
    ['Or, And and Not', { 'Fn::If': ['Either', 'yes', 'no'] }, 'yes'],
    ['FindInMap', { 'Fn::FindInMap': ['Limits', { Ref: 'Stage' }, 'rate'] }, 7],
    ['Base64', { 'Fn::Base64': 'hello' }, 'aGVsbG8='],
    ['NoValue in an object', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    ['NoValue in a list', [{ 'Fn::If': ['IsNot', 1, { Ref: 'AWS::NoValue' }] }, 2], [2]],
  ];

  test.each(cases)('%s', (_, value, expected) => {
    expect(resolved(value)).toEqual(expected);
  });

  test('a name that the template does not define is an error that says it', () => {
    expect(() => resolved({ Ref: 'Nowhere' })).toThrow('Ref Nowhere');
    expect(() => resolved({ 'Fn::Transform': {} })).toThrow('Fn::Transform');
  });

  test('a secret is looked up by name, and by key in its JSON', () => {
    expect(resolved('{{resolve:secretsmanager:tok:SecretString:k::}}', { tok: '{"k":"v"}' })).toBe('v');
    expect(resolved('{{resolve:secretsmanager:tok:SecretString:::}}', { tok: 'plain' })).toBe('plain');
    expect(resolved({ 'Fn::Join': ['', ['{{resolve:secretsmanager:', 'tok', ':SecretString:k::}}']] }, { tok: 'plain' })).toBe('plain');
    expect(() => resolved('{{resolve:secretsmanager:tok:SecretString:k::}}')).toThrow('the secret tok');
  });
});

describe('the model of an assembly', () => {
  test('leaves out a resource whose condition does not hold', () => {
    expect(read({ Data: data, Api: api(1) }).resources.map(({ path }) => path)).toEqual([
      'Data/Table',
      'Data/Queue',
      'Api/Subject',
      'Api/Queue',
    ]);
  });

  test('gives what a created resource was assigned to everyone who refers to it', () => {
    const model = read({ Api: api({ Ref: 'Queue' }) });
    model.ofType('AWS::SQS::Queue')[0]?.assign({ ref: 'http://127.0.0.1:1/letters' });
    expect(model.ofType('AWS::Test::Subject')[0]?.properties().Value).toBe('http://127.0.0.1:1/letters');
  });

  test('says which file is missing when the directory is no assembly', () => {
    expect(() => readAssembly('/nowhere')).toThrow('/nowhere/manifest.json');
  });
});

describe('warnings', () => {
  const warnings = (Resources: NonNullable<Template['Resources']>) => warningsFor(read({ S: { Resources } }).resources);

  test('name an unknown type once with everything that has it, and keep quiet about what needs nothing', () => {
    expect(
      warnings({
        A: { Type: 'AWS::Scheduler::Schedule' },
        B: { Type: 'AWS::Scheduler::Schedule' },
        C: { Type: 'AWS::CloudWatch::Alarm' },
        D: { Type: 'AWS::CDK::Metadata' },
      }),
    ).toEqual(['AWS::Scheduler::Schedule is not run locally (S/A, S/B)']);
  });

  test('keep quiet about what webhooks need around them', () => {
    const types = [
      'AWS::EventSchemas::Registry',
      'AWS::EventSchemas::Schema',
      'AWS::Logs::LogGroup',
      'AWS::Logs::ResourcePolicy',
      'AWS::Logs::Delivery',
    ];
    expect(warnings(Object.fromEntries(types.map((Type, index) => [`R${index}`, { Type, Properties: { Anything: 1 } }])))).toEqual([]);
  });

  test('name a property that is not understood, at any depth', () => {
    expect(
      warnings({
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: { ManagedBy: 'someone', Targets: [{ Id: '1', Arn: 'a', EcsParameters: {} }] },
        },
      }),
    ).toEqual([
      'AWS::Events::Rule S/Rule: the property ManagedBy is ignored locally',
      'AWS::Events::Rule S/Rule: the property Targets[].EcsParameters is ignored locally',
    ]);
  });
});
