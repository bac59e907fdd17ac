/** Counts things by a key. */
export const countBy = <T>(items: readonly T[], keyOf: (item: T) => string): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(items, keyOf)].map(([key, of]) => [key, of.length]));
