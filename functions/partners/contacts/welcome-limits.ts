import { createHash } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { Refusal } from '../../shared/contract/problems.ts';
import { timeOf } from '../../shared/contract/time.ts';
import type { Setting } from '../../shared/runtime.ts';
import { anyOf, isAbsent, where } from '../../shared/table/condition.ts';
import { type WelcomeCount, welcomeCountKey } from '../../shared/table/keys.ts';
import { change, type Write } from '../../shared/table/transaction.ts';
import type { Contact } from './contact.ts';

/** The number of welcome e-mails that may be requested in a day (UTC). */
export interface WelcomeLimits {
  /** To one address, whoever requests them. */
  readonly perAddress: number;
  /** For the contacts of one partner, and the first contacts of partners below it. */
  readonly perPartner: number;
  /** For a partner without a parent and all partners below it together. */
  readonly perTree: number;
}

/** Reads the limits of the installation. */
export const welcomeLimitsOf = (read: Setting): WelcomeLimits => ({
  perAddress: Number(read('WELCOME_EMAILS_PER_ADDRESS')),
  perPartner: Number(read('WELCOME_EMAILS_PER_PARTNER')),
  perTree: Number(read('WELCOME_EMAILS_PER_TREE')),
});

/** The partner that a welcome e-mail is counted for, with its ancestors. */
interface Requester {
  readonly id: number;
  readonly ancestors: readonly number[];
}

/** The time to live of a count, from the beginning of its day. */
const SECONDS_KEPT = 2 * 24 * 3600;

/**
 * Returns the writes that count the welcome e-mail of a new or changed contact; none when it
 * requests none. Each write is refused when its limit is reached (409 `limit-reached`). Put them
 * into the transaction of the request, so that the counts are exact.
 */
export const countWelcome = (limits: WelcomeLimits, by: Requester, before: Contact | undefined, after: Contact): readonly Write[] =>
  asksForWelcome(before, after) ? countEmail(limits, by, after, ' Leave sendWelcomeEmail out and set it later.') : [];

/** Returns the writes that count a welcome e-mail that is sent again. */
export const countResend = (limits: WelcomeLimits, by: Requester, contact: Contact): readonly Write[] =>
  countEmail(limits, by, contact, '');

const countEmail = (limits: WelcomeLimits, by: Requester, { email, updatedAt }: Contact, advice: string): readonly Write[] => {
  const day = updatedAt.slice(0, 10);
  const count = (kind: WelcomeCount, of: string, limit: Omit<Limit, 'advice'>): Write =>
    countOne(welcomeCountKey(kind, of, day), { ...limit, advice });
  return [
    count('ADDRESS', addressDigest(email), {
      limitName: 'welcomeEmailsPerAddress',
      limit: limits.perAddress,
      whose: 'to this address',
    }),
    count('PARTNER', String(by.id), { limitName: 'welcomeEmailsPerPartner', limit: limits.perPartner, whose: 'for this partner' }),
    count('TREE', String(by.ancestors[0] ?? by.id), {
      limitName: 'welcomeEmailsPerTree',
      limit: limits.perTree,
      whose: 'for the partners of this hierarchy',
    }),
  ];
};

/**
 * True when an e-mail follows: it is newly requested (`WELCOME_EVENTS` in lib/) and the contact may
 * sign in (`newcomerOf`).
 */
const asksForWelcome = (before: Contact | undefined, after: Contact): boolean =>
  after.sendWelcomeEmail && after.isActive && before?.sendWelcomeEmail !== true;

interface Limit {
  readonly limitName: string;
  readonly limit: number;
  readonly whose: string;
  /** The end of the refusal. */
  readonly advice: string;
}

// A count never goes down: a requested e-mail may have been sent.
const countOne = (key: ReturnType<typeof welcomeCountKey>, { limitName, limit, whose, advice }: Limit): Write => ({
  ...change(
    key,
    { add: { asked: 1 }, set: { type: 'welcome-count', expiresAt: timeOf(`${key.sk}T00:00:00.000Z`) / 1000 + SECONDS_KEPT } },
    anyOf(isAbsent(), where('asked', '<', limit)),
    () =>
      new Refusal(
        'limit-reached',
        `${limit} welcome e-mails ${whose} were asked for today, and no more are sent before 00:00 UTC.${advice}`,
        { members: { limitName, limit, count: limit } },
      ),
  ),
  consumes: { limitName, by: 1, limit },
});

/**
 * Returns the digest that replaces an address in a key. Spellings that reach one mailbox with most
 * providers have one digest: case, a tag behind a plus sign (RFC 5233) and the form of the domain
 * make no difference.
 */
export const addressDigest = (address: string): string => {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at).normalize('NFC').toLowerCase();
  const domain = address.slice(at + 1);
  const mailbox = local.replace(/(?<=.)\+.*$/su, '');
  return createHash('sha256')
    .update(`${mailbox}@${domainToASCII(domain) || domain.toLowerCase()}`)
    .digest('base64url');
};
