import { type Statement, statementsIn } from '../../lib/checks/statements.ts';
import { propertiesOf, resourcesOf, templatesOf } from './installation-template.ts';

// docs/rights.md lists every right, and `generate --check` fails when one changes. Here is what no
// change may break.
const { data, api } = templatesOf('dev');
const ofBoth = (type: string) => propertiesOf(type, data, api);
const roles = [data, api].flatMap((template) => resourcesOf(template, 'AWS::IAM::Role'));

/** The names of everything that is made at run time begin with this. */
const RUN_TIME = 'tenantry-dev-';

/** One action of a role, in one partition of the table if it is limited to partitions. */
interface Right {
  /** The role's place in the stack, such as `PartnersCreate`. */
  readonly holder: string;
  readonly action: string;
  readonly resource: string;
  readonly partition: string | undefined;
}

const partitionsOf = ({ Condition }: Statement): readonly (string | undefined)[] =>
  [Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys']].flat() as readonly (string | undefined)[];

const rights: readonly Right[] = roles.flatMap(([id, { Properties }]) =>
  statementsIn(Properties.Policies).flatMap((statement) =>
    [statement.Action].flat().flatMap((action) =>
      partitionsOf(statement).map((partition) => ({
        holder: id.replace(/Role[0-9A-F]{8}$/, ''),
        action,
        resource: JSON.stringify(statement.Resource),
        partition,
      })),
    ),
  ),
);

const holdersOf = (isMeant: (right: Right) => boolean): ReadonlySet<string> => new Set(rights.filter(isMeant).map(({ holder }) => holder));

const isWrite = ({ action }: Right): boolean => /:(?:Put|Update|Delete)Item$/.test(action);

it('every right on items of the table is limited to partitions', () => {
  const onItems = rights.filter(({ action }) => /^dynamodb:.*(?:Item|Query|Scan)/.test(action));
  expect(onItems.length).toBeGreaterThan(200);
  expect(onItems.filter(({ partition }) => partition === undefined)).toEqual([]);
  expect(onItems.filter(({ partition }) => partition?.startsWith('*'))).toEqual([]);
});

it('a function whose route only reads writes no more than sign-ins, last uses and its own cursors', () => {
  const writes = rights.filter((right) => /(?:Get|List|Limits)$/.test(right.holder) && isWrite(right));
  expect(new Set(writes.map(({ partition }) => partition?.replace(/^(CURSOR-SECRET#)\w+$/, '$1')))).toEqual(
    new Set(['CREDENTIAL-USE#*', 'CURSOR-SECRET#', 'SIGN-IN#*']),
  );
});

it.each<[what: string, isMeant: (right: Right) => boolean, holders: readonly string[]]>([
  [
    'credentials',
    (right) => right.partition === 'CREDENTIAL#*' && isWrite(right),
    [
      ...['ContactsCreate', 'ContactsResendWelcome', 'ContactsUpdate', 'CredentialsCreate', 'CredentialsDelete', 'CredentialsSetPassword'],
      ...['PartnersCreate', 'PartnersPut', 'PartnersUpdate'],
    ],
  ],
  [
    'links that set a password',
    ({ partition }) => partition === 'PASSWORD#*',
    ['CredentialsSetPassword', 'PasswordResetSend', 'WelcomeSend'],
  ],
  ['the tenants of app clients', ({ partition }) => partition === 'CLIENT#*', ['IdentityBindingBind']],
  ['the signing secret', ({ resource }) => /ImportValue.*SigningSecret/.test(resource), ['PublisherPublish', 'SystemWebhookKeys']],
  ['the bus', ({ action }) => action === 'events:PutEvents', ['DeliveriesRedeliver', 'PublisherPublish']],
  ['e-mails', ({ action }) => action.startsWith('ses:'), ['PasswordResetSend', 'WelcomeSend']],
  ['roles', ({ action }) => action.startsWith('iam:'), ['WebhookReconcilerReconcile']],
  ['destinations', ({ action }) => action === 'events:InvokeApiDestination', ['WebhookReconcilerTarget', 'WebhooksOperatorTarget']],
])('of %s, only these functions and roles have rights', (_what, isMeant, holders) => {
  expect(holdersOf(isMeant)).toEqual(new Set(holders));
});

const PARTNERS = ['Partners', 'Contacts', 'Credentials'];
const WEBHOOKS = ['WebhookEndpoints', 'EventLog', 'Deliveries', 'WebhooksCollector'];

// Hashes of passwords, tokens of endpoints and the data of tenants: to read them is to have them.
it.each<[partition: string, slices: readonly string[]]>([
  ['CREDENTIAL#*', [...PARTNERS, 'PasswordResetSend']],
  ['SIGN-IN#*', PARTNERS],
  ['UNIQUE#PARTNER-NAME##*', ['Partners']],
  ['PARTNER#*', [...PARTNERS, ...WEBHOOKS, 'PasswordResetSend']],
  ['RESELLER#*', ['Resellers', 'Organizations', ...WEBHOOKS]],
  ['ORG-NAMES#*', ['Organizations']],
  ['WEBHOOK#*', [...WEBHOOKS, 'WebhookReconciler']],
  ['DELIVERY#*', ['Deliveries', 'EventLogDeliveries', 'WebhooksCollector']],
])('in %s, also to read, only functions of these slices have rights: %j', (name, slices) => {
  const holders = [...holdersOf(({ partition }) => partition === name)];
  const sliceOf = (holder: string) => slices.find((slice) => holder.startsWith(slice)) ?? holder;
  expect(new Set(holders.map(sliceOf))).toEqual(new Set(slices));
});

it.each(['SystemOpenApi', 'SystemAsyncApi', 'SystemFallback'])('%s can only log', (name) => {
  const actions = new Set(rights.filter(({ holder }) => holder === name).map(({ action }) => action));
  expect(actions).toEqual(new Set(['logs:CreateLogStream', 'logs:PutLogEvents']));
});

it('the reconciler makes and reads only what has the prefix of the installation', () => {
  const made = rights.filter(({ holder, action }) => holder === 'WebhookReconcilerReconcile' && /^(?:events|secretsmanager):/.test(action));
  expect(made.length).toBeGreaterThan(15);
  expect(made.filter(({ resource }) => !/:(?:rule|connection|api-destination|secret:events!connection)\//.test(resource))).toEqual([]);
  expect(made.filter(({ resource }) => !resource.includes(`/${RUN_TIME}*"`))).toEqual([]);
});

it('a service may act for what is of this installation and account only, wherever it may act for anything', () => {
  const trusts = roles.flatMap(([, { Properties }]) => statementsIn(Properties.AssumeRolePolicyDocument));
  const queues = ofBoth('AWS::SQS::QueuePolicy').flatMap(statementsIn);
  const conditionsFor = (service: string, statements: readonly Statement[]) =>
    statements
      .filter(({ Principal }) => JSON.stringify(Principal) === JSON.stringify({ Service: `${service}.amazonaws.com` }))
      .map(({ Condition = {} }) => {
        const source = Object.values(Condition).flatMap(({ 'aws:SourceArn': arn = [] }) => arn);
        return { account: Condition.StringEquals?.['aws:SourceAccount'], source: source.map((arn) => JSON.stringify(arn)) };
      });
  const account = { Ref: 'AWS::AccountId' };
  const rulesOf = (prefix: string) => [expect.stringMatching(`:events:.*:rule/.*ImportValue.*Bus.*/${prefix}\\*"`)];
  expect(conditionsFor('events', trusts)).toEqual([
    { account, source: rulesOf('operator-') },
    { account, source: rulesOf(RUN_TIME) },
  ]);
  const ofQueues = conditionsFor('events', queues);
  const isRule = /:rule\/|^\{"Fn::GetAtt":\["Welcome(?:Partner|Contact)\w+","Arn"\]\}$/;
  expect(ofQueues.length).toBeGreaterThanOrEqual(5);
  expect(ofQueues.filter(({ source }) => source.length === 0 || source.some((arn) => !isRule.test(arn)))).toEqual([]);
  expect(ofBoth('AWS::Lambda::Permission').filter(({ SourceArn }) => SourceArn === undefined)).toEqual([]);
});

it.each(['dev', 'everyOption'] as const)('API Gateway invokes the functions of the routes of %s by one role, and no others', (name) => {
  const { api: stack } = templatesOf(name);
  const integrations = propertiesOf('AWS::ApiGatewayV2::Integration', stack);
  const ofRoutes = new Set(integrations.map(({ IntegrationUri }) => JSON.stringify(IntegrationUri)));
  const [credentials, ...others] = new Set(integrations.map(({ CredentialsArn }) => JSON.stringify(CredentialsArn)));
  expect([ofRoutes.size, others]).toEqual([integrations.length, []]);
  const invokers = resourcesOf(stack, 'AWS::IAM::Role').filter(([id]) => credentials === JSON.stringify({ 'Fn::GetAtt': [id, 'Arn'] }));
  const [statement, ...more] = invokers.flatMap(([, { Properties }]) => statementsIn(Properties.Policies));
  expect([statement?.Action, more]).toEqual(['lambda:InvokeFunction', []]);
  expect(new Set([statement?.Resource].flat().map((arn) => JSON.stringify(arn)))).toEqual(ofRoutes);
  const permitted = propertiesOf('AWS::Lambda::Permission', stack).map(({ Principal }) => Principal);
  expect(permitted).not.toContain('apigateway.amazonaws.com');
});

it('nothing is allowed to everybody, to do everything, or on more than the names of the installation', () => {
  const everyPolicy = [...roles.map(([, { Properties }]) => Properties.Policies), ...ofBoth('AWS::SQS::QueuePolicy')];
  const allowed = everyPolicy.flatMap(statementsIn).filter(({ Effect }) => Effect === 'Allow');
  expect(allowed.length).toBeGreaterThan(20);
  // A condition only narrows what a statement allows.
  const widths = allowed.map(({ Condition: _, ...statement }) => JSON.stringify(statement));
  expect(widths.filter((width) => width.replaceAll(`${RUN_TIME}*`, '').includes('*'))).toEqual([]);
});

it('each role holds one policy of its own, which is there when it is assumed for the first time, and no other', () => {
  for (const [, { Properties }] of roles) expect(Properties).toMatchObject({ Policies: [{ PolicyName: 'Rights' }] });
  expect(roles.filter(([, { Properties }]) => Properties.ManagedPolicyArns)).toEqual([]);
  expect(['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap(ofBoth)).toEqual([]);
});
