import { createHash } from 'node:crypto';

/**
 * The single table. Every key the product uses is spelled here, and the CDK table is built from the same file.
 *
 * | entity      | pk                                  | sk                | read by                                             |
 * |-------------|-------------------------------------|-------------------|-----------------------------------------------------|
 * | partner     | `PARTNER#<id>`                      | `PARTNER`         | id; children by index: `CHILDREN#<parentId>`        |
 * | contact     | `PARTNER#<id>`                      | `CONTACT#<id>`    | partner and id                                      |
 * | credential  | `CREDENTIAL#<user name>`            | `CREDENTIAL`      | user name (also its uniqueness guard)               |
 * | reseller    | `RESELLER#<id>`                     | `RESELLER`        | id; all by index: `RESELLERS`                       |
 * | organization| `RESELLER#<resellerId>`             | `ORG#<uuidv7>`    | reseller and id; key order is creation order        |
 * | guard       | `UNIQUE#<kind>#<scope>#<value>`     | `UNIQUE`          | value; holds the owner's id                         |
 * | event       | `RESELLER#<id>`, `PARTNER#<root id>`| `EVENT#<uuidv7>`  | the stream, in order per tenant                     |
 * | idempotency | `IDEMPOTENCY#<hash>`                | `IDEMPOTENCY`     | caller and key                                      |
 * | password link | `PASSWORD#<hash of the token>`    | `PASSWORD`        | token; single use, removed by TTL                   |
 * | welcome     | `WELCOME#<contactId>`               | `WELCOME`         | contact; so that one e-mail is sent                 |
 * | health      | `HEALTH`                            | `HEALTH`          | the readiness check; never written                  |
 *
 * | list                        | index | partition key               | sort key                          |
 * |-----------------------------|-------|-----------------------------|-----------------------------------|
 * | children of a partner       | gsi1  | `CHILDREN#<parentId>`, 0 for the roots | `<createdAt>#<id>`     |
 * | contacts of a partner       | gsi1  | `CONTACTS#<partnerId>`      | `<createdAt>#<id>`                |
 * | API credentials of a partner| gsi1  | `CREDENTIALS#<partnerId>`   | `<createdAt>#<id>`                |
 * | resellers                   | gsi1  | `RESELLERS`                 | `<uuidv7>`                        |
 * | a partner and all below it  | gsi2  | `TREE#<root id>`            | `/<root>/…/<id>/`                 |
 */
export const TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  timeToLive: 'expiresAt',
  indexes: [
    { name: 'gsi1', partitionKey: 'gsi1pk', sortKey: 'gsi1sk', projection: 'ALL' },
    { name: 'gsi2', partitionKey: 'gsi2pk', sortKey: 'gsi2sk', projection: 'KEYS_ONLY' },
  ],
} as const;

/** The primary key of an item. A type and not an interface, so that it is also a plain record of attributes. */
export type Key = { readonly pk: string; readonly sk: string };

export const EVENT_PREFIX = 'EVENT#';

export const partnerKey = (partnerId: number): Key => ({ pk: `PARTNER#${partnerId}`, sk: 'PARTNER' });

export const contactKey = (partnerId: number, contactId: number): Key => ({ pk: `PARTNER#${partnerId}`, sk: `CONTACT#${contactId}` });

export const credentialKey = (userName: string): Key => ({ pk: `CREDENTIAL#${bounded(normalise(userName))}`, sk: 'CREDENTIAL' });

export const resellerKey = (resellerId: string): Key => ({ pk: `RESELLER#${resellerId}`, sk: 'RESELLER' });

export const organizationKey = (resellerId: string, id: string): Key => ({ pk: `RESELLER#${resellerId}`, sk: `ORG#${id}` });

export const partnerNameKey = (name: string): Key => guardKey('PARTNER-NAME', '', normalise(name));

export const partnerReferenceKey = (reference: string): Key => guardKey('PARTNER-REFERENCE', '', reference);

export const organizationNameKey = (resellerId: string, name: string): Key => guardKey('ORG-NAME', resellerId, normalise(name));

export const resellerEventKey = (resellerId: string, eventId: string): Key => ({
  pk: `RESELLER#${resellerId}`,
  sk: EVENT_PREFIX + eventId,
});

export const partnerEventKey = (rootId: number, eventId: string): Key => ({ pk: `PARTNER#${rootId}`, sk: EVENT_PREFIX + eventId });

export const idempotencyKey = (hash: string): Key => ({ pk: `IDEMPOTENCY#${hash}`, sk: 'IDEMPOTENCY' });

export const healthKey: Key = { pk: 'HEALTH', sk: 'HEALTH' };

export const passwordKey = (tokenHash: string): Key => ({ pk: `PASSWORD#${tokenHash}`, sk: 'PASSWORD' });

export const welcomeKey = (contactId: number): Key => ({ pk: `WELCOME#${contactId}`, sk: 'WELCOME' });

/** A list kept by index `gsi1` in creation order. */
export interface List {
  readonly gsi1pk: string;
}

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

/** Index keys that list all resellers in creation order. */
export const resellersIndex = (id: string) => ({ gsi1pk: 'RESELLERS', gsi1sk: id });

const guardKey = (kind: string, scope: string, value: string): Key => ({ pk: `UNIQUE#${kind}#${scope}#${bounded(value)}`, sk: 'UNIQUE' });

// A partition key holds 2048 bytes, and normalising can triple the bytes of a name: a long one stands in its key as a hash.
const bounded = (value: string): string =>
  Buffer.byteLength(value) <= MOST_BYTES ? value : `sha256:${createHash('sha256').update(value).digest('hex')}`;

const MOST_BYTES = 1024;

/** One spelling for all that count as the same name: Unicode NFC, case folded, white space trimmed and collapsed. */
export const normalise = (name: string): string => {
  const spaced = name.trim().replace(/\s+/gu, ' ');
  // Upper case folds what lower case keeps apart, such as "ß" and "SS"; lower case before it what upper case does, such as "ẞ" and "ß".
  return spaced.normalize('NFC').toLowerCase().toUpperCase().toLowerCase().normalize('NFC');
};
