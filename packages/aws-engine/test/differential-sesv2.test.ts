import * as sdk from '@aws-sdk/client-sesv2';
import fc from 'fast-check';
import * as engine from '../src/client-sesv2.ts';
import type { Call } from './differential/calls.ts';
import { faultsOf } from './differential/faults.ts';
import { some, text } from './differential/json-values.ts';
import { compareService } from './differential/service-tests.ts';

const CODES = [
  ...['AccountSuspendedException', 'BadRequestException', 'LimitExceededException', 'MailFromDomainNotVerifiedException'],
  ...['MessageRejected', 'SendingPausedException', 'ValidationException', 'NotYetKnownException'],
];

const fault = faultsOf({
  contentType: 'application/json',
  codes: [
    ...CODES.map((code) => [400, code] as const),
    [403, 'AccessDeniedException'],
    [404, 'NotFoundException'],
    [429, 'TooManyRequestsException'],
  ],
  encode: (code, members) => ({
    headers: { 'x-amzn-errortype': `${code}:http://internal.amazon.com/coral/com.amazonaws.services.simpleemail/` },
    body: JSON.stringify(members),
  }),
});

const texts = fc.array(text, { maxLength: 3 });
const content = some({ Data: text, Charset: text });
const email = some({
  FromEmailAddress: text,
  Destination: some({ ToAddresses: texts, CcAddresses: texts, BccAddresses: texts }),
  ReplyToAddresses: texts,
  ConfigurationSetName: text,
  EmailTags: fc.array(some({ Name: text, Value: text }), { maxLength: 2 }),
  ListManagementOptions: some({ ContactListName: text, TopicName: text }),
});
const body = fc.oneof(
  some({ TemplateName: text, TemplateData: text }).map((Template) => ({ Template })),
  some({ Subject: content, Body: some({ Text: content, Html: content }) }).map((Simple) => ({ Simple })),
  fc.uint8Array({ maxLength: 9 }).map((Data) => ({ Raw: { Data } })),
);

const calls = fc
  .record({ email, Content: body, MessageId: text })
  .map(({ email, Content, MessageId }): Call => ({ command: 'SendEmailCommand', input: { ...email, Content }, answer: { MessageId } }));

compareService({ modules: { sdk: sdk as never, engine }, client: 'SESv2Client', signingName: 'ses', fault, calls });
