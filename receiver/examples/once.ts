// Use a table with a condition in its place: duplicates may arrive at another process, a day later.
const handled = new Map<string, Promise<void>>();

/** Does the work for an id once; work that failed is done again when the id comes again. */
export const once = (id: string, work: () => Promise<void>): Promise<void> => {
  const before = handled.get(id);
  if (before !== undefined) return before;
  const done = work();
  handled.set(id, done);
  done.catch(() => handled.delete(id));
  return done;
};
