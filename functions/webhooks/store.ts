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

/**
 * The largest number of endpoints of each tenant and in all; the operator's endpoints only count in
 * all.
 */
export interface Quotas {
  readonly perTenant: number;
  readonly total: number;
}

/** Creates the store of webhook endpoints. */
export const webhookStore = (table: Table) => ({
  /**
   * Stores a new endpoint with its token and the writes `alongside`, when the quotas permit it and
   * its reseller exists.
   */
  insert: (webhook: Webhook, token: string, quotas: Quotas, alongside: readonly Write[]): Promise<void> =>
    table.commit([
      ...alongside,
      ...reserveQuotas(webhook.owner, quotas),
      ...(webhook.resellerId === undefined ? [] : [requireReseller(webhook.resellerId)]),
      { ...put(webhookKey(webhook.id), itemOf(webhook), idTaken(webhook.id)), counts: ['Creates', 'webhook'] },
      put(webhookTokenKey(webhook.id), tokenItem(webhook, token), idTaken(webhook.id)),
      ...placesOf(webhook).map((key) => put(key, { type: 'entry', ownerId: webhook.id }, idTaken(webhook.id))),
      pendingWrite(webhook),
    ]),

  /** Finds an endpoint that is not being removed. */
  find: async (id: string): Promise<Webhook | undefined> => {
    const item = await table.get(webhookKey(id));
    return item && item.deletedAt === undefined ? webhookOf(item) : undefined;
  },

  /** Finds an endpoint, also one that is being removed. */
  findAny: async (id: string): Promise<Webhook | undefined> => {
    const item = await table.get(webhookKey(id));
    return item && webhookOf(item);
  },

  /** Returns a page of the endpoints of a tenant, or of all. */
  page: async (owner: Owner, request: DirectoryPageRequest): Promise<Page> => {
    const { items, ...rest } = await table.range({ range: webhooksOf(owner), ...request });
    return readOwners(table, webhookKey, { ids: items.map(({ ownerId }) => String(ownerId)), ...rest });
  },

  /**
   * Replaces an endpoint that was read before, and its token if it is new, for the reconciler to
   * follow.
   */
  replace: (before: Webhook, after: Webhook, token: string | undefined): Promise<void> =>
    table.commit([
      put(webhookKey(after.id), itemOf(after), () => new StaleReadError(), unchanged(before)),
      ...(token === undefined ? [] : [put(webhookTokenKey(after.id), tokenItem(after, token), () => new StaleReadError(), ALWAYS)]),
      pendingWrite(after),
    ]),
});

/** Returns the item of an endpoint. */
export const itemOf = (webhook: Webhook): Item => ({ type: 'webhook', ...webhook });

/** Reads an endpoint from its item, without the table's own attributes. */
export const webhookOf = ({ pk: _, sk: __, type: ___, ...webhook }: Item): Webhook => webhook as unknown as Webhook;

/** Returns the condition that nothing a caller sees has changed and no failure was counted. */
export const unchanged = ({ version, failures }: Webhook): Condition =>
  allOf(where('version', '=', version), where('failures', '=', failures));

/**
 * Returns the writes that count a failure of an endpoint. The reconciler follows when it is
 * suspended. Other attributes stay as the reconciler wrote them.
 */
export const countFailure = (before: Webhook, after: Webhook): readonly Write[] => {
  const isSame = allOf(unchanged(before), where('status', '=', before.status));
  const { set, ...removed } = attributeChange(before, after);
  // A failure of an outage that is counted already may change nothing, and DynamoDB refuses an
  // update of nothing.
  const attributes = { set: { ...set, status: after.status }, ...removed };
  const counted = change(webhookKey(before.id), attributes, isSame, () => new StaleReadError());
  return after.version === before.version ? [counted] : [counted, pendingWrite(after)];
};

/** Returns the check that an endpoint has not changed since it was read. */
export const requireSameVersion = ({ id, version }: Webhook, refusal: () => Error): Write =>
  check(webhookKey(id), where('version', '=', version), refusal);

/** Returns the keys of an endpoint in lists. */
export const placesOf = ({ id, owner }: Webhook) => [webhookPlaceKey('/', id), ...(owner === '/' ? [] : [webhookPlaceKey(owner, id)])];

/**
 * Returns the write that lets the reconciler process an endpoint. A run that holds the lease keeps
 * it: only it may act, and it sees the change at its end.
 */
export const pendingWrite = ({ id, version, updatedAt }: Pick<Webhook, 'id' | 'version' | 'updatedAt'>): Write =>
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

const requireReseller = (resellerId: string): Write =>
  check(resellerKey(resellerId), exists(), () => new Refusal('reseller-not-found', `There is no reseller ${resellerId}.`));

// The tenant's quota comes first: when both are reached, its caller can only act on that one.
const reserveQuotas = (owner: Owner, { perTenant, total }: Quotas): readonly Write[] =>
  owner === '/'
    ? [reserveQuota(owner, total, quotaRefusal('installation', total))]
    : [reserveQuota(owner, perTenant, quotaRefusal('tenant', perTenant)), reserveQuota('/', total, installationFull)];

const reserveQuota = (owner: Owner, most: number, refusal: (count: number) => Refusal): Write =>
  change(
    webhookQuotaKey(owner),
    { set: { type: 'webhook-quota' }, add: { endpoints: 1 } },
    anyOf(isAbsent('endpoints'), where('endpoints', '<', most)),
    (existing) => refusal(Number(existing?.endpoints)),
  );

const quotaRefusal = (owner: string, limit: number) => (count: number) =>
  new Refusal('quota-reached', `The ${owner} may have ${limit} webhook endpoints and has ${count}.`, {
    members: { limitName: 'webhooks', limit, count },
  });

// A tenant must not know how many endpoints all others have.
const installationFull = () => new Refusal('quota-reached', 'The installation takes no more webhook endpoints now.');

const idTaken = (id: string) => (): Error => new Error(`the webhook id ${id} was drawn twice`);
