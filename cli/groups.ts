import type { CommandGroup } from './command/declaration.ts';
import type { ResourceName } from './resources/catalogue.ts';

const SUMMARIES: Readonly<Record<ResourceName, string>> = {
  partners: 'partners: create, list, get, update, …',
  contacts: 'contacts of a partner',
  credentials: 'API credentials of a partner',
  resellers: 'resellers, and their limits',
  organizations: 'organizations of a reseller: create, list, get, update, delete, restore, …',
  webhooks: 'webhook endpoints',
  events: 'the event log',
  deliveries: 'the delivery log of webhooks',
};

/** The resources of the API; their operations are loaded when one is called. */
export const GROUPS: readonly CommandGroup[] = Object.entries(SUMMARIES).map(([name, summary]) => ({
  ...{ name, summary },
  load: async () => (await import('./resources.ts')).commandsOf(name as ResourceName),
}));
