import { type Bus, ownEvents } from '../shared/bus.ts';
import { DIRECTED_SOURCE, directedName, SOURCE } from '../shared/contract/event.ts';
import type { Webhook } from './webhook.ts';

/** By what the rule of a partner's endpoint knows the partner's branch: the `lineage` of an event, or, as before there was one, its `tenant`. */
export type BranchField = 'lineage' | 'tenant';

/** The event pattern, as JSON, of what an endpoint is sent: what it subscribes to, of its tenant and installation, and what is directed at it alone. */
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

// The dot stays: `partner.*` is not to match an event `partners.…`.
const matcherOf = (subscription: string) => (subscription.endsWith('.*') ? { prefix: subscription.slice(0, -1) } : subscription);

/** What the metadata of an event must have for an endpoint to be sent it; absent when all are. */
const tenantsOf = ({ owner, resellerId }: Pick<Webhook, 'owner' | 'resellerId'>, by: BranchField): object | undefined => {
  if (resellerId !== undefined) return { tenant: [`/resellers/${resellerId}`] };
  if (owner === '/') return undefined;
  if (owner.startsWith('/resellers/')) return { tenant: [owner] };
  return by === 'lineage' ? { lineage: [owner] } : { tenant: branchOf(owner) };
};

/**
 * Matches every tenant at or below a partner, by the path of its ancestors (`/partners/1/9`). A bus takes 30 rules with wildcards:
 * this is for rules from before there was a lineage, and for replays of events from before.
 */
export const branchOf = (partner: string): readonly unknown[] => {
  const id = partner.slice('/partners/'.length);
  return [partner, { prefix: `${partner}/` }, { wildcard: `/partners/*/${id}` }, { wildcard: `/partners/*/${id}/*` }];
};
