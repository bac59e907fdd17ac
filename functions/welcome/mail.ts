import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { awsClient } from '../shared/base/aws-client.ts';
import { requireTime } from '../shared/base/deadline.ts';
import { logger } from '../shared/endpoint/observe.ts';
import { installationTable, setting } from '../shared/runtime.ts';
import { greetingName } from './greeting.ts';
import type { Recipient } from './recipient.ts';
import type { SendDeps } from './send-link.ts';
import { linkEmailStore } from './store.ts';
import { rethrowWithoutAddresses } from './without-addresses.ts';

// The time to send and record an e-mail: one that is not recorded may be sent once more.
const MIN_SEND_MS = 2000;

/** Returns what sends the template of a function, and records it. */
export const sendDeps = (): SendDeps => {
  // One attempt: SES may have accepted what it did not answer, and the claim decides when to try
  // again.
  const mail = awsClient(SESv2Client, { maxAttempts: 1, requestTimeout: 5000 });
  const send = async (recipient: Recipient, token: string): Promise<void> => {
    requireTime(MIN_SEND_MS);
    await mail.send(new SendEmailCommand(emailTo(recipient, `${setting('PASSWORD_URL')}${token}`))).catch(rethrowWithoutAddresses);
  };
  return { emails: linkEmailStore(installationTable(setting)), send, log: logger };
};

/**
 * Returns the request to SES. From callers it only has the address and a name that contains nothing
 * but letters.
 */
export const emailTo = ({ email, firstName }: Pick<Recipient, 'email' | 'firstName'>, link: string) => ({
  FromEmailAddress: setting('EMAIL_FROM'),
  Destination: { ToAddresses: [email] },
  ConfigurationSetName: setting('EMAIL_CONFIGURATION_SET'),
  Content: {
    Template: { TemplateName: setting('EMAIL_TEMPLATE'), TemplateData: JSON.stringify({ firstName: greetingName(firstName), link }) },
  },
});
