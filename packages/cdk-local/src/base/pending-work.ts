/** Work that goes on in the background, and that others can wait for. */
export interface PendingWork {
  /** Takes charge of work that has begun; a rejection is handed to `onError`. */
  add(work: Promise<unknown>): void;
  /** Resolves when nothing is pending. */
  idle(): Promise<void>;
}

/** Creates an empty collection of pending work. */
export const pendingWork = (onError: (error: unknown) => void): PendingWork => {
  const pending = new Set<Promise<unknown>>();
  return {
    add(work) {
      const settled = work.catch(onError).finally(() => pending.delete(settled));
      pending.add(settled);
    },
    async idle() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
};
