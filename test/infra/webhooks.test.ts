import { readFileSync } from 'node:fs';
import { statementsIn } from '../../lib/checks/statements.ts';
import { TemplateRules } from '../../lib/checks/template-rules.ts';
import type { Configuration } from '../../lib/configuration/configuration-schema.ts';
import { endpointCapacity, rulesPerBus } from '../../lib/configuration/rule-quota.ts';
import { propertiesOf, type Resource, resourcesOf, templateFilesOf, templatesOf } from './installation-template.ts';
import { stageConfiguration } from './stage-configuration.ts';

const { api } = templatesOf('dev');
const functionOf = (description: string): Resource['Properties'] | undefined =>
  propertiesOf('AWS::Lambda::Function', api).find(({ Description }) => Description === description);

describe('the webhooks', () => {
  const ofWebhooks = (type: string): readonly Resource[] =>
    resourcesOf(api, type)
      .filter(([id]) => id.startsWith('Webhooks'))
      .map(([, resource]) => resource);

  it('each have one rule with one target that retries for a day and then keeps the event', () => {
    const rules = ofWebhooks('AWS::Events::Rule');
    expect(rules).toHaveLength(3);
    for (const { Properties } of rules) {
      expect(Properties.Targets).toEqual([
        expect.objectContaining({
          InputPath: '$.detail.payload',
          HttpParameters: {
            HeaderParameters: {
              'Webhook-Id': '$.detail.metadata.eventId',
              'Webhook-Event': '$.detail.payload.event',
              'Webhook-Tenant': '$.detail.metadata.tenant',
              'Webhook-Signature': '$.detail.metadata.signature',
            },
          },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: expect.anything() },
        }),
      ]);
    }
  });

  it('take the events they name, those below a prefix, and those that are meant for them alone', () => {
    const patterns = ofWebhooks('AWS::Events::Rule').map(({ Properties }) => Properties.EventPattern);
    const source = ['tenantry', 'tenantry.directed'];
    expect(patterns).toEqual([
      { source, 'detail-type': ['partner.created', { prefix: 'reseller.' }, 'to:billing'] },
      { source, 'detail-type': ['reseller.created', 'to:crm'] },
      { source, 'detail-type': [{ prefix: 'partner.' }, 'to:erp'] },
    ]);
  });

  it('authorise with secrets that the template only names', () => {
    const secret = (name: string) => `{{resolve:secretsmanager:${name}:SecretString:::}}`;
    expect(propertiesOf('AWS::Events::Connection', api).map(({ AuthParameters }) => AuthParameters)).toEqual([
      { ApiKeyAuthParameters: { ApiKeyName: 'X-Api-Key', ApiKeyValue: secret('tenantry/billing') } },
      { BasicAuthParameters: { Username: 'tenantry', Password: secret('tenantry/crm') } },
      {
        OAuthParameters: expect.objectContaining({
          AuthorizationEndpoint: 'https://id.acme.test/token',
          HttpMethod: 'POST',
          ClientParameters: { ClientID: 'tenantry', ClientSecret: secret('tenantry/erp') },
        }),
      },
    ]);
  });
});

describe('as many endpoints as a configuration takes', () => {
  const { api: full } = templatesOf('everyEndpoint');

  it('leave room among the 500 resources of a stack for one more operation, with every other option', () => {
    expect(resourcesOf(full, 'AWS::Events::ApiDestination')).toHaveLength(50);
    expect(Object.keys(full.Resources).length).toBeLessThanOrEqual(494);
  });

  it('send by one role, which may send to those alone', () => {
    const sending = propertiesOf('AWS::Events::Rule', full)
      .flatMap(({ Targets }) => Targets as readonly { readonly RoleArn?: unknown }[])
      .flatMap(({ RoleArn }) => (RoleArn ? [JSON.stringify(RoleArn)] : []));
    expect([sending.length, new Set(sending).size]).toEqual([50, 1]);
    const [statement, ...others] = resourcesOf(full, 'AWS::IAM::Role')
      .filter(([id]) => sending[0]?.includes(id))
      .flatMap(([, { Properties }]) => statementsIn(Properties.Policies));
    expect([statement?.Action, others]).toEqual(['events:InvokeApiDestination', []]);
    const destinations = resourcesOf(full, 'AWS::Events::ApiDestination').map(([id]) => ({ 'Fn::GetAtt': [id, 'Arn'] }));
    expect(new Set([statement?.Resource].flat().map((arn) => JSON.stringify(arn)))).toEqual(
      new Set(destinations.map((arn) => JSON.stringify(arn))),
    );
  });

  it('share one statement of the policy of their dead-letter queue', () => {
    const policies = propertiesOf('AWS::SQS::QueuePolicy', full).map(statementsIn);
    expect(Math.max(...policies.map((statements) => statements.length))).toBeLessThan(10);
    const rules = policies.flat().flatMap(({ Condition }) => Condition?.ArnLike?.['aws:SourceArn'] ?? []);
    expect(rules).toContain('arn:aws:events:eu-west-1:111111111111:rule/company/operator-*.acme-dev');
  });

  it('are within every other limit that is checked at synth', () => {
    const templatePaths = templateFilesOf('everyEndpoint');
    const found = new TemplateRules().validate({ templatePaths: [...templatePaths] }).violations.map(({ ruleName }) => ruleName);
    expect(found).toEqual(['many-resources']);
  });
});

it('the room that is left for endpoints takes account of every other rule on the bus, and of the one of its archive', () => {
  const { data, api } = templatesOf('dev');
  const onBus = propertiesOf('AWS::Events::Rule', data, api).filter(({ EventBusName }) => EventBusName !== undefined);
  const archives = propertiesOf('AWS::Events::Archive', data, api);
  const webhooks = stageConfiguration.webhooks as Configuration['webhooks'];
  expect(archives).toHaveLength(1);
  expect(rulesPerBus({}) - endpointCapacity({ webhooks })).toBe(onBus.length + archives.length);
});

it('more endpoints than a bus has room for are taken with a warning', () => {
  const warningsOf = (installation: 'dev' | 'changed') =>
    templateFilesOf(installation)
      .map((file) => readFileSync(file.replace('.template.json', '.metadata.json'), 'utf8'))
      .filter((metadata) => metadata.includes('a bus of 300 rules has room for 291'));
  expect([warningsOf('dev').length, warningsOf('changed').length]).toEqual([0, 1]);
});

describe('the delivery log', () => {
  it('empties the dead letters of webhooks in batches whose messages fail one by one, and keeps what it cannot be rid of', () => {
    const mappings = resourcesOf(api, 'AWS::Lambda::EventSourceMapping');
    expect(mappings.find(([id]) => id.startsWith('WebhooksCollector'))?.[1].Properties).toMatchObject({
      EventSourceArn: { 'Fn::GetAtt': [expect.stringMatching(/^WebhooksDeadLetters/), 'Arn'] },
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
    const queues = resourcesOf(api, 'AWS::SQS::Queue');
    expect(queues.find(([id]) => id.startsWith('WebhooksDeadLetters'))?.[1].Properties).toMatchObject({
      VisibilityTimeout: 360,
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringMatching(/^WebhooksPoison/), 'Arn'] }, maxReceiveCount: 100 },
    });
    expect(functionOf('Collects dead letters of webhooks')).toMatchObject({ Timeout: 60 });
  });

  it('is told how long to keep what, when to suspend, and which endpoints are of the deployment', () => {
    expect(functionOf('Collects dead letters of webhooks')?.Environment).toMatchObject({
      Variables: { DELIVERY_LOG_DAYS: '30', WEBHOOK_SUSPEND_AFTER: '10', WEBHOOK_HEALTHY_AFTER_MINUTES: '60', EVENT_RETENTION_DAYS: '400' },
    });
    expect(functionOf('Redeliver a webhook')?.Environment).toMatchObject({ Variables: { OPERATOR_ENDPOINTS: '["billing","crm","erp"]' } });
  });

  it('knows the endpoints of the deployment by the names of their rules', () => {
    const names = resourcesOf(api, 'AWS::Events::Rule').flatMap(([, { Properties }]) =>
      Properties.Name === undefined ? [] : [Properties.Name],
    );
    expect(names).toEqual(['operator-billing', 'operator-crm', 'operator-erp']);
  });
});
