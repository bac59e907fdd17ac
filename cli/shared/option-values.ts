import type { EventPattern } from '../../events/types.ts';
import { EVENT_NAMES, type EventName, SUBSCRIPTIONS } from '../../functions/events/event-names.ts';
import { readDateTime, timeText } from '../../functions/shared/contract/time.ts';
import { nearestWord } from '../../lib/configuration/nearest-word.ts';
import { UsageError } from './usage-error.ts';

/** Reads a whole number; `of` is its unit, such as ` of seconds`. @throws {UsageError} */
export const readWholeNumber = (option: string, text: string, least: number, most: number, of = ''): number => {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new UsageError(`${option} must be a whole number${of} from ${least} to ${most}, not "${text}".`);
};

/**
 * Reads the option `--name`, an RFC 3339 time, and returns it in UTC with milliseconds.
 * @throws {UsageError} when it is none
 */
export const readTime = (name: string, text: string): string => {
  const time = readDateTime(text);
  if (time === undefined) throw new UsageError(`--${name} must be a time with Z or an offset, such as 2026-11-22T14:00:00Z`);
  return timeText(time);
};

/** Reads the name of an event. @throws {UsageError} which names the nearest one */
export const readEventName = (name: string): EventName => {
  if ((EVENT_NAMES as readonly string[]).includes(name)) return name as EventName;
  const nearest = nearestWord(name, EVENT_NAMES);
  throw new UsageError(
    `there is no event ${name}: ${nearest === undefined ? `known are ${EVENT_NAMES.join(', ')}` : `did you mean ${nearest}?`}`,
  );
};

/** Reads `--events`: names of events, or their beginnings with `.*`. @throws {UsageError} */
export const readSubscriptions = (text: string): readonly EventPattern[] => {
  const events = text.split(',').map((event) => event.trim());
  const unknown = events.filter((event) => !SUBSCRIPTIONS.includes(event));
  if (unknown.length > 0) throw new UsageError(`--events knows no ${unknown.join(', ')}${adviceOf(unknown)}`);
  return events as readonly EventPattern[];
};

const adviceOf = (unknown: readonly string[]): string => {
  const meant = unknown.map((event) => nearestWord(event, SUBSCRIPTIONS));
  return meant.includes(undefined) ? `; known are ${SUBSCRIPTIONS.join(', ')}` : `; did you mean ${meant.join(', ')}?`;
};
