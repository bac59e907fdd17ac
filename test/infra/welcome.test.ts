import { isDeepStrictEqual } from 'node:util';
import { propertiesOf, type Resource, resourcesOf, templatesOf } from './installation-template.ts';

const { api } = templatesOf('dev');

describe('the welcome e-mail', () => {
  const welcome = (type: string): readonly (readonly [string, Resource])[] =>
    resourcesOf(api, type).filter(([id]) => id.startsWith('Welcome'));
  const [[queue = ''] = []] = welcome('AWS::SQS::Queue');
  const [[send = '', lambda] = []] = welcome('AWS::Lambda::Function');
  const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

  it('is asked for by events of contacts that want it, or are sent it again, each in one rule that retries and then keeps the event', () => {
    const rules = welcome('AWS::Events::Rule').map(([, { Properties }]) => Properties);
    const wants = { sendWelcomeEmail: [true] };
    expect(rules.map(({ EventPattern }) => EventPattern)).toEqual([
      { source: ['tenantry'], 'detail-type': ['partner.created'], detail: { payload: { data: { contact: wants } } } },
      { source: ['tenantry'], 'detail-type': ['partner.contact.created'], detail: { payload: { data: wants } } },
      {
        source: ['tenantry'],
        'detail-type': ['partner.contact.updated'],
        detail: { metadata: { changed: ['/sendWelcomeEmail'] }, payload: { data: wants } },
      },
      { source: ['tenantry'], 'detail-type': ['partner.contact.reinvited'] },
    ]);
    for (const { Targets } of rules) {
      expect(Targets).toEqual([
        {
          Id: 'Target0',
          Arn: arnOf(send),
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: arnOf(queue) },
        },
      ]);
    }
  });

  it('that fails twice more is a dead letter too', () => {
    const asked = propertiesOf('AWS::Lambda::EventInvokeConfig', api).filter(({ FunctionName }) =>
      isDeepStrictEqual(FunctionName, { Ref: send }),
    );
    expect(asked).toEqual([
      expect.objectContaining({ MaximumRetryAttempts: 2, DestinationConfig: { OnFailure: { Destination: arnOf(queue) } } }),
    ]);
  });

  it('says what the template of this installation says, with the variables that the function fills in', () => {
    const [[id = '', template] = []] = welcome('AWS::SES::Template');
    const parts = (template?.Properties.Template ?? {}) as { readonly TemplateName: string; readonly TextPart: string };
    expect(parts.TemplateName).toBe('Tenantry-dev-Api-Welcome');
    expect(parts.TextPart.match(/\{\{\w+\}\}/g)).toEqual(['{{firstName}}', '{{link}}']);
    expect(lambda?.Properties.Environment).toMatchObject({
      Variables: {
        EMAIL_TEMPLATE: { 'Fn::GetAtt': [id, 'Id'] },
        EMAIL_FROM: 'accounts@acme.test',
        PASSWORD_URL: 'https://id.acme.test/password#',
      },
    });
  });
});

describe('the e-mail that resets a password', () => {
  const parts = (type: string) => resourcesOf(api, type).filter(([id]) => id.startsWith('PasswordReset'));
  const [[queue = ''] = []] = parts('AWS::SQS::Queue');
  const [[send = '', lambda] = []] = parts('AWS::Lambda::Function');

  it('is requested by a message, of which those that fail five times are kept with the welcome e-mails', () => {
    const [[, { Properties } = { Properties: {} }] = []] = parts('AWS::SQS::Queue');
    expect(Properties).toMatchObject({
      VisibilityTimeout: 180,
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringMatching(/^WelcomeDeadLetters/), 'Arn'] }, maxReceiveCount: 5 },
    });
    expect(propertiesOf('AWS::Lambda::EventSourceMapping', api)).toContainEqual({
      BatchSize: 10,
      EventSourceArn: { 'Fn::GetAtt': [queue, 'Arn'] },
      FunctionName: { Ref: send },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });

  it('has a template of its own, with the same variables', () => {
    const [[id = '', template] = []] = parts('AWS::SES::Template');
    expect(template?.Properties.Template).toEqual({
      TemplateName: 'Tenantry-dev-Api-PasswordReset',
      SubjectPart: 'Set a new password',
      TextPart: expect.stringMatching(/\{\{firstName\}\}.*\{\{link\}\}/s),
    });
    expect(lambda?.Properties.Environment).toMatchObject({ Variables: { EMAIL_TEMPLATE: { 'Fn::GetAtt': [id, 'Id'] } } });
  });
});
