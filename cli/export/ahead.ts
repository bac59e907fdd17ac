/** Reads one item ahead of its reader, so that the next page is fetched while one is written. */
export async function* ahead<T>(items: AsyncIterator<T>): AsyncGenerator<T> {
  let next = items.next();
  for (;;) {
    const { done, value } = await next;
    if (done) return;
    next = items.next();
    // An error is thrown when the item is asked for, not before.
    next.catch(() => {});
    yield value as T;
  }
}
