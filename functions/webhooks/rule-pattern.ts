import { type Bus, ownEvents } from '../shared/bus.ts';
import { DIRECTED_SOURCE, directedName, SOURCE } from '../shared/contract/event.ts';
import type { Webhook } from './webhook.ts';

/**
 * The field by which the rule of a partner's endpoint matches the partner's branch: `lineage`, or
 * `tenant` for events older than the lineage.
 */
export type BranchField = 'lineage' | 'tenant';

/**
 * Returns the event pattern of an endpoint as JSON: its subscriptions, of its tenant and
 * installation, and events directed at it alone.
 */
export const patternOf = (
  webhook: Pick<Webhook, 'id' | 'events' | 'owner' | 'resellerId'>,
  bus: Bus,
  by: BranchField = 'lineage',
): string => {
  const metadata = tenantsOf(webhook, by);
  return JSON.stringify({
    source: [SOURCE, DIRECTED_SOURCE],
    ...ownEvents(bus),
    'detail-type': [...webhook.events.map(matcherOf), directedName(webhook.id)],
    ...(metadata && { detail: { metadata } }),
  });
};

// The dot stays: `partner.*` must not match an event `partners.…`.
const matcherOf = (subscription: string) => (subscription.endsWith('.*') ? { prefix: subscription.slice(0, -1) } : subscription);

/**
 * Returns the metadata that an event must have for an endpoint to be sent it; absent when all
 * events match.
 */
const tenantsOf = ({ owner, resellerId }: Pick<Webhook, 'owner' | 'resellerId'>, by: BranchField): object | undefined => {
  if (resellerId !== undefined) return { tenant: [`/resellers/${resellerId}`] };
  if (owner === '/') return undefined;
  if (owner.startsWith('/resellers/')) return { tenant: [owner] };
  return by === 'lineage' ? { lineage: [owner] } : { tenant: branchOf(owner) };
};

/**
 * Returns a pattern of every tenant at or below a partner, by the path of its ancestors
 * (`/partners/1/9`). A bus takes 30 rules with wildcards, so this is only for rules and replays of
 * events older than the lineage.
 */
export const branchOf = (partner: string): readonly unknown[] => {
  const id = partner.slice('/partners/'.length);
  return [partner, { prefix: `${partner}/` }, { wildcard: `/partners/*/${id}` }, { wildcard: `/partners/*/${id}/*` }];
};
