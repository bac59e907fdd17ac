import { type Statement, statementsIn } from '../../lib/checks/statements.ts';
import { propertiesOf, type Resource, resourcesOf, templatesOf } from './installation-template.ts';
import { IN_PARTITIONS } from './partition-rights.ts';

const { data, api } = templatesOf('dev');
const ofBoth = (type: string) => propertiesOf(type, data, api);
const roles = [data, api].flatMap((template) => resourcesOf(template, 'AWS::IAM::Role'));

/** The role's place in the stack, such as `Partners/Create`: its logical id without the hash. */
const ownerOf = (id: string): string => id.replace(/Role[0-9A-F]{8}$/, '');

/** What the names of all begin with that is made at run time. */
const RUN_TIME = 'tenantry-dev-*';

const kinds: readonly (readonly [RegExp, string])[] = [
  [/ImportValue.*StreamArn/, 'stream'],
  [/ImportValue.*\/index\/gsi1/, 'index gsi1'],
  [/ImportValue.*\/index\/gsi2/, 'index gsi2'],
  [/ImportValue.*\/index\/gsi3/, 'index gsi3'],
  [/ImportValue.*SigningSecret/, 'signing secret'],
  [/ImportValue.*Table|^\{"Fn::GetAtt":\["Table/, 'table'],
  [/:events:.*:rule\/.*ImportValue.*Bus.*\/tenantry-dev-\*"/, `rules of the bus, ${RUN_TIME}`],
  [/:events:.*:rule\/.*ImportValue.*Bus.*\/operator-\*"/, 'rules of the bus, operator-*'],
  [/ImportValue.*Bus/, 'bus'],
  [/^\{"Fn::GetAtt":\["Welcome(Partner|Contact)\w+","Arn"\]\}$/, 'rule of welcomes'],
  [/:events:.*:connection\/tenantry-dev-\*"/, `connections, ${RUN_TIME}`],
  [/:events:.*:api-destination\/tenantry-dev-\*"/, `destinations, ${RUN_TIME}`],
  [/:secretsmanager:.*:secret:events!connection\/tenantry-dev-\*"/, `secrets of connections, ${RUN_TIME}`],
  [
    /:iam::.*:role\/aws-service-role\/apidestinations\.events\.amazonaws\.com\/AWSServiceRoleForAmazonEventBridgeApiDestinations"/,
    'its role',
  ],
  [/WebhookReconcilerTargetRole/, 'the target role'],
  [/Log[0-9A-F]{8}/, 'own log'],
  [/(Publisher|Welcome|WebhookReconciler)DeadLetters/, 'own dead letters'],
  [/WebhooksDeadLetters/, 'dead letters of webhooks'],
  [/WebhooksPoison/, 'own poison'],
  [/identity\/accounts@acme\.test.*identity\/acme\.test/, 'the sender and its domain'],
  [/configuration-set\/.*WelcomeConfigurationSet.*template\/.*WelcomeTemplate/, 'own template and configuration set'],
  [/Webhooks\w+Destination/, 'the destinations of the configuration'],
];

const kindOf = (resource: unknown): string => {
  const text = JSON.stringify(resource);
  return kinds.find(([pattern]) => pattern.test(text))?.[1] ?? text;
};

/** The partitions that a statement is limited to, if it is. */
const partitionsOf = ({ Condition }: Statement): readonly string[] | undefined => {
  const partitions = Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
  return partitions === undefined ? undefined : [partitions].flat().map(String);
};

/** What a role may do to items of the table, action by action. */
const tableRightsOf = ({ Policies }: Resource['Properties']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    statementsIn(Policies).flatMap((statement) => {
      const partitions = partitionsOf(statement);
      if (partitions === undefined) return [];
      const where = { table: '', 'index gsi1': ' of gsi1', 'index gsi2': ' of gsi2', 'index gsi3': ' of gsi3' }[kindOf(statement.Resource)];
      return [statement.Action].flat().map((action) => [action.replace('dynamodb:', '') + where, partitions.join(' ')]);
    }),
  );

/** What else it may do. */
const rightsOf = ({ Policies }: Resource['Properties']): readonly string[] =>
  statementsIn(Policies)
    .filter((statement) => partitionsOf(statement) === undefined)
    .map(({ Action, Resource: resource, Condition }) =>
      [[Action].flat().join(' '), 'on', kindOf(resource), ...(Condition ? ['if', JSON.stringify(Condition)] : [])].join(' '),
    );

const log = 'logs:CreateLogStream logs:PutLogEvents on own log';
const all = (service: string, actions: string): string => actions.replace(/\w+/g, `${service}:$&`);
it('each role may do this to items of the table, in these partitions, and nothing else', () => {
  const rights = roles.map(([id, { Properties }]) => [ownerOf(id), tableRightsOf(Properties)] as const);
  expect(Object.fromEntries(rights.filter(([, ofTable]) => Object.keys(ofTable).length > 0))).toEqual(IN_PARTITIONS);
});

it('apart from the table, each role may do this and nothing else', () => {
  expect(Object.fromEntries(roles.map(([id, { Properties }]) => [ownerOf(id), rightsOf(Properties)]))).toEqual({
    IdentityBindingBind: [log],
    PartnersCreate: [log],
    PartnersGet: [log],
    PartnersList: [log],
    PartnersUpdate: [log],
    ContactsCreate: [log],
    ContactsGet: [log],
    ContactsList: [log],
    ContactsUpdate: [log],
    CredentialsCreate: [log],
    CredentialsList: [log],
    CredentialsDelete: [log],
    CredentialsSetPassword: [log],
    ResellersCreate: [log],
    ResellersGet: [log],
    ResellersList: [log],
    ResellersLimits: [log],
    ResellersUpdate: [log],
    ResellersDelete: [log],
    OrganizationsCreate: [log],
    OrganizationsGet: [log],
    OrganizationsList: [log],
    OrganizationsUpdate: [log],
    OrganizationsDelete: [log],
    OrganizationsRestore: [log],
    OrganizationsPut: [log],
    OrganizationsBatch: [log],
    WebhookEndpointsCreate: [log],
    WebhookEndpointsGet: [log],
    WebhookEndpointsList: [log],
    WebhookEndpointsTest: [log],
    EventLogList: [log],
    WebhookEndpointsUpdate: [log],
    WebhookEndpointsDelete: [log],
    WebhookReconcilerReconcile: [
      log,
      'dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams on stream',
      `${all('events', 'CreateApiDestination CreateConnection DeleteConnection DescribeApiDestination DescribeConnection UpdateConnection')} on connections, ${RUN_TIME}`,
      `${all('events', 'CreateApiDestination DeleteApiDestination DescribeApiDestination UpdateApiDestination')} on destinations, ${RUN_TIME}`,
      `${all('events', 'DeleteRule DescribeRule PutRule PutTargets RemoveTargets')} on rules of the bus, ${RUN_TIME}`,
      `${all('secretsmanager', 'CreateSecret DeleteSecret DescribeSecret GetSecretValue PutSecretValue UpdateSecret')} on secrets of connections, ${RUN_TIME}`,
      'iam:CreateServiceLinkedRole on its role if {"StringEquals":{"iam:AWSServiceName":"apidestinations.events.amazonaws.com"}}',
      'iam:PassRole on the target role if {"StringEquals":{"iam:PassedToService":"events.amazonaws.com"}}',
      'sqs:SendMessage on own dead letters',
    ],
    WebhookReconcilerTarget: [`events:InvokeApiDestination on destinations, ${RUN_TIME}`],
    DeliveriesList: [log],
    DeliveriesGet: [log],
    DeliveriesRedeliver: [log, 'events:PutEvents on bus'],
    SystemHealth: [log],
    SystemOpenApi: [log],
    SystemAsyncApi: [log],
    SystemWebhookKeys: [log, 'secretsmanager:GetSecretValue on signing secret'],
    SystemFallback: [log],
    PublisherPublish: [
      log,
      'dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams on stream',
      'secretsmanager:GetSecretValue on signing secret',
      'events:PutEvents on bus',
      'sqs:SendMessage on own dead letters',
    ],
    WelcomeSend: [
      log,
      'ses:SendEmail ses:SendTemplatedEmail on the sender and its domain if {"StringEquals":{"ses:FromAddress":"accounts@acme.test"}}',
      'ses:SendEmail ses:SendTemplatedEmail on own template and configuration set',
      'sqs:SendMessage on own dead letters',
    ],
    WebhooksCollectorCollect: [
      log,
      'sqs:SendMessage on own poison',
      'sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage on dead letters of webhooks',
    ],
    CanaryRun: [log],
    CanaryArrive: [log],
    WebhooksOperatorTarget: ['events:InvokeApiDestination on the destinations of the configuration'],
  });
});

it('a service may act for what is of this installation and account only, wherever it may act for anything', () => {
  const trusts = roles.flatMap(([, { Properties }]) => statementsIn(Properties.AssumeRolePolicyDocument));
  const queues = ofBoth('AWS::SQS::QueuePolicy').flatMap(statementsIn);
  const conditionsFor = (service: string, statements: readonly Statement[]) =>
    statements
      .filter(({ Principal }) => JSON.stringify(Principal) === JSON.stringify({ Service: `${service}.amazonaws.com` }))
      .map(({ Condition = {} }) => {
        const source = Object.values(Condition).flatMap(({ 'aws:SourceArn': arn = [] }) => arn);
        return { account: Condition.StringEquals?.['aws:SourceAccount'], source: source.map(kindOf).toSorted() };
      });
  const account = { Ref: 'AWS::AccountId' };
  expect(conditionsFor('events', trusts)).toEqual([
    { account, source: ['rules of the bus, operator-*'] },
    { account, source: [`rules of the bus, ${RUN_TIME}`] },
  ]);
  const ofQueues = conditionsFor('events', queues);
  expect(ofQueues.length).toBeGreaterThanOrEqual(5);
  expect(ofQueues.filter(({ source }) => source.length === 0 || source.some((one) => !one.startsWith('rule')))).toEqual([]);
  expect(ofBoth('AWS::Lambda::Permission').filter(({ SourceArn }) => SourceArn === undefined)).toEqual([]);
});

it('nothing is allowed to everybody, to do everything, or on more than the names of the installation', () => {
  const everyPolicy = [...roles.map(([, { Properties }]) => Properties.Policies), ...ofBoth('AWS::SQS::QueuePolicy')];
  const allowed = everyPolicy.flatMap(statementsIn).filter(({ Effect }) => Effect === 'Allow');
  expect(allowed.length).toBeGreaterThan(20);
  // A condition only narrows what a statement allows.
  const widths = allowed.map(({ Condition: _, ...statement }) => JSON.stringify(statement));
  expect(widths.filter((width) => width.replaceAll(RUN_TIME, '').includes('*'))).toEqual([]);
});

it('each role holds one policy of its own, which is there when it is assumed for the first time, and no other', () => {
  for (const [, { Properties }] of roles) expect(Properties).toMatchObject({ Policies: [{ PolicyName: 'Rights' }] });
  expect(roles.filter(([, { Properties }]) => Properties.ManagedPolicyArns)).toEqual([]);
  expect(['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap(ofBoth)).toEqual([]);
});
