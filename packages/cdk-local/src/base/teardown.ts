interface Stoppable {
  stop(): unknown;
}

/** Stops what was opened, last opened first, whether its start had finished or not. */
export interface Teardown {
  /** Takes charge of something that is starting; gives the same promise back. */
  own<T extends Stoppable>(starting: Promise<T>): Promise<T>;
  /**
   * Stops everything once; further calls wait for the first. An error is handed to `onError` and
   * does not keep the rest from stopping.
   */
  stop(): Promise<void>;
}

/** Makes an empty teardown. */
export const teardown = (onError: (error: unknown) => void): Teardown => {
  const owned: Promise<Stoppable | undefined>[] = [];
  let stopping: Promise<void> | undefined;

  const stopAll = async () => {
    for (const starting of owned.reverse()) {
      try {
        await (await starting)?.stop();
      } catch (error) {
        onError(error);
      }
    }
  };

  return {
    own(starting) {
      // A start that failed is reported by whoever awaits it; there is nothing to stop.
      owned.push(starting.catch(() => undefined));
      return starting;
    },
    stop() {
      stopping ??= stopAll();
      return stopping;
    },
  };
};
