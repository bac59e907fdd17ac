import { type Json, readJson } from '@tenantry/event-pattern/json.ts';
import { type EventView, viewOf } from '@tenantry/event-pattern/leaves.ts';
import type { EventEnvelope } from './resources.ts';

/** What `JSON.parse` loses of a detail: repeated members, and the digits of numbers that a double does not hold. */
const written = new WeakMap<EventEnvelope['detail'], Json>();

/** The `Detail` of an entry, which has to be a JSON object; undefined for any other text. */
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

/** An event as patterns see it: with its detail as it was written. */
export const asWritten = (event: EventEnvelope): EventView => {
  const detail = written.get(event.detail);
  return viewOf(detail === undefined ? event : { ...event, detail });
};
