import type { Email } from '@tenantry/cdk-local/ses/mailbox';

/** The token of the link in a welcome e-mail. */
export const linkTokenIn = (mail: Email | undefined): string => {
  const [, token] = /https:\/\/\S+?#([\w-]+)\s/.exec(mail?.text ?? '') ?? [];
  if (!token) throw new Error(`There is no link in the e-mail: ${mail?.text}`);
  return token;
};
