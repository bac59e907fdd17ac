import type { Configuration } from '../configuration/configuration-schema.ts';

/** Returns the settings of a function that may ask for welcome e-mails; `welcomeLimitsOf` reads them. */
export const welcomeLimitSettings = ({ email: { welcomeLimits: limits } }: Configuration): Readonly<Record<string, string>> => ({
  WELCOME_EMAILS_PER_ADDRESS: String(limits.perAddress),
  WELCOME_EMAILS_PER_PARTNER: String(limits.perPartner),
  WELCOME_EMAILS_PER_TREE: String(limits.perTree),
});
