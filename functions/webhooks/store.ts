import { Refusal } from '../shared/contract/problems.ts';
import { attributeChange } from '../shared/table/attributes.ts';
import { ALWAYS, allOf, anyOf, type Condition, exists, isAbsent, where } from '../shared/table/condition.ts';
import type { DirectoryPageRequest } from '../shared/table/directory.ts';
import { resellerKey } from '../shared/table/keys.ts';
import { readOwners } from '../shared/table/listing.ts';
import type { Page } from '../shared/table/queries.ts';
import { StaleReadError } from '../shared/table/retry-on-conflict.ts';
import type { Table } from '../shared/table/table.ts';
import { change, check, type Item, put, type Write } from '../shared/table/transaction.ts';
import {
  pendingWebhookKey,
  webhookKey,
  webhookPlaceKey,
  webhookQuotaKey,
  webhooksOf,
  webhookTokenKey,
} from '../shared/table/webhook-keys.ts';
import type { Owner, Webhook } from './webhook.ts';

/** The most endpoints there may be, of each tenant and in all; the operator's own count only in all. */
export interface Quotas {
  readonly perTenant: number;
  readonly total: number;
}

/** The webhook endpoints of the installation. */
export const webhookStore = (table: Table) => ({
  /** Stores a new endpoint with its token and `alongside`, when the quotas allow one more and its reseller exists. */
  insert: (webhook: Webhook, token: string, quotas: Quotas, alongside: readonly Write[]): Promise<void> =>
    table.commit([
      ...alongside,
      ...takeQuotas(webhook.owner, quotas),
      ...(webhook.resellerId === undefined ? [] : [resellerExists(webhook.resellerId)]),
      { ...put(webhookKey(webhook.id), itemOf(webhook), drawnTwice(webhook.id)), counts: ['Creates', 'webhook'] },
      put(webhookTokenKey(webhook.id), tokenItem(webhook, token), drawnTwice(webhook.id)),
      ...placesOf(webhook).map((key) => put(key, { type: 'entry', ownerId: webhook.id }, drawnTwice(webhook.id))),
      pending(webhook),
    ]),

  /** Finds an endpoint; one that is being removed counts as gone. */
  find: async (id: string): Promise<Webhook | undefined> => {
    const item = await table.get(webhookKey(id));
    return item && item.deletedAt === undefined ? webhookOf(item) : undefined;
  },

  /** Finds an endpoint, also one that is being removed. */
  findAny: async (id: string): Promise<Webhook | undefined> => {
    const item = await table.get(webhookKey(id));
    return item && webhookOf(item);
  },

  /** A page of the endpoints of a tenant, or of all. */
  page: async (owner: Owner, asked: DirectoryPageRequest): Promise<Page> => {
    const { items, ...rest } = await table.range({ range: webhooksOf(owner), ...asked });
    return readOwners(table, webhookKey, { ids: items.map(({ ownerId }) => String(ownerId)), ...rest });
  },

  /** Puts the next state of an endpoint, with its new token if it has one, in the place of the one it was decided on, to be followed by the control plane. */
  replace: (before: Webhook, after: Webhook, token: string | undefined): Promise<void> =>
    table.commit([
      put(webhookKey(after.id), itemOf(after), () => new StaleReadError(), unchanged(before)),
      ...(token === undefined ? [] : [put(webhookTokenKey(after.id), tokenItem(after, token), () => new StaleReadError(), ALWAYS)]),
      pending(after),
    ]),
});

/** An endpoint as it is stored. */
export const itemOf = (webhook: Webhook): Item => ({ type: 'webhook', ...webhook });

/** An endpoint out of its item, without the table's own attributes. */
export const webhookOf = ({ pk: _, sk: __, type: ___, ...webhook }: Item): Webhook => webhook as unknown as Webhook;

/** That nothing a caller sees of the endpoint has changed, and no failure was counted. */
export const unchanged = ({ version, failures }: Webhook): Condition =>
  allOf(where('version', '=', version), where('failures', '=', failures));

/** The writes that count a failure on an endpoint; one that it suspends is to be followed by the control plane. Other attributes are left to the reconciler. */
export const countFailure = (before: Webhook, after: Webhook): readonly Write[] => {
  const isSame = allOf(unchanged(before), where('status', '=', before.status));
  const counted = change(webhookKey(before.id), attributeChange(before, after), isSame, () => new StaleReadError());
  return after.version === before.version ? [counted] : [counted, pending(after)];
};

/** Requires that an endpoint has not changed since it was read. */
export const sameVersion = ({ id, version }: Webhook, refusal: () => Error): Write =>
  check(webhookKey(id), where('version', '=', version), refusal);

/** The lists an endpoint stands on. */
export const placesOf = ({ id, owner }: Webhook) => [webhookPlaceKey('/', id), ...(owner === '/' ? [] : [webhookPlaceKey(owner, id)])];

/** The write that makes the reconciler look at an endpoint. A run that holds the endpoint keeps it: it alone may act, and sees the change when it is done. */
export const pending = ({ id, version, updatedAt }: Pick<Webhook, 'id' | 'version' | 'updatedAt'>): Write =>
  change(
    pendingWebhookKey(id),
    {
      set: { type: 'webhook-pending', ownerId: id, version, since: updatedAt, tries: 0, nextTry: updatedAt },
      remove: ['settlesAt', 'settlesVersion'],
    },
    ALWAYS,
    () => new StaleReadError(),
  );

const tokenItem = ({ tokenVersion }: Webhook, token: string): Item => ({ type: 'webhook-token', token, tokenVersion });

const resellerExists = (resellerId: string): Write =>
  check(resellerKey(resellerId), exists(), () => new Refusal('reseller-not-found', `There is no reseller ${resellerId}.`));

// The tenant's own comes first: where both are reached, it is the one its caller can do something about.
const takeQuotas = (owner: Owner, { perTenant, total }: Quotas): readonly Write[] =>
  owner === '/'
    ? [takeQuota(owner, total, quotaReached('installation', total))]
    : [takeQuota(owner, perTenant, quotaReached('tenant', perTenant)), takeQuota('/', total, installationIsFull)];

const takeQuota = (owner: Owner, most: number, refusal: (count: number) => Refusal): Write =>
  change(
    webhookQuotaKey(owner),
    { set: { type: 'webhook-quota' }, add: { endpoints: 1 } },
    anyOf(isAbsent('endpoints'), where('endpoints', '<', most)),
    (existing) => refusal(Number(existing?.endpoints)),
  );

const quotaReached = (who: string, limit: number) => (count: number) =>
  new Refusal('quota-reached', `The ${who} may have ${limit} webhook endpoints and has ${count}.`, {
    members: { limitName: 'webhooks', limit, count },
  });

// How many endpoints all others have is not a tenant's to know.
const installationIsFull = () => new Refusal('quota-reached', 'The installation takes no more webhook endpoints now.');

const drawnTwice = (id: string) => (): Error => new Error(`the webhook id ${id} was drawn twice`);
