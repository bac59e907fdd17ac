import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import middy from '@middy/core';
import type { EventBridgeEvent } from 'aws-lambda';
import { awsClient } from '../shared/base/aws-client.ts';
import { requireTime, withDeadline } from '../shared/base/deadline.ts';
import { once } from '../shared/base/once.ts';
import { logger, publishMetrics } from '../shared/endpoint/observe.ts';
import { installationTable, setting } from '../shared/runtime.ts';
import type { EventDetail } from '../shared/table/events.ts';
import type { Newcomer } from './event.ts';
import { greetingName } from './greeting.ts';
import { welcomeStore } from './store.ts';
import { type WelcomeDeps, welcome } from './welcome.ts';
import { withoutAddresses } from './without-addresses.ts';

// So that it can be noted as well: an e-mail that is not noted may be sent once more.
const LEAST_SEND_MS = 2000;

// One try: SES may have taken what it did not answer, and the claim decides when to try again.
const compose = (): WelcomeDeps => {
  const mail = awsClient(SESv2Client, { maxAttempts: 1, requestTimeout: 5000 });
  const send = async (newcomer: Newcomer, token: string): Promise<void> => {
    requireTime(LEAST_SEND_MS);
    await mail.send(new SendEmailCommand(emailTo(newcomer, `${setting('PASSWORD_URL')}${token}`))).catch(withoutAddresses);
  };
  return { welcomes: welcomeStore(installationTable(setting)), send, log: logger };
};

/** What SES is asked to send; of what a caller wrote it holds the address and a name that is nothing but letters. */
export const emailTo = ({ email, firstName }: Newcomer, link: string) => ({
  FromEmailAddress: setting('EMAIL_FROM'),
  Destination: { ToAddresses: [email] },
  ConfigurationSetName: setting('EMAIL_CONFIGURATION_SET'),
  Content: {
    Template: { TemplateName: setting('EMAIL_TEMPLATE'), TemplateData: JSON.stringify({ firstName: greetingName(firstName), link }) },
  },
});

const deps = once(compose);

/** Sends the welcome e-mail of a new contact, from the event that tells of it. */
export const handler = withDeadline(
  middy(async ({ detail }: EventBridgeEvent<string, EventDetail>) => welcome(detail, deps())).use(publishMetrics),
);
