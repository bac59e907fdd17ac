import { matchesSubscription } from '../events/event-names.ts';
import { lineageOf } from '../shared/table/lineage.ts';
import type { Webhook } from './webhook.ts';

/** The event that an endpoint may be subscribed to. */
interface Published {
  readonly event: string;
  readonly tenant: string;
}

type Subscriber = Pick<Webhook, 'events' | 'owner' | 'resellerId'>;

/** True when the rule of an endpoint, as `patternOf` writes it, matches an event. */
export const isSubscribed = (webhook: Subscriber, { event, tenant }: Published): boolean =>
  webhook.events.some((subscription) => matchesSubscription(event, subscription)) && isOfTenant(webhook, tenant);

const isOfTenant = ({ owner, resellerId }: Subscriber, tenant: string): boolean => {
  if (resellerId !== undefined) return tenant === `/resellers/${resellerId}`;
  return owner === '/' || lineageOf(tenant).includes(owner);
};
