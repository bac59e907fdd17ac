import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { type AwsEndpoint, awsEndpoint } from '../src/base/aws-endpoint.ts';
import { type Email, type Mailbox, mailbox } from '../src/ses/mailbox.ts';

let box: Mailbox;
let endpoint: AwsEndpoint;
let client: SESv2Client;
let heard: Email[];
let warnings: string[];

beforeEach(async () => {
  heard = [];
  warnings = [];
  box = mailbox({ onEmail: (email) => heard.push(email), warn: (message) => warnings.push(message) });
  box.createTemplate('welcome', { subject: 'Hello {{firstName}}', text: '{{ firstName }}: {{link.url}}', html: '<b>{{firstName}}</b>' });
  box.createConfigurationSet('set');
  endpoint = await awsEndpoint({
    handlers: {},
    operations: {
      '/v2/email/outbound-emails': { service: 'ses', action: 'SendEmail', run: (input) => box.sendEmail(input as SendEmailCommandInput) },
    },
  });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new SESv2Client({ endpoint: endpoint.url, region: 'eu-west-1', credentials, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await endpoint.stop();
});

const data = { firstName: '<Ada>', link: { url: 'https://a.test/#1' } };
const input = (change: Partial<SendEmailCommandInput> = {}): SendEmailCommandInput => ({
  FromEmailAddress: 'accounts@acme.test',
  Destination: { ToAddresses: ['ada@example.com'] },
  ConfigurationSetName: 'set',
  Content: { Template: { TemplateName: 'welcome', TemplateData: JSON.stringify(data) } },
  ...change,
});
const send = (change?: Partial<SendEmailCommandInput>) => client.send(new SendEmailCommand(input(change)));
const template = (TemplateName: string, TemplateData: string) => ({ Content: { Template: { TemplateName, TemplateData } } });

test('an e-mail by template is kept as its recipient would read it, under the id that the SDK is answered', async () => {
  const { MessageId } = await send();
  const email = {
    messageId: MessageId,
    sentAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    from: 'accounts@acme.test',
    to: ['ada@example.com'],
    configurationSet: 'set',
    subject: 'Hello <Ada>',
    text: '<Ada>: https://a.test/#1',
    html: '<b><Ada></b>',
  };
  expect(MessageId).toMatch(/^[\da-f-]{36}$/);
  expect(box.emails).toEqual([email]);
  expect(heard).toEqual([email]);
});

test('simple content and an inline template are taken too, and every e-mail has an id of its own', async () => {
  const first = await send({ Content: { Simple: { Subject: { Data: 'S' }, Body: { Text: { Data: 'T' } } } } });
  const TemplateContent = { Subject: '{{a}}', Text: '{{b}}' };
  const second = await send({ Content: { Template: { TemplateContent, TemplateData: '{"a":1,"b":true}' } } });
  expect(box.emails.map(({ subject, text }) => [subject, text])).toEqual([
    ['S', 'T'],
    ['1', 'true'],
  ]);
  expect(first.MessageId).not.toBe(second.MessageId);
});

test.each<[string, Partial<SendEmailCommandInput>, string, string]>([
  ['an unknown template', template('absent', '{}'), 'NotFoundException', 'Template absent does not exist.'],
  ['an unknown configuration set', { ConfigurationSetName: 'other' }, 'NotFoundException', 'Configuration set <other> does not exist.'],
  ['template data that are no JSON', template('welcome', '{'), 'BadRequestException', 'TemplateData is not valid JSON.'],
  ['no recipient', { Destination: {} }, 'BadRequestException', 'Recipient count'],
  ['a recipient that is no address', { Destination: { ToAddresses: ['ada'] } }, 'BadRequestException', 'Illegal address in To: ada'],
  ['a sender that is no address', { FromEmailAddress: 'ada@b' }, 'BadRequestException', 'Illegal address in From'],
  ['raw content', { Content: { Raw: { Data: new Uint8Array([1]) } } }, 'BadRequestException', 'Simple or Template'],
])('%s is refused with the error of SES', async (_, change, name, message) => {
  await expect(send(change)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  expect(box.emails).toEqual([]);
});

test('data that lack a variable are answered like any other, as in SES, and the loss is told', async () => {
  const { MessageId } = await send(template('welcome', '{"firstName":"Ada"}'));
  expect(box.emails).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining(`${MessageId} to ada@example.com is lost`)]);
  expect(warnings[0]).toContain("'link.url' is not present");
});

test('a template that uses more than variables is not rendered wrongly', async () => {
  box.createTemplate('loop', { subject: 'S', text: '{{#each names}}x{{/each}}' });
  await send(template('loop', '{"names":[]}'));
  expect(box.emails).toEqual([]);
  expect(warnings[0]).toContain('{{#each names}} is not rendered');
});

test('another path of the service is not served', async () => {
  const response = await fetch(`${endpoint.url}/v2/email/outbound-bulk-emails`, { method: 'POST', body: '{}' });
  expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([400, 'UnknownOperationException']);
});
