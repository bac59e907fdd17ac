import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { EventBridgeEvent } from 'aws-lambda';
import { awsClient } from '../shared/base/aws-client.ts';
import { requireTime } from '../shared/base/deadline.ts';
import { once } from '../shared/base/once.ts';
import { backgroundHandler } from '../shared/endpoint/background-handler.ts';
import { logger } from '../shared/endpoint/observe.ts';
import { installationTable, setting } from '../shared/runtime.ts';
import type { EventDetail } from '../shared/table/events.ts';
import type { Newcomer } from './event.ts';
import { greetingName } from './greeting.ts';
import { welcomeStore } from './store.ts';
import { type WelcomeDeps, welcome } from './welcome.ts';
import { rethrowWithoutAddresses } from './without-addresses.ts';

// The time to send and record an e-mail: one that is not recorded may be sent once more.
const MIN_SEND_MS = 2000;

// One attempt: SES may have accepted what it did not answer, and the claim decides when to try
// again.
const compose = (): WelcomeDeps => {
  const mail = awsClient(SESv2Client, { maxAttempts: 1, requestTimeout: 5000 });
  const send = async (newcomer: Newcomer, token: string): Promise<void> => {
    requireTime(MIN_SEND_MS);
    await mail.send(new SendEmailCommand(emailTo(newcomer, `${setting('PASSWORD_URL')}${token}`))).catch(rethrowWithoutAddresses);
  };
  return { welcomes: welcomeStore(installationTable(setting)), send, log: logger };
};

/**
 * Returns the request to SES. From callers it only has the address and a name that contains nothing
 * but letters.
 */
export const emailTo = ({ email, firstName }: Newcomer, link: string) => ({
  FromEmailAddress: setting('EMAIL_FROM'),
  Destination: { ToAddresses: [email] },
  ConfigurationSetName: setting('EMAIL_CONFIGURATION_SET'),
  Content: {
    Template: { TemplateName: setting('EMAIL_TEMPLATE'), TemplateData: JSON.stringify({ firstName: greetingName(firstName), link }) },
  },
});

const deps = once(compose);

/** Sends the welcome e-mail of a new contact, from its event. */
export const handler = backgroundHandler(async ({ detail }: EventBridgeEvent<string, EventDetail>) => welcome(detail, deps()));
