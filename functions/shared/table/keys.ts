import { boundedKey, keyBeginning, type Normalise, normalise, sortableKey } from './key-encoding.ts';
import { keyFrom, LISTS, PARTITIONS, prefixOf, SORT_KEYS } from './partitions.ts';

const {
  answers: [ANSWER],
  batchSlots: [BATCHES],
  clients: [CLIENT],
  credentials: [CREDENTIAL],
  credentialUses: [CREDENTIAL_USE],
  cursorSecrets: [CURSOR_SECRET],
  health: [HEALTH],
  organizationEmails: [ORGANIZATION_EMAILS],
  organizationNames: [ORGANIZATION_NAMES],
  partners: [PARTNER],
  partnerNames: [PARTNER_NAME],
  partnerReferences: [PARTNER_REFERENCE],
  passwordLinks: [PASSWORD],
  resellerEmails: [RESELLER_EMAILS],
  resellerList: [RESELLERS],
  resellerNames: [RESELLER_NAMES],
  resellers: [RESELLER],
  welcomeCounts: [WELCOME_COUNT],
  welcomes: [WELCOME],
} = PARTITIONS;

/**
 * The primary key of an item. A type and not an interface, so that it is also a plain record of
 * attributes.
 */
export type Key = { readonly pk: string; readonly sk: string };

export const partnerKey = (partnerId: number): Key => ({ pk: keyFrom(PARTNER, partnerId), sk: SORT_KEYS.partner });
export const contactKey = (partnerId: number, contactId: number): Key => ({
  pk: keyFrom(PARTNER, partnerId),
  sk: keyFrom(SORT_KEYS.contact, contactId),
});

export const credentialKey = (userName: string, form: Normalise = normalise): Key => ({
  pk: keyFrom(CREDENTIAL, boundedKey(form(userName))),
  sk: SORT_KEYS.credential,
});

/** The item of an API credential that its partner's list holds. */
export const credentialPlaceKey = (userName: string): Key => ({ pk: credentialKey(userName).pk, sk: SORT_KEYS.credentialPlace });

/**
 * When an API credential was last used: in a partition of its own, so that a function that signs
 * callers in needs no right to write credentials.
 */
export const credentialUseKey = (userName: string): Key => ({
  pk: keyFrom(CREDENTIAL_USE, boundedKey(normalise(userName))),
  sk: SORT_KEYS.credentialUse,
});

export const resellerKey = (resellerId: string): Key => ({ pk: keyFrom(RESELLER, resellerId), sk: SORT_KEYS.reseller });

export const organizationKey = (resellerId: string, id: string): Key => ({
  pk: keyFrom(RESELLER, resellerId),
  sk: keyFrom(SORT_KEYS.organization, id),
});

export const partnerNameKey = (name: string, form: Normalise = normalise): Key => guardKey(PARTNER_NAME, form(name));

export const partnerReferenceKey = (reference: string): Key => guardKey(PARTNER_REFERENCE, reference);

export const deletedOrganizationKey = (resellerId: string, id: string): Key => ({
  pk: keyFrom(RESELLER, resellerId),
  sk: keyFrom(SORT_KEYS.deletedOrganization, id),
});

export const organizationNameKey = (resellerId: string, name: string, form: Normalise = normalise): Key => ({
  pk: organizationNames(resellerId),
  sk: sortableKey(form(name)),
});

/** The slots that batches of a reseller hold. */
export const batchSlotsKey = (resellerId: string): Key => ({ pk: keyFrom(BATCHES, resellerId), sk: SORT_KEYS.batchSlots });

export const idempotencyKey = (hash: string): Key => ({ pk: keyFrom(ANSWER, hash), sk: SORT_KEYS.answer });

/** The item that binds an app client of the user pool to a tenant. */
export const clientKey = (clientId: string): Key => ({ pk: keyFrom(CLIENT, clientId), sk: SORT_KEYS.client });

export const healthKey: Key = { pk: HEALTH, sk: SORT_KEYS.health };

/** The secret that seals the cursors of a list, by the operation that answers the list. */
export const cursorSecretKey = (operationId: string): Key => ({ pk: keyFrom(CURSOR_SECRET, operationId), sk: SORT_KEYS.cursorSecret });

export const passwordKey = (tokenHash: string): Key => ({ pk: keyFrom(PASSWORD, tokenHash), sk: SORT_KEYS.passwordLink });

const EMAILS = { welcome: SORT_KEYS.welcome, welcomeAgain: SORT_KEYS.welcomeAgain, passwordReset: SORT_KEYS.passwordReset } as const;

/** The e-mails with a link: the first of a contact, the last sent again, the last it asked for. */
export type LinkEmail = keyof typeof EMAILS;

/** Ids of contacts are drawn by partner: two may have the same. */
export const welcomeKey = (contactId: number, partnerId: number, email: LinkEmail = 'welcome'): Key => ({
  pk: keyFrom(WELCOME, contactId),
  sk: keyFrom(EMAILS[email], partnerId),
});

/**
 * The group of welcome e-mails that is counted: to an address, for a partner, or for a partner
 * without a parent and all below it.
 */
export type WelcomeCount = 'ADDRESS' | 'PARTNER' | 'TREE';

/** The count of a day (UTC, `yyyy-mm-dd`). */
export const welcomeCountKey = (kind: WelcomeCount, of: string, day: string): Key => ({
  pk: keyFrom(WELCOME_COUNT, kind, of),
  sk: day,
});

/** A list kept by index `gsi1` in creation order. */
export type List = { readonly gsi1pk: string };

/** The children of a partner, or the roots. */
export const children = (parentId: number | undefined): List => ({ gsi1pk: keyFrom(LISTS.children[0], parentId ?? 0) });

export const contacts = (partnerId: number): List => ({ gsi1pk: keyFrom(LISTS.contacts[0], partnerId) });
export const credentials = (partnerId: number): List => ({ gsi1pk: keyFrom(LISTS.credentials[0], partnerId) });

/** The index attributes that put an item on a list. */
export const listed = (list: List, createdAt: string, id: number | string) => ({
  ...list,
  gsi1sk: keyFrom(SORT_KEYS.listed, createdAt, id),
});

/**
 * The index attributes that place a partner in its hierarchy; a branch is all that begins with its
 * `gsi2sk`.
 */
export const treePlace = (ancestors: readonly number[], id: number) => ({
  gsi2pk: keyFrom(LISTS.trees[0], ancestors[0] ?? id),
  gsi2sk: keyFrom(SORT_KEYS.treePlace, [...ancestors, id].join('/')),
});

/**
 * The place of a reseller among all; apart from the reseller itself, which changes with each of its
 * organizations.
 */
export const resellerPlaceKey = (id: string): Key => ({ pk: resellers.pk, sk: id });

/** Sort keys of one partition that begin alike. */
export interface Range {
  readonly pk: string;
  readonly prefix: string;
}

/** The places of all resellers in creation order. */
export const resellers: Range = { pk: RESELLERS, prefix: '' };

/** The organizations of a reseller in creation order. */
export const organizations = (resellerId: string): Range => ({
  pk: keyFrom(RESELLER, resellerId),
  prefix: prefixOf(SORT_KEYS.organization),
});

/** The deleted organizations of a reseller that can be restored, in the order of their creation. */
export const deletedOrganizations = (resellerId: string): Range => ({
  pk: keyFrom(RESELLER, resellerId),
  prefix: prefixOf(SORT_KEYS.deletedOrganization),
});

/**
 * A partition that finds owners by a value: who has exactly this one, and whose begins with a text.
 */
export type Directory = string;

export const organizationNames = (resellerId: string): Directory => keyFrom(ORGANIZATION_NAMES, resellerId);

export const organizationEmails = (resellerId: string): Directory => keyFrom(ORGANIZATION_EMAILS, resellerId);

export const resellerNames: Directory = RESELLER_NAMES;

export const resellerEmails: Directory = RESELLER_EMAILS;

/**
 * The entry of an owner in a directory whose values need not be unique.
 */
export const entryKey = (directory: Directory, value: string, id: string, form: Normalise = normalise): Key => ({
  pk: directory,
  sk: keyFrom(SORT_KEYS.directoryEntry, sortableKey(form(value)), id),
});

/** The entries of all who have this value, in the order of their ids. */
export const entries = (directory: Directory, value: string, form: Normalise = normalise): Range => ({
  pk: directory,
  prefix: keyFrom(SORT_KEYS.directoryEntry, sortableKey(form(value)), ''),
});

/** The entries of all whose value begins with a text; with a long text also some that do not. */
export const entriesFrom = (directory: Directory, text: string): Range => ({ pk: directory, prefix: keyBeginning(normalise(text)) });

const guardKey = (pattern: typeof PARTNER_NAME | typeof PARTNER_REFERENCE, value: string): Key => ({
  pk: keyFrom(pattern, boundedKey(value)),
  sk: SORT_KEYS.uniqueName,
});
