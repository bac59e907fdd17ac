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
const OF_ITSELF = /^(?:DELIVER|WEBHOOKS|WEBHOOK-)/;

/** The members of an endpoint that only its owner changes; others tell of its health. */
const ENDPOINT = ['id', 'name', 'url', 'events', 'enabled', 'version', 'owner', 'resellerId', 'partnerId', 'tokenVersion'];

const owned = (item: Item): Item => (item.type === 'webhook' ? Object.fromEntries(ENDPOINT.map((name) => [name, item[name]])) : item);

/** Returns the items of a tenant that nobody else may change. */
export const itemsOf = ({ mark, pools }: Tenant, items: readonly Item[]): readonly Item[] => {
  const ids = [...pools.partners, ...pools.resellers, ...pools.webhooks.map(({ id }) => id), mark].map(String);
  const isOpen = (pk: string): boolean => OF_ANYBODY.test(pk) || OF_ITSELF.test(pk);
  return items.filter((item) => !isOpen(String(item.pk)) && ids.some((id) => keyOf(item).includes(id)));
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
