import { type Resource, resourcesOf, templatesOf } from './installation-template.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Effect: string;
  readonly Resource: unknown;
}

const { data, api } = templatesOf('dev');
const policies = resourcesOf(api, 'AWS::IAM::Policy').map(([, { Properties }]) => Properties);
const statementsOf = (properties: Resource['Properties']): readonly Statement[] =>
  (properties.PolicyDocument as { readonly Statement: readonly Statement[] }).Statement;

/** The role's place in the stack, such as `Partners/Create`: its logical id without the hash. */
const ownerOf = ({ Roles }: Resource['Properties']): string => {
  const [role] = Roles as readonly { readonly Ref: string }[];
  return role?.Ref.replace(/(Role|EventsRole)?[0-9A-F]{8}$/, '') ?? '';
};

const kinds: readonly (readonly [RegExp, string])[] = [
  [/ImportValue.*StreamArn/, 'stream'],
  [/ImportValue.*Table/, 'table'],
  [/ImportValue.*Bus/, 'bus'],
  [/Log[0-9A-F]{8}/, 'own log'],
  [/PublisherDeadLetters/, 'own dead letters'],
  [/Destination/, 'own destination'],
];

const kindOf = (resource: unknown): string => {
  const text = JSON.stringify(resource);
  return kinds.find(([pattern]) => pattern.test(text))?.[1] ?? text;
};

const rightsOf = (properties: Resource['Properties']): readonly string[] =>
  statementsOf(properties).map(({ Action, Resource: resource }) => `${[Action].flat().join(' ')} on ${kindOf(resource)}`);

const log = 'logs:CreateLogStream logs:PutLogEvents on own log';

it('each role may do this and nothing else', () => {
  expect(Object.fromEntries(policies.map((properties) => [ownerOf(properties), rightsOf(properties)]))).toEqual({
    PartnersCreate: [log, 'dynamodb:BatchGetItem dynamodb:ConditionCheckItem dynamodb:GetItem dynamodb:PutItem on table'],
    PartnersGet: [log, 'dynamodb:BatchGetItem dynamodb:GetItem on table'],
    ResellersCreate: [log, 'dynamodb:GetItem dynamodb:PutItem on table'],
    ResellersGet: [log, 'dynamodb:GetItem on table'],
    OrganizationsCreate: [log, 'dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem on table'],
    OrganizationsGet: [log, 'dynamodb:GetItem on table'],
    SystemHealth: [log, 'dynamodb:GetItem on table'],
    SystemOpenApi: [log],
    SystemFallback: [log],
    PublisherPublish: [
      log,
      'dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams on stream',
      'events:PutEvents on bus',
      'sqs:SendMessage on own dead letters',
    ],
    WebhooksbillingDestination: ['events:InvokeApiDestination on own destination'],
    WebhookscrmDestination: ['events:InvokeApiDestination on own destination'],
    WebhookserpDestination: ['events:InvokeApiDestination on own destination'],
  });
});

it('nothing is allowed to everybody, to do everything, or on everything', () => {
  const everyPolicy = [data, api].flatMap((template) =>
    ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::SQS::QueuePolicy'].flatMap((type) => resourcesOf(template, type)),
  );
  const allowed = everyPolicy.flatMap(([, { Properties }]) => statementsOf(Properties)).filter(({ Effect }) => Effect === 'Allow');
  expect(allowed.length).toBeGreaterThan(20);
  expect(allowed.filter((statement) => JSON.stringify(statement).includes('*'))).toEqual([]);
});

it('no role holds a managed policy or a policy of its own', () => {
  const roles = resourcesOf(api, 'AWS::IAM::Role').map(([, { Properties }]) => Properties);
  expect(roles).toHaveLength(policies.length);
  expect(roles.filter(({ ManagedPolicyArns, Policies }) => ManagedPolicyArns || Policies)).toEqual([]);
});
