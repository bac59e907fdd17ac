import type { Made } from './scene.ts';

/**
 * The ids of events in each of the four parts of a day, and of each kind of tenant: they are kept
 * in a partition of their own.
 */
export const oneOfEachPlace = (entries: readonly Made[]): readonly string[] => {
  const byPart = Map.groupBy(entries, ({ id }) => Number.parseInt(id.slice(-2), 16) % 4);
  const byTenant = Map.groupBy(entries, ({ tenant }) => String(tenant).split('/')[1]);
  const found = [...byPart.values(), ...byTenant.values()].flatMap(([entry]) => (entry ? [entry.id] : []));
  return [...new Set(found)];
};
