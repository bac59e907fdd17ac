import { boundedKey, keyBeginning, type Normalise, normalise, sortableKey } from './key-encoding.ts';
import { LISTS, PARTITIONS, partitionKey } from './partitions.ts';

const {
  answers: [ANSWER],
  batchSlots: [BATCHES],
  clients: [CLIENT],
  credentials: [CREDENTIAL],
  credentialUses: [CREDENTIAL_USE],
  cursorSecrets: [CURSOR_SECRET],
  health: [HEALTH],
  organizationEmails: [ORGANIZATION_EMAILS],
  organizationExternalIds: [ORGANIZATION_EXTERNAL_IDS],
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

export const partnerKey = (partnerId: number): Key => ({ pk: partitionKey(PARTNER, partnerId), sk: 'PARTNER' });
export const contactKey = (partnerId: number, contactId: number): Key => ({
  pk: partitionKey(PARTNER, partnerId),
  sk: `CONTACT#${contactId}`,
});

export const credentialKey = (userName: string, form: Normalise = normalise): Key => ({
  pk: partitionKey(CREDENTIAL, boundedKey(form(userName))),
  sk: 'CREDENTIAL',
});

/** The item of an API credential that its partner's list holds. */
export const credentialPlaceKey = (userName: string): Key => ({ pk: credentialKey(userName).pk, sk: 'PLACE' });

/**
 * When an API credential was last used: in a partition of its own, so that a function that signs
 * callers in needs no right to write credentials.
 */
export const credentialUseKey = (userName: string): Key => ({
  pk: partitionKey(CREDENTIAL_USE, boundedKey(normalise(userName))),
  sk: 'USE',
});

export const resellerKey = (resellerId: string): Key => ({ pk: partitionKey(RESELLER, resellerId), sk: 'RESELLER' });

export const organizationKey = (resellerId: string, id: string): Key => ({ pk: partitionKey(RESELLER, resellerId), sk: `ORG#${id}` });

export const partnerNameKey = (name: string, form: Normalise = normalise): Key => guardKey(PARTNER_NAME, form(name));

export const partnerReferenceKey = (reference: string): Key => guardKey(PARTNER_REFERENCE, reference);

export const deletedOrganizationKey = (resellerId: string, id: string): Key => ({
  pk: partitionKey(RESELLER, resellerId),
  sk: `DELETED#${id}`,
});

export const organizationNameKey = (resellerId: string, name: string, form: Normalise = normalise): Key => ({
  pk: organizationNames(resellerId),
  sk: sortableKey(form(name)),
});

export const organizationExternalIdKey = (resellerId: string, externalId: string): Key => ({
  pk: partitionKey(ORGANIZATION_EXTERNAL_IDS, resellerId),
  sk: externalId,
});

/** The slots that batches of a reseller hold. */
export const batchSlotsKey = (resellerId: string): Key => ({ pk: partitionKey(BATCHES, resellerId), sk: 'BATCHES' });

export const idempotencyKey = (hash: string): Key => ({ pk: partitionKey(ANSWER, hash), sk: 'IDEMPOTENCY' });

/** The item that binds an app client of the user pool to a tenant. */
export const clientKey = (clientId: string): Key => ({ pk: partitionKey(CLIENT, clientId), sk: 'CLIENT' });

export const healthKey: Key = { pk: HEALTH, sk: 'HEALTH' };

/** What the cursors of a list are sealed with, by the operation that answers it. */
export const cursorSecretKey = (operationId: string): Key => ({ pk: partitionKey(CURSOR_SECRET, operationId), sk: 'CURSOR-SECRET' });

export const passwordKey = (tokenHash: string): Key => ({ pk: partitionKey(PASSWORD, tokenHash), sk: 'PASSWORD' });

/** Ids of contacts are drawn by partner: two may have the same. */
export const welcomeKey = (contactId: number, partnerId: number): Key => ({
  pk: partitionKey(WELCOME, contactId),
  sk: `PARTNER#${partnerId}`,
});

/**
 * Whose welcome e-mails are counted: those to an address, for a partner, or for a partner without a
 * parent and all below it.
 */
export type WelcomeCount = 'ADDRESS' | 'PARTNER' | 'TREE';

/** The count of a day (UTC, `yyyy-mm-dd`). */
export const welcomeCountKey = (kind: WelcomeCount, of: string, day: string): Key => ({
  pk: partitionKey(WELCOME_COUNT, kind, of),
  sk: day,
});

/** A list kept by index `gsi1` in creation order. */
export type List = { readonly gsi1pk: string };

/** The children of a partner, or the roots. */
export const children = (parentId: number | undefined): List => ({ gsi1pk: partitionKey(LISTS.children[0], parentId ?? 0) });

export const contacts = (partnerId: number): List => ({ gsi1pk: partitionKey(LISTS.contacts[0], partnerId) });
export const credentials = (partnerId: number): List => ({ gsi1pk: partitionKey(LISTS.credentials[0], partnerId) });

/** The index attributes that put an item on a list. */
export const listed = (list: List, createdAt: string, id: number | string) => ({ ...list, gsi1sk: `${createdAt}#${id}` });

/**
 * The index attributes that place a partner in its hierarchy; a branch is all that begins with its
 * `gsi2sk`.
 */
export const treePlace = (ancestors: readonly number[], id: number) => ({
  gsi2pk: partitionKey(LISTS.trees[0], ancestors[0] ?? id),
  gsi2sk: `/${[...ancestors, id].join('/')}/`,
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
export const organizations = (resellerId: string): Range => ({ pk: partitionKey(RESELLER, resellerId), prefix: 'ORG#' });

/** The deleted organizations of a reseller that can be restored, in the order of their creation. */
export const deletedOrganizations = (resellerId: string): Range => ({ pk: partitionKey(RESELLER, resellerId), prefix: 'DELETED#' });

/**
 * A partition that finds owners by a value: who has exactly this one, and whose begins with a text.
 */
export type Directory = string;

export const organizationNames = (resellerId: string): Directory => partitionKey(ORGANIZATION_NAMES, resellerId);

export const organizationEmails = (resellerId: string): Directory => partitionKey(ORGANIZATION_EMAILS, resellerId);

export const resellerNames: Directory = RESELLER_NAMES;

export const resellerEmails: Directory = RESELLER_EMAILS;

/**
 * The entry of an owner in a directory whose values need not be unique. A tab, which no value
 * holds, ends the value.
 */
export const entryKey = (directory: Directory, value: string, id: string, form: Normalise = normalise): Key => ({
  pk: directory,
  sk: `${entries(directory, value, form).prefix}${id}`,
});

/** The entries of all who have this value, in the order of their ids. */
export const entries = (directory: Directory, value: string, form: Normalise = normalise): Range => ({
  pk: directory,
  prefix: `${sortableKey(form(value))}\t`,
});

/** The entries of all whose value begins with a text; with a long text also some that do not. */
export const entriesFrom = (directory: Directory, text: string): Range => ({ pk: directory, prefix: keyBeginning(normalise(text)) });

const guardKey = (pattern: typeof PARTNER_NAME | typeof PARTNER_REFERENCE, value: string): Key => ({
  pk: partitionKey(pattern, boundedKey(value)),
  sk: 'UNIQUE',
});
