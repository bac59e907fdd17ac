import { eventsOfDay, historyOf } from '../../functions/shared/table/event-keys.ts';
import {
  batchSlotsKey,
  children,
  clientKey,
  contacts,
  credentialKey,
  credentials,
  credentialUseKey,
  healthKey,
  idempotencyKey,
  organizationEmails,
  organizationExternalIdKey,
  organizationNames,
  partnerKey,
  partnerNameKey,
  partnerReferenceKey,
  passwordKey,
  resellerEmails,
  resellerKey,
  resellerNames,
  resellers,
  treePlace,
  type WelcomeCount,
  welcomeCountKey,
  welcomeKey,
} from '../../functions/shared/table/keys.ts';
import { knownNetworkKey } from '../../functions/shared/table/sign-in-keys.ts';
import {
  deliveriesOf,
  deliveriesTo,
  deliveryKey,
  pendingWebhooks,
  ruleRenewalKey,
  webhookKey,
  webhookQuotaKey,
  webhooksOf,
} from '../../functions/shared/table/webhook-keys.ts';

const ANY = '*';

/** A number that stands for any: it is not one to the types, and is spelled as it is. */
const ANY_NUMBER = ANY as unknown as number;

/**
 * The partitions of the table, and of its indexes, as IAM compares partition keys: each is spelled by the builder of its keys, with `*` for what varies.
 * IAM knows nothing of sort keys: what shares a partition cannot be told apart.
 */
export const PARTITIONS = {
  /** Answers that are kept for repeats. */
  answers: [idempotencyKey(ANY).pk],
  /** Which batches of a reseller are under way. */
  batchSlots: [batchSlotsKey(ANY).pk],
  /** Whose tenant each app client of the user pool is bound to. */
  clients: [clientKey(ANY).pk],
  credentials: [credentialKey(ANY).pk],
  /** When each API credential was last used. */
  credentialUses: [credentialUseKey(ANY).pk],
  deliveries: [deliveryKey(ANY).pk],
  deliveryLists: [deliveriesOf('/').pk, deliveriesOf(ANY).pk, deliveriesTo(ANY).pk],
  /** Who has what email among the organizations of a reseller. */
  organizationEmails: [organizationEmails(ANY)],
  organizationExternalIds: [organizationExternalIdKey(ANY, ANY).pk],
  organizationNames: [organizationNames(ANY)],
  health: [healthKey.pk],
  /** Partners with their contacts and events. */
  partners: [partnerKey(ANY_NUMBER).pk],
  partnerNames: [partnerNameKey(ANY).pk],
  partnerReferences: [partnerReferenceKey(ANY).pk],
  passwordLinks: [passwordKey(ANY).pk],
  pendingWebhooks: [pendingWebhooks.pk],
  resellerEmails: [resellerEmails],
  resellerList: [resellers.pk],
  resellerNames: [resellerNames],
  /** Resellers with their organizations, deleted ones included, and their events. */
  resellers: [resellerKey(ANY).pk],
  /** Attempts to sign in, by user name. */
  signIns: [knownNetworkKey(ANY, ANY).pk],
  /** Webhook endpoints with their tokens and their own events. */
  webhooks: [webhookKey(ANY).pk],
  webhookLists: [webhooksOf('/').pk, webhooksOf(ANY).pk],
  webhookQuotas: [webhookQuotaKey('/').pk],
  webhookRules: [ruleRenewalKey.pk],
  /** How many welcome e-mails were asked for, to whom and by whom. */
  welcomeCounts: [welcomeCountKey(ANY as WelcomeCount, ANY, ANY).pk],
  welcomes: [welcomeKey(ANY_NUMBER, ANY_NUMBER).pk],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The lists that the indexes keep. */
export const LISTS = {
  children: [children(ANY_NUMBER).gsi1pk],
  contacts: [contacts(ANY_NUMBER).gsi1pk],
  credentials: [credentials(ANY_NUMBER).gsi1pk],
  trees: [treePlace([], ANY_NUMBER).gsi2pk],
  eventsOfDays: eventsOfDay(ANY).map(({ pk }) => pk),
  histories: [historyOf(ANY, ANY).pk],
} as const satisfies Readonly<Record<string, readonly string[]>>;
