import { TABLE } from '../../functions/shared/table/partitions.ts';

const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

// Ids and cursors hold times, too: those by which lists are in order stay as they are.
const SHIFTED = new Set(['at', 'deletedAt', 'purgeAt', 'triggeredAt', 'detail', 'message']);

/**
 * Returns a value in which everything expires later by these milliseconds, and events were
 * triggered as much later.
 */
export const shifted = <T>(value: T, byMs: number): T => {
  const at = (name: string, inside: unknown): unknown => {
    if (Array.isArray(inside)) return inside.map((element) => at(name, element));
    if (typeof inside === 'object' && inside !== null)
      return Object.fromEntries(Object.entries(inside).map(([member, held]) => [member, at(member, held)]));
    if (name === TABLE.timeToLive) return Number(inside) + Math.round(byMs / 1000);
    if (typeof inside !== 'string' || !SHIFTED.has(name)) return inside;
    return inside.replaceAll(TIME, (time) => new Date(Date.parse(time) + byMs).toISOString());
  };
  return at('', value) as T;
};

/** Returns whether a value has all that another has; lists have as many elements. */
export const hasAll = (value: unknown, wanted: unknown): boolean => {
  if (Array.isArray(wanted))
    return Array.isArray(value) && value.length === wanted.length && wanted.every((element, index) => hasAll(value[index], element));
  if (typeof wanted !== 'object' || wanted === null) return value === wanted;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(wanted).every(([name, inside]) => hasAll((value as Readonly<Record<string, unknown>>)[name], inside));
};
