import { EVENTS } from '../event-catalogue.ts';
import type { EventName } from '../event-names.ts';

/** Returns a sample of an event's `data`, as the documents show it. */
export const sampleOf = (event: EventName): object => EVENTS[event].sample;

/** Returns the first event that a subscription means: itself, or the first that begins as it does. */
export const firstOf = (subscription: string, names: readonly EventName[]): EventName | undefined =>
  names.find((name) => name === subscription || (subscription.endsWith('.*') && name.startsWith(subscription.slice(0, -1))));
