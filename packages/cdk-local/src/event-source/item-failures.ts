/**
 * The ids that a function reported as failed in `batchItemFailures`; every id when the answer names
 * one that is not in the batch or none at all in an item (Lambda developer guide, "Implementing
 * partial batch responses").
 */
export const failedItems = (ids: readonly string[], answer: unknown): ReadonlySet<string> => {
  const reported = (answer as { readonly batchItemFailures?: unknown } | null)?.batchItemFailures;
  if (reported === undefined || reported === null) return new Set();
  if (!Array.isArray(reported)) return new Set(ids);
  const failed = reported.map((item) => (item as { readonly itemIdentifier?: unknown } | null)?.itemIdentifier);
  const known = failed.filter((id): id is string => typeof id === 'string' && ids.includes(id));
  return new Set(known.length === failed.length ? known : ids);
};
