import { type Json, readJson } from '@tenantry/event-pattern/json';
import { type EventView, viewOf } from '@tenantry/event-pattern/leaves';
import type { EventEnvelope } from './resources.ts';

/**
 * Details with parts that `JSON.parse` loses: repeated members, and digits that a double cannot
 * hold.
 */
const written = new WeakMap<EventEnvelope['detail'], Json>();

/** Parses the `Detail` of an entry; undefined for text that is no JSON object. */
export const readDetail = (text: string): EventEnvelope['detail'] | undefined => {
  try {
    const detail: unknown = JSON.parse(text);
    if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) return undefined;
    if (JSON.stringify(detail) !== text) written.set(detail as EventEnvelope['detail'], readJson(text));
    return detail as EventEnvelope['detail'];
  } catch {
    return undefined;
  }
};

/** Returns an event as patterns see it, with its detail as it was written. */
export const asWritten = (event: EventEnvelope): EventView => {
  const detail = written.get(event.detail);
  return viewOf(detail === undefined ? event : { ...event, detail });
};
