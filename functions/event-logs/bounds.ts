import { timeOf } from '../shared/contract/time.ts';

const DAY_MS = 86_400_000;

/**
 * Returns the UTC days (`yyyy-mm-dd`) from one millisecond to another, both included, at most
 * `most`, in either direction.
 */
export const daysBetween = (from: number, to: number, newestFirst: boolean, most: number): readonly string[] => {
  const [first, last] = [Math.floor(from / DAY_MS), Math.floor(to / DAY_MS)];
  const count = Math.min(most, last - first + 1);
  return Array.from({ length: Math.max(0, count) }, (_, at) => dayOf(newestFirst ? last - at : first + at));
};

const dayOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Returns the last millisecond of a day. */
export const endOfDay = (day: string): number => timeOf(`${day}T23:59:59.999Z`);

export const startOfDay = (day: string): number => timeOf(`${day}T00:00:00.000Z`);
