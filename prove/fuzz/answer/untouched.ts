import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../../../functions/shared/table/transaction.ts';
import type { Tenant } from '../scene.ts';

const keyOf = ({ pk, sk }: Item): string => `${String(pk)} ${String(sk)}`;

/**
 * Partitions of a tenant that anybody may change: failed attempts to sign in are counted, and so
 * are requests for a new password, each of which sends one e-mail.
 */
const OF_ANYBODY = /^(?:SIGN-IN|PASSWORD|PASSWORD-RESETS|CREDENTIAL-USE|WELCOME|WELCOME-COUNT|IDEMPOTENCY)#/;
/** Partitions that the installation writes: deliveries, and which endpoints are to be set up. */
const OF_ITSELF = /^(?:DELIVERY#|DELIVERIES|WEBHOOKS-PENDING$)/;

const isOpen = ({ pk }: Item): boolean => OF_ANYBODY.test(String(pk)) || OF_ITSELF.test(String(pk));

/** The members of an endpoint that only its owner changes; others tell of its health. */
const ENDPOINT = ['id', 'name', 'url', 'events', 'enabled', 'version', 'owner', 'resellerId', 'partnerId', 'tokenVersion'];

const owned = (item: Item): Item => (item.type === 'webhook' ? Object.fromEntries(ENDPOINT.map((name) => [name, item[name]])) : item);

/** Returns the items of a tenant that nobody else may change. */
export const itemsOf = ({ mark, pools }: Tenant, items: readonly Item[]): readonly Item[] => {
  const ids = [...pools.partners, ...pools.resellers, ...pools.webhooks.map(({ id }) => id), mark].map(String);
  return items.filter((item) => !isOpen(item) && ids.some((id) => keyOf(item).includes(id)));
};

/** Returns the items of before that are not what they were. */
export const touched = (before: readonly Item[], after: readonly Item[]): readonly string[] => {
  const now = new Map(after.map((item) => [keyOf(item), item]));
  const isKept = (item: Item): boolean => {
    const found = now.get(keyOf(item));
    return found !== undefined && isDeepStrictEqual(owned(item), owned(found));
  };
  return before
    .filter((item) => !isKept(item))
    .map((item) => `${keyOf(item)} was ${JSON.stringify(item)} and is ${JSON.stringify(now.get(keyOf(item)))}`);
};

/** The attributes that name the owner of an item, beside its keys. */
const OWNERS = ['owner', 'ownerId', 'resellerId', 'partnerId', 'ancestors'];
const KEYS = ['pk', 'sk', ...[1, 2, 3].flatMap((index) => [`gsi${index}pk`, `gsi${index}sk`])];

/**
 * Returns the items that are new and belong to a tenant by a key or by the attribute that names
 * their owner. What texts say is not looked at: a caller may store any id in its own.
 */
export const addedTo = ({ pools }: Tenant, before: readonly Item[], after: readonly Item[]): readonly string[] => {
  const ids = new Set(
    [
      ...[pools.partners, pools.resellers].flat(),
      ...[pools.contacts, pools.credentials, pools.organizations, pools.webhooks].flat().map(({ id }) => id),
    ].map(String),
  );
  const isIts = (value: unknown): boolean =>
    String(value)
      .split(/[#/,\t]/)
      .some((part) => ids.has(part));
  const belongs = (item: Item): boolean => {
    const tenant = item.type === 'event' ? (item.metadata as { readonly tenant?: unknown }).tenant : undefined;
    return [...KEYS, ...OWNERS].some((name) => isIts(item[name])) || isIts(tenant);
  };
  const known = new Set(before.map(keyOf));
  return after.filter((item) => !isOpen(item) && !known.has(keyOf(item)) && belongs(item)).map((item) => `new is ${JSON.stringify(item)}`);
};
