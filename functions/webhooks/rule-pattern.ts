import { DIRECTED_SOURCE, directedName, SOURCE } from '../events/names.ts';
import { type Bus, ownEvents } from '../shared/bus.ts';
import type { Webhook } from './webhook.ts';

/** The event pattern, as JSON, of what an endpoint is sent: what it subscribes to, of its tenant and installation, and what is directed at it alone. */
export const patternOf = (webhook: Pick<Webhook, 'id' | 'events' | 'owner' | 'resellerId'>, bus: Bus): string => {
  const tenants = tenantsOf(webhook);
  return JSON.stringify({
    source: [SOURCE, DIRECTED_SOURCE],
    ...ownEvents(bus),
    'detail-type': [...webhook.events.map(matcherOf), directedName(webhook.id)],
    ...(tenants && { detail: { metadata: { tenant: tenants } } }),
  });
};

// The dot stays: `partner.*` is not to match an event `partners.…`.
const matcherOf = (subscription: string) => (subscription.endsWith('.*') ? { prefix: subscription.slice(0, -1) } : subscription);

/** The tenants whose events an endpoint is sent, as `metadata.tenant` names them (a partner by its ancestors: `/partners/1/9`); absent when all. */
const tenantsOf = ({ owner, resellerId }: Pick<Webhook, 'owner' | 'resellerId'>) => {
  if (resellerId !== undefined) return [`/resellers/${resellerId}`];
  if (owner === '/') return undefined;
  if (owner.startsWith('/resellers/')) return [owner];
  const id = owner.slice('/partners/'.length);
  return [owner, { prefix: `${owner}/` }, { wildcard: `/partners/*/${id}` }, { wildcard: `/partners/*/${id}/*` }];
};
