/**
 * Does `work` on each item, at most `width` at a time; an item is only asked for when there is a
 * place for it. The first failure stops the rest, and is thrown when what had begun is done.
 */
export const drain = async <T>(
  items: Iterator<T> | AsyncIterator<T>,
  width: number,
  work: (item: T) => Promise<void>,
  stop: AbortController,
): Promise<void> => {
  let failure: { readonly error: unknown } | undefined;

  const worker = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const next = await items.next();
      if (next.done || stop.signal.aborted) return;
      await work(next.value);
    }
  };
  const fail = (error: unknown): void => {
    // Whatever ends early because it is stopped did not fail.
    if (stop.signal.aborted) return;
    failure = { error };
    stop.abort();
  };

  await Promise.all(Array.from({ length: width }, () => worker().catch(fail)));
  if (failure) throw failure.error;
};
