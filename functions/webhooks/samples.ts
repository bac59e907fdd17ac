import { type EventName, matchesSubscription } from '../events/event-names.ts';
import { EVENTS } from './event-catalogue.ts';

/** Returns a sample of an event's `data`, as the documents show it. */
export const sampleOf = (event: EventName): object => EVENTS[event].sample;

export const firstOf = (subscription: string, names: readonly EventName[]): EventName | undefined =>
  names.find((name) => matchesSubscription(name, subscription));
