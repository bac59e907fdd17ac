import { type Resource, resourcesOf, templatesOf } from './installation-template.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Effect: string;
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

const { data, api } = templatesOf('dev');
const ofBoth = (type: string) => [data, api].flatMap((template) => resourcesOf(template, type)).map(([, { Properties }]) => Properties);
const policies = ofBoth('AWS::IAM::Policy');
const statementsOf = (properties: Resource['Properties']): readonly Statement[] =>
  (properties.PolicyDocument as { readonly Statement: readonly Statement[] }).Statement;

/** The role's place in the stack, such as `Partners/Create`: its logical id without the hash. */
const ownerOf = ({ Roles }: Resource['Properties']): string => {
  const [role] = Roles as readonly { readonly Ref: string }[];
  return role?.Ref.replace(/(Role|EventsRole)?[0-9A-F]{8}$/, '') ?? '';
};

/** What the names of all begin with that is made at run time. */
const RUN_TIME = 'tenantry-dev-*';

const kinds: readonly (readonly [RegExp, string])[] = [
  [/ImportValue.*StreamArn/, 'stream'],
  [/ImportValue.*\/index\/gsi1/, 'index gsi1'],
  [/ImportValue.*\/index\/gsi2.*\/index\/gsi3/, 'indexes gsi2 and gsi3'],
  [/ImportValue.*\/index\/gsi2/, 'index gsi2'],
  [/ImportValue.*SigningSecret/, 'signing secret'],
  [/ImportValue.*Table|^\{"Fn::GetAtt":\["Table/, 'table'],
  [/:events:.*:rule\/.*ImportValue.*Bus.*\/tenantry-dev-\*"/, `rules of the bus, ${RUN_TIME}`],
  [/ImportValue.*Bus/, 'bus'],
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
  [/Destination/, 'own destination'],
];

const kindOf = (resource: unknown): string => {
  const text = JSON.stringify(resource);
  return kinds.find(([pattern]) => pattern.test(text))?.[1] ?? text;
};

const rightsOf = (properties: Resource['Properties']): readonly string[] =>
  statementsOf(properties).map(({ Action, Resource: resource, Condition }) =>
    [[Action].flat().join(' '), 'on', kindOf(resource), ...(Condition ? ['if', JSON.stringify(Condition)] : [])].join(' '),
  );

const log = 'logs:CreateLogStream logs:PutLogEvents on own log';
const noteUse = 'dynamodb:UpdateItem on table if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["CREDENTIAL#*"]}}';
const bindings = 'dynamodb:GetItem on table if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["CLIENT#*"]}}';
const all = (service: string, actions: string): string => actions.replace(/\w+/g, `${service}:$&`);
const onTable = (actions: string): string => `${all('dynamodb', actions)} on table`;

/** What a role may do that verifies HTTP Basic: read what it needs, and note the use of a credential, but of nothing else. */
const signingIn = (actions = 'BatchGetItem GetItem'): readonly string[] => [log, onTable(actions), noteUse];

it('each role may do this and nothing else', () => {
  expect(Object.fromEntries(policies.map((properties) => [ownerOf(properties), rightsOf(properties)]))).toEqual({
    IdentityBindingBind: [log, bindings],
    PartnersCreate: signingIn('BatchGetItem ConditionCheckItem GetItem PutItem UpdateItem'),
    PartnersGet: signingIn(),
    PartnersList: [...signingIn(), 'dynamodb:Query on index gsi1'],
    PartnersUpdate: [...signingIn('BatchGetItem ConditionCheckItem DeleteItem GetItem PutItem UpdateItem'), 'dynamodb:Query on index gsi2'],
    ContactsCreate: signingIn('BatchGetItem ConditionCheckItem GetItem PutItem UpdateItem'),
    ContactsGet: signingIn(),
    ContactsList: [...signingIn(), 'dynamodb:Query on index gsi1'],
    ContactsUpdate: signingIn('BatchGetItem ConditionCheckItem DeleteItem GetItem PutItem UpdateItem'),
    CredentialsCreate: signingIn('BatchGetItem GetItem PutItem UpdateItem'),
    CredentialsList: [...signingIn(), 'dynamodb:Query on index gsi1'],
    CredentialsDelete: signingIn('BatchGetItem DeleteItem GetItem UpdateItem'),
    CredentialsSetPassword: [log, onTable('DeleteItem GetItem UpdateItem')],
    ResellersCreate: [log, onTable('GetItem PutItem')],
    ResellersGet: [log, onTable('GetItem')],
    ResellersList: [log, onTable('BatchGetItem Query')],
    ResellersLimits: [log, onTable('GetItem')],
    ResellersUpdate: [log, onTable('ConditionCheckItem DeleteItem GetItem PutItem UpdateItem')],
    ResellersDelete: [log, onTable('DeleteItem GetItem PutItem')],
    OrganizationsCreate: [log, onTable('ConditionCheckItem GetItem PutItem UpdateItem')],
    OrganizationsGet: [log, onTable('GetItem')],
    OrganizationsList: [log, onTable('BatchGetItem GetItem Query')],
    OrganizationsUpdate: [log, onTable('ConditionCheckItem DeleteItem GetItem PutItem')],
    OrganizationsDelete: [log, onTable('DeleteItem GetItem PutItem UpdateItem')],
    OrganizationsRestore: [log, onTable('DeleteItem GetItem PutItem UpdateItem')],
    OrganizationsPut: [log, onTable('ConditionCheckItem DeleteItem GetItem PutItem UpdateItem')],
    OrganizationsBatch: [log, onTable('BatchGetItem GetItem PutItem UpdateItem')],
    WebhookEndpointsCreate: [log, onTable('ConditionCheckItem GetItem PutItem UpdateItem')],
    WebhookEndpointsGet: [log, onTable('GetItem')],
    WebhookEndpointsList: [log, onTable('BatchGetItem Query')],
    WebhookEndpointsTest: [log, onTable('ConditionCheckItem GetItem PutItem')],
    EventLogList: [log, onTable('BatchGetItem GetItem Query'), 'dynamodb:Query on indexes gsi2 and gsi3'],
    WebhookEndpointsUpdate: [log, onTable('GetItem PutItem UpdateItem')],
    WebhookEndpointsDelete: [log, onTable('GetItem PutItem UpdateItem')],
    WebhookReconcilerReconcile: [
      log,
      onTable('DeleteItem GetItem Query UpdateItem'),
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
    DeliveriesList: [log, onTable('BatchGetItem Query')],
    DeliveriesGet: [log, onTable('GetItem')],
    DeliveriesRedeliver: [log, onTable('ConditionCheckItem GetItem PutItem UpdateItem'), 'events:PutEvents on bus'],
    SystemHealth: [log, onTable('GetItem')],
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
      onTable('PutItem UpdateItem'),
      'ses:SendEmail ses:SendTemplatedEmail on the sender and its domain if {"StringEquals":{"ses:FromAddress":"accounts@acme.test"}}',
      'ses:SendEmail ses:SendTemplatedEmail on own template and configuration set',
      'sqs:SendMessage on own dead letters',
    ],
    WebhooksCollectorCollect: [
      log,
      onTable('GetItem PutItem UpdateItem'),
      'sqs:SendMessage on own poison',
      'sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage on dead letters of webhooks',
    ],
    WebhooksbillingDestination: ['events:InvokeApiDestination on own destination'],
    WebhookscrmDestination: ['events:InvokeApiDestination on own destination'],
    WebhookserpDestination: ['events:InvokeApiDestination on own destination'],
  });
});

it('nothing is allowed to everybody, to do everything, or on more than the names of the installation', () => {
  const everyPolicy = [data, api].flatMap((template) =>
    ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::SQS::QueuePolicy'].flatMap((type) => resourcesOf(template, type)),
  );
  const allowed = everyPolicy.flatMap(([, { Properties }]) => statementsOf(Properties)).filter(({ Effect }) => Effect === 'Allow');
  expect(allowed.length).toBeGreaterThan(20);
  // A condition only narrows what a statement allows.
  const widths = allowed.map(({ Condition: _, ...statement }) => JSON.stringify(statement));
  expect(widths.filter((width) => width.replaceAll(RUN_TIME, '').includes('*'))).toEqual([]);
});

it('no role holds a managed policy or a policy of its own', () => {
  const roles = ofBoth('AWS::IAM::Role');
  expect(roles).toHaveLength(policies.length);
  expect(roles.filter(({ ManagedPolicyArns, Policies }) => ManagedPolicyArns || Policies)).toEqual([]);
});
