import { answer as organization } from '../organizations/schemas.ts';
import { answer as contact } from '../partners/contacts/contract.ts';
import { answer as partner } from '../partners/contract.ts';
import { answer as reseller } from '../resellers/schemas.ts';
import type { EventName } from '../shared/contract/event-names.ts';
import { resourceOf } from '../shared/table/events.ts';
import { answer as webhook } from './schemas.ts';

const SAMPLES = { partner, contact, reseller, organization, webhook } as const;

const LIMITS = { resellerId: reseller.id, organizations: { used: 20, allowed: 25, remaining: 5 } };

/** A sample of an event's `data`, as the documents show it. */
export const sampleOf = (event: EventName): object => (event.startsWith('reseller.limit.') ? LIMITS : SAMPLES[resourceOf(event)]);

/** The first event that a subscription means: itself, or the first that begins as it does. */
export const firstOf = (subscription: string, names: readonly EventName[]): EventName | undefined =>
  names.find((name) => name === subscription || (subscription.endsWith('.*') && name.startsWith(subscription.slice(0, -1))));
