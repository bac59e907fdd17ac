import { GetAccountCommand, GetEmailIdentityCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import { type Finding, fail, ok, runbook, warn } from '../finding.ts';

const BEFORE = runbook('before-the-first-e-mail');

/**
 * Checks that the sender of e-mails or its domain is verified and that the account may send to
 * everybody.
 */
export const checkEmail = async (client: SESv2Client, sender: string): Promise<Finding> => {
  const [account, ...identities] = await Promise.all([
    client.send(new GetAccountCommand({})),
    ...[sender, sender.slice(sender.indexOf('@') + 1)].map((identity) => isVerified(client, identity)),
  ]);
  if (!identities.includes(true)) return fail(`${sender} is not verified, nor is its domain`, 'Verify the sender in SES.', BEFORE);
  if (account.SendingEnabled === false || account.EnforcementStatus === 'SHUTDOWN') {
    return fail(
      `sending is paused (${account.EnforcementStatus ?? 'by the account'})`,
      'Look at the account dashboard of SES.',
      runbook('welcome-dead-letters'),
    );
  }
  if (!account.ProductionAccessEnabled)
    return warn(`${sender} is verified; the account is in the sandbox`, 'Ask for production access.', BEFORE);
  return ok(`${sender} is verified, production access`);
};

const isVerified = async (client: SESv2Client, EmailIdentity: string): Promise<boolean> => {
  try {
    return (await client.send(new GetEmailIdentityCommand({ EmailIdentity }))).VerifiedForSendingStatus === true;
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundException') return false;
    throw error;
  }
};
