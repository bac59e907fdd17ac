/**
 * The single table, in one place: its attributes and indexes, and every partition key and sort key
 * it has. The CDK table, the rights of the functions and the builders of keys are all made from
 * this file, and no other file spells a key.
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

/** An index, by its name. */
export type Index = (typeof TABLE.indexes)[number]['name'];

/**
 * The partitions of the table. `*` is what varies, in the order in which a builder gets it; IAM
 * compares partition keys with the same patterns. IAM knows nothing of sort keys: items that share
 * a partition share their rights.
 *
 * Each line says: the items by sort key; what they are read by. TTL removes items marked `(TTL)`.
 */
export const PARTITIONS = {
  /** `IDEMPOTENCY` (TTL): the answer that a repeated POST gets; by the hash of caller and key. */
  answers: ['IDEMPOTENCY#*'],
  /** `BATCHES`: which batches of a reseller are under way; by reseller, as a condition. */
  batchSlots: ['BATCHES#*'],
  /** `RUN#<uuidv7>` (TTL): runs of the canary; by the run after it. */
  canaryRuns: ['CANARY'],
  /** `CLIENT`: the tenant of an app client of the user pool; by client id, when a token is made. */
  clients: ['CLIENT#*'],
  /**
   * `CREDENTIAL`: whoever signs in, also the guard of the name; by user name. `PLACE`: the entry
   * of an API credential in the list of its partner, which holds no hash.
   */
  credentials: ['CREDENTIAL#*'],
  /**
   * `USE`: when an API credential was last used; by user name. Apart from the credential, so that
   * a function that verifies callers needs no right to write credentials.
   */
  credentialUses: ['CREDENTIAL-USE#*'],
  /** `CURSOR-SECRET`: the key of a list's cursors; by operation. */
  cursorSecrets: ['CURSOR-SECRET#*'],
  /** `DELIVERY`, `DETAIL` (TTL): a delivery, and what is sent when it is redelivered; by id. */
  deliveries: ['DELIVERY#*'],
  /** `<uuidv7>` (TTL): deliveries in the order of time; all, of one owner, and to one endpoint. */
  deliveryLists: ['DELIVERIES', 'DELIVERIES#*', 'DELIVERIES-TO#*'],
  /** `DEMO`: what `npm start` has made; only on a developer's machine. */
  demo: ['DEMO'],
  /** `HEALTH`: never written; by the readiness check. */
  health: ['HEALTH'],
  /** `<email>⇥<uuidv7>`: organizations of a reseller; by email, in creation order. */
  organizationEmails: ['ORG-EMAILS#*'],
  /** `<externalId>`: organizations of a reseller, and their guard; by external id. */
  organizationExternalIds: ['ORG-EXTERNAL-IDS#*'],
  /** `<name>`: organizations of a reseller, and their guard; by name, and by how it begins. */
  organizationNames: ['ORG-NAMES#*'],
  /** `PARTNER`, `CONTACT#<id>`, and the `EVENT#<uuidv7>` of a root and all below it; by id. */
  partners: ['PARTNER#*'],
  /** `UNIQUE`: guards of partners' external ids; by parent, of which 0 is none. */
  partnerExternalIds: ['UNIQUE#PARTNER-EXTERNAL-ID##*#*'],
  /** `UNIQUE`: guards of partners' names. */
  partnerNames: ['UNIQUE#PARTNER-NAME##*'],
  /** `UNIQUE`: guards of partners' references. */
  partnerReferences: ['UNIQUE#PARTNER-REFERENCE##*'],
  /** `PASSWORD` (TTL): a link to set a password, once; by the hash of its token. */
  passwordLinks: ['PASSWORD#*'],
  /** `<period>` (TTL): requests to reset a password, by whose and in which time; by the limits. */
  passwordResets: ['PASSWORD-RESETS#*#*'],
  /** `<id>`: webhook endpoints to reconcile; by the reconciler's stream and its sweep. */
  pendingWebhooks: ['WEBHOOKS-PENDING'],
  /** `<email>⇥<uuidv7>`: resellers; by email, in creation order. */
  resellerEmails: ['RESELLER-EMAILS'],
  /** `<externalId>`: resellers, and their guard; by external id. */
  resellerExternalIds: ['RESELLER-EXTERNAL-IDS'],
  /** `<uuidv7>`: all resellers, in creation order. */
  resellerList: ['RESELLERS'],
  /** `<name>⇥<uuidv7>`: resellers; by name, in creation order, and by how it begins. */
  resellerNames: ['RESELLER-NAMES'],
  /**
   * `RESELLER`, `ORG#<uuidv7>`, `DELETED#<uuidv7>` (TTL; deleted organizations), `EVENT#<uuidv7>`;
   * by reseller and id. The order of keys is the order of creation.
   */
  resellers: ['RESELLER#*'],
  /**
   * Attempts to sign in (TTL); by the hash of the user name. `FAILURES#<network>`,
   * `STRANGERS#<hour>` and `HOUR#<hour>#<network>` count failures, `KNOWN#<network>` is a network
   * from which somebody has signed in.
   */
  signIns: ['SIGN-IN#*'],
  /**
   * `WEBHOOK`: an endpoint, and `EVENT#<uuidv7>` for it alone; by id. `TOKEN` and `PAIRS` (the
   * connections and destinations of an endpoint that moved); only by the reconciler.
   */
  webhooks: ['WEBHOOK#*'],
  /** `<id>`: webhook endpoints in creation order; all, and of one owner. */
  webhookLists: ['WEBHOOKS', 'WEBHOOKS#*'],
  /** `/` and `<owner>`: how many endpoints there are; by the quotas, as a condition. */
  webhookQuotas: ['WEBHOOK-QUOTA'],
  /** `LINEAGE`: how far the renewal of the endpoints' rules is; by the reconciler's sweep. */
  webhookRules: ['WEBHOOK-RULES'],
  /** `<yyyy-mm-dd>` (TTL): welcome e-mails by kind and whose; by the limits, as a condition. */
  welcomeCounts: ['WELCOME-COUNT#*#*'],
  /**
   * E-mails with a link, so that one is sent; by contact. `PARTNER#<id>`: the welcome e-mail.
   * `AGAIN#<id>`, `RESET#<id>`: the last that was sent again, and the last to reset a password.
   */
  welcomes: ['WELCOME#*'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The partitions of the indexes. Each line says: the index and its sort key; what is listed. */
export const LISTS = {
  /** gsi1, `<createdAt>#<id>`: the children of a partner; of parent 0 the roots. */
  children: ['CHILDREN#*'],
  /** gsi1, `<createdAt>#<id>`: the contacts of a partner. */
  contacts: ['CONTACTS#*'],
  /** gsi1, `<createdAt>#<id>`: the API credentials of a partner. */
  credentials: ['CREDENTIALS#*'],
  /** gsi1, `<eventId>`: the events that one request caused. */
  eventsOfRequests: ['REQUEST#*'],
  /** gsi2, `/<root>/…/<id>/`: a root partner and all below it. */
  trees: ['TREE#*'],
  /** gsi2, `<eventId>`: all events of a day (UTC), spread over four partitions. */
  eventsOfDays: ['EVENTS#*#0', 'EVENTS#*#1', 'EVENTS#*#2', 'EVENTS#*#3'],
  /** gsi2, `<place>`: the deliveries of one event, and of the events that one request caused. */
  deliveriesOfEvents: ['DELIVERIES-OF-EVENT#*'],
  deliveriesOfRequests: ['DELIVERIES-OF-REQUEST#*'],
  /** gsi3, `<eventId>`: the events about one resource, by its kind and id. */
  histories: ['HISTORY#*#*'],
  /** gsi3, `<place>`: the deliveries of events about one resource, and of one tenant's events. */
  deliveriesOfResources: ['DELIVERIES-OF-RESOURCE#*#*'],
  deliveriesOfTenants: ['DELIVERIES-OF-TENANT#*'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/**
 * The sort keys of the table, except those that are nothing but an id, a day or a name. `*` is what
 * varies, in the order in which a builder gets it; the partitions above say what the items are.
 */
export const SORT_KEYS = {
  answer: 'IDEMPOTENCY',
  batchSlots: 'BATCHES',
  canaryRun: 'RUN#*',
  client: 'CLIENT',
  contact: 'CONTACT#*',
  credential: 'CREDENTIAL',
  credentialPlace: 'PLACE',
  credentialUse: 'USE',
  cursorSecret: 'CURSOR-SECRET',
  deletedOrganization: 'DELETED#*',
  delivery: 'DELIVERY',
  deliveryDetail: 'DETAIL',
  demo: 'DEMO',
  /** A tab, which no value contains, ends the value. */
  directoryEntry: '*\t*',
  event: 'EVENT#*',
  health: 'HEALTH',
  knownFailures: 'HOUR#*#*',
  knownNetwork: 'KNOWN#*',
  /** Of gsi1. */
  listed: '*#*',
  networkFailures: 'FAILURES#*',
  organization: 'ORG#*',
  partner: 'PARTNER',
  passwordLink: 'PASSWORD',
  passwordReset: 'RESET#*',
  reseller: 'RESELLER',
  ruleRenewal: 'LINEAGE',
  strangerFailures: 'STRANGERS#*',
  /** Of gsi2: the ids from the root to the partner, with slashes between. */
  treePlace: '/*/',
  uniqueName: 'UNIQUE',
  webhook: 'WEBHOOK',
  webhookPairs: 'PAIRS',
  webhookToken: 'TOKEN',
  welcome: 'PARTNER#*',
  welcomeAgain: 'AGAIN#*',
} as const satisfies Readonly<Record<string, string>>;

/** One value for each `*` of a pattern. */
type ValuesOf<Pattern extends string> = Pattern extends `${string}*${infer Rest}`
  ? readonly [string | number, ...ValuesOf<Rest>]
  : readonly [];

/** Returns the key in which `values` stand for each `*` of a pattern, unchanged. */
export const keyFrom = <const Pattern extends string>(pattern: Pattern, ...values: ValuesOf<Pattern>): string => {
  const [first = '', ...parts] = pattern.split('*');
  return parts.reduce((key, part, index) => `${key}${values[index]}${part}`, first);
};

/** Returns the beginning that all keys of a pattern have in common. */
export const prefixOf = (pattern: string): string => pattern.split('*', 1)[0] ?? '';
