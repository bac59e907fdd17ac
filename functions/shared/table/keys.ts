import { boundedKey, keyBeginning, type Normalise, normalise, sortableKey } from './key-encoding.ts';

/**
 * The single table. Every key the product uses stands here, those of events in event-keys.ts, of webhooks in webhook-keys.ts, of
 * attempts to sign in in sign-in-keys.ts and of the canary in canary-keys.ts; the CDK table is built from this file.
 *
 * | entity      | pk                                  | sk                | read by                                             |
 * |-------------|-------------------------------------|-------------------|-----------------------------------------------------|
 * | partner     | `PARTNER#<id>`                      | `PARTNER`         | id; children by index: `CHILDREN#<parentId>`        |
 * | contact     | `PARTNER#<id>`                      | `CONTACT#<id>`    | partner and id                                      |
 * | credential  | `CREDENTIAL#<user name>`            | `CREDENTIAL`      | user name (also its uniqueness guard)               |
 * | place of an API credential | `CREDENTIAL#<user name>` | `PLACE`       | the list of its partner; the index has no hash      |
 * | use of an API credential | `CREDENTIAL-USE#<user name>` | `USE`       | user name; who signs in may write it, and no credential |
 * | reseller    | `RESELLER#<id>`                     | `RESELLER`        | id                                                  |
 * | place of a reseller | `RESELLERS`                 | `<uuidv7>`        | all, in creation order                              |
 * | organization| `RESELLER#<resellerId>`             | `ORG#<uuidv7>`    | reseller and id; key order is creation order        |
 * | deleted organization | `RESELLER#<resellerId>`    | `DELETED#<uuidv7>`| reseller and id, until TTL removes it               |
 * | guard       | `UNIQUE#<kind>#<scope>#<value>`     | `UNIQUE`          | value; holds the owner's id                         |
 * | name of an organization | `ORG-NAMES#<resellerId>` | `<name>`         | name (also its uniqueness guard); names by prefix   |
 * | external id of an organization | `ORG-EXTERNAL-IDS#<resellerId>` | `<externalId>` | external id (also its uniqueness guard)  |
 * | email of an organization | `ORG-EMAILS#<resellerId>` | `<email>⇥<uuidv7>` | email, in creation order                        |
 * | name of a reseller | `RESELLER-NAMES`             | `<name>⇥<uuidv7>` | name, in creation order; names by prefix            |
 * | email of a reseller | `RESELLER-EMAILS`           | `<email>⇥<uuidv7>`| email, in creation order                            |
 * | event       | `RESELLER#<id>`, `PARTNER#<root id>`, `WEBHOOK#<id>` | `EVENT#<uuidv7>`  | the stream, in order per tenant                     |
 * | batches under way | `BATCHES#<resellerId>`        | `BATCHES`         | reseller, as a condition; gone when none is         |
 * | idempotency | `IDEMPOTENCY#<hash>`                | `IDEMPOTENCY`     | caller and key                                      |
 * | password link | `PASSWORD#<hash of the token>`    | `PASSWORD`        | token; single use, removed by TTL                   |
 * | failures to sign in | `SIGN-IN#<hash of the user name>` | `FAILURES#<network>` | user name and network, until TTL removes it |
 * | failures of an hour | `SIGN-IN#<hash of the user name>` | `STRANGERS#<hour>`, `HOUR#<hour>#<known network>` | user name, until TTL removes it |
 * | known network | `SIGN-IN#<hash of the user name>` | `KNOWN#<network>` | user name and network, until TTL removes it        |
 * | welcome     | `WELCOME#<contactId>`               | `PARTNER#<id>`    | contact; so that one e-mail is sent                 |
 * | welcome e-mails of a day | `WELCOME-COUNT#<kind>#<of>` | `<yyyy-mm-dd>` | the limits, as a condition; removed by TTL         |
 * | webhook endpoint | `WEBHOOK#<id>`                 | `WEBHOOK`         | id                                                  |
 * | token of an endpoint | `WEBHOOK#<id>`             | `TOKEN`           | id; only by the reconciler                          |
 * | connections and destinations of an endpoint that moved | `WEBHOOK#<id>` | `PAIRS` | id; only by the reconciler             |
 * | place of an endpoint | `WEBHOOKS`, `WEBHOOKS#<owner>` | `<id>`        | all, and those of one tenant, in creation order     |
 * | endpoint to reconcile | `WEBHOOKS-PENDING`        | `<id>`            | the reconciler, by the stream and by its sweep      |
 * | number of endpoints | `WEBHOOK-QUOTA`             | `/`, `<owner>`    | the quotas, as a condition                          |
 * | event of an operator's endpoint | `WEBHOOK#<id>`  | `EVENT#<uuidv7>`  | the stream                                          |
 * | delivery    | `DELIVERY#<id>`                     | `DELIVERY`        | id, until TTL removes it                            |
 * | detail of a delivery | `DELIVERY#<id>`            | `DETAIL`          | id; what is sent when it is redelivered             |
 * | place of a delivery | `DELIVERIES`, `DELIVERIES#<owner>`, `DELIVERIES-TO#<endpoint>` | `<uuidv7>` | all, those to one tenant's endpoints or to one endpoint, in the order in which they were stored |
 * | run of the canary | `CANARY`                      | `RUN#<uuidv7>`    | the run after it, until TTL removes it              |
 * | binding of a client | `CLIENT#<client id>`        | `CLIENT`          | client id; only by the trigger that makes tokens    |
 * | secret of cursors | `CURSOR-SECRET#<operation>`   | `CURSOR-SECRET`   | the operation, whose list they go through           |
 * | health      | `HEALTH`                            | `HEALTH`          | the readiness check; never written                  |
 *
 * | list                        | index | partition key               | sort key                          |
 * |-----------------------------|-------|-----------------------------|-----------------------------------|
 * | children of a partner       | gsi1  | `CHILDREN#<parentId>`, 0 for the roots | `<createdAt>#<id>`     |
 * | contacts of a partner       | gsi1  | `CONTACTS#<partnerId>`      | `<createdAt>#<id>`                |
 * | API credentials of a partner| gsi1  | `CREDENTIALS#<partnerId>`   | `<createdAt>#<id>`                |
 * | a partner and all below it  | gsi2  | `TREE#<root id>`            | `/<root>/…/<id>/`                 |
 * | all events of a day         | gsi2  | `EVENTS#<yyyy-mm-dd>#<0…3>` | `<eventId>`                       |
 * | history of a resource       | gsi3  | `HISTORY#<resource>#<id>`   | `<eventId>`                       |
 */
export const TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  timeToLive: 'expiresAt',
  indexes: [
    { name: 'gsi1', partitionKey: 'gsi1pk', sortKey: 'gsi1sk', projection: 'ALL' },
    { name: 'gsi2', partitionKey: 'gsi2pk', sortKey: 'gsi2sk', projection: 'KEYS_ONLY' },
    { name: 'gsi3', partitionKey: 'gsi3pk', sortKey: 'gsi3sk', projection: 'KEYS_ONLY' },
  ],
} as const;

/** The primary key of an item. A type and not an interface, so that it is also a plain record of attributes. */
export type Key = { readonly pk: string; readonly sk: string };

export const partnerKey = (partnerId: number): Key => ({ pk: `PARTNER#${partnerId}`, sk: 'PARTNER' });
export const contactKey = (partnerId: number, contactId: number): Key => ({ pk: `PARTNER#${partnerId}`, sk: `CONTACT#${contactId}` });

export const credentialKey = (userName: string, form: Normalise = normalise): Key => ({
  pk: `CREDENTIAL#${boundedKey(form(userName))}`,
  sk: 'CREDENTIAL',
});

/** The item of an API credential that its partner's list holds. */
export const credentialPlaceKey = (userName: string): Key => ({ pk: credentialKey(userName).pk, sk: 'PLACE' });

/** When an API credential was last used: in a partition of its own, so that a function that signs callers in needs no right to write credentials. */
export const credentialUseKey = (userName: string): Key => ({ pk: `CREDENTIAL-USE#${boundedKey(normalise(userName))}`, sk: 'USE' });

export const resellerKey = (resellerId: string): Key => ({ pk: `RESELLER#${resellerId}`, sk: 'RESELLER' });

export const organizationKey = (resellerId: string, id: string): Key => ({ pk: `RESELLER#${resellerId}`, sk: `ORG#${id}` });

export const partnerNameKey = (name: string, form: Normalise = normalise): Key => guardKey('PARTNER-NAME', '', form(name));

export const partnerReferenceKey = (reference: string): Key => guardKey('PARTNER-REFERENCE', '', reference);

export const deletedOrganizationKey = (resellerId: string, id: string): Key => ({ pk: `RESELLER#${resellerId}`, sk: `DELETED#${id}` });

export const organizationNameKey = (resellerId: string, name: string, form: Normalise = normalise): Key => ({
  pk: organizationNames(resellerId),
  sk: sortableKey(form(name)),
});

export const organizationExternalIdKey = (resellerId: string, externalId: string): Key => ({
  pk: `ORG-EXTERNAL-IDS#${resellerId}`,
  sk: externalId,
});

/** The slots that batches of a reseller hold. */
export const batchSlotsKey = (resellerId: string): Key => ({ pk: `BATCHES#${resellerId}`, sk: 'BATCHES' });

export const idempotencyKey = (hash: string): Key => ({ pk: `IDEMPOTENCY#${hash}`, sk: 'IDEMPOTENCY' });

/** The item that binds an app client of the user pool to a tenant. */
export const clientKey = (clientId: string): Key => ({ pk: `CLIENT#${clientId}`, sk: 'CLIENT' });

export const healthKey: Key = { pk: 'HEALTH', sk: 'HEALTH' };

/** What the cursors of a list are sealed with, by the operation that answers it. */
export const cursorSecretKey = (operationId: string): Key => ({ pk: `CURSOR-SECRET#${operationId}`, sk: 'CURSOR-SECRET' });

export const passwordKey = (tokenHash: string): Key => ({ pk: `PASSWORD#${tokenHash}`, sk: 'PASSWORD' });

/** Ids of contacts are drawn by partner: two may have the same. */
export const welcomeKey = (contactId: number, partnerId: number): Key => ({ pk: `WELCOME#${contactId}`, sk: `PARTNER#${partnerId}` });

/** Whose welcome e-mails are counted: those to an address, for a partner, or for a partner without a parent and all below it. */
export type WelcomeCount = 'ADDRESS' | 'PARTNER' | 'TREE';

/** The count of a day (UTC, `yyyy-mm-dd`). */
export const welcomeCountKey = (kind: WelcomeCount, of: string, day: string): Key => ({ pk: `WELCOME-COUNT#${kind}#${of}`, sk: day });

/** A list kept by index `gsi1` in creation order. */
export type List = { readonly gsi1pk: string };

/** The children of a partner, or the roots. */
export const children = (parentId: number | undefined): List => ({ gsi1pk: `CHILDREN#${parentId ?? 0}` });

export const contacts = (partnerId: number): List => ({ gsi1pk: `CONTACTS#${partnerId}` });
export const credentials = (partnerId: number): List => ({ gsi1pk: `CREDENTIALS#${partnerId}` });

/** The index attributes that put an item on a list. */
export const listed = (list: List, createdAt: string, id: number | string) => ({ ...list, gsi1sk: `${createdAt}#${id}` });

/** The index attributes that place a partner in its hierarchy; a branch is all that begins with its `gsi2sk`. */
export const treePlace = (ancestors: readonly number[], id: number) => ({
  gsi2pk: `TREE#${ancestors[0] ?? id}`,
  gsi2sk: `/${[...ancestors, id].join('/')}/`,
});

/** The place of a reseller among all; apart from the reseller itself, which changes with each of its organizations. */
export const resellerPlaceKey = (id: string): Key => ({ pk: resellers.pk, sk: id });

/** Sort keys of one partition that begin alike. */
export interface Range {
  readonly pk: string;
  readonly prefix: string;
}

/** The places of all resellers in creation order. */
export const resellers: Range = { pk: 'RESELLERS', prefix: '' };

/** The organizations of a reseller in creation order. */
export const organizations = (resellerId: string): Range => ({ pk: `RESELLER#${resellerId}`, prefix: 'ORG#' });

/** The deleted organizations of a reseller that can be restored, in the order of their creation. */
export const deletedOrganizations = (resellerId: string): Range => ({ pk: `RESELLER#${resellerId}`, prefix: 'DELETED#' });

/** A partition that finds owners by a value: who has exactly this one, and whose begins with a text. */
export type Directory = string;

export const organizationNames = (resellerId: string): Directory => `ORG-NAMES#${resellerId}`;

export const organizationEmails = (resellerId: string): Directory => `ORG-EMAILS#${resellerId}`;

export const resellerNames: Directory = 'RESELLER-NAMES';

export const resellerEmails: Directory = 'RESELLER-EMAILS';

/** The entry of an owner in a directory whose values need not be unique. A tab, which no value holds, ends the value. */
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

const guardKey = (kind: string, scope: string, value: string): Key => ({
  pk: `UNIQUE#${kind}#${scope}#${boundedKey(value)}`,
  sk: 'UNIQUE',
});
