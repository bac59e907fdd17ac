import type { Configuration } from './configuration-schema.ts';

/** The settings of a function that may ask for welcome e-mails. */
export const welcomeLimits = ({ email: { welcomeLimits: limits } }: Configuration): Readonly<Record<string, string>> => ({
  WELCOME_EMAILS_PER_ADDRESS: String(limits.perAddress),
  WELCOME_EMAILS_PER_PARTNER: String(limits.perPartner),
  WELCOME_EMAILS_PER_TREE: String(limits.perTree),
});
