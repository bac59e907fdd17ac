/** The pool of one function, as the slots that all pools share see it. */
export interface SlotUser {
  /** Returns the number of its workers. */
  size(): number;
  /** Returns since when its longest unused worker is idle; undefined when none is. */
  idleSince(): number | undefined;
  /** Ends that worker; another function takes its slot. */
  endIdle(): void;
  /** Called when a slot may be free. */
  onFree(): void;
}

/** A bound on the workers of all functions together. */
export type Slots = ReturnType<typeof workerSlots>;

/**
 * Shares out `limit` slots, each for one worker. A function without a worker comes before one that
 * has some.
 */
export const workerSlots = (limit: number) => {
  const users: SlotUser[] = [];
  // Functions that wait and have no worker, the one that has waited longest first.
  const starving: SlotUser[] = [];
  let used = 0;

  const longestIdle = (): SlotUser | undefined => {
    const idle = users.filter((user) => user.idleSince() !== undefined);
    return idle.toSorted((one, other) => (one.idleSince() ?? 0) - (other.idleSince() ?? 0))[0];
  };

  return {
    join: (user: SlotUser): void => void users.push(user),

    /**
     * Takes a slot for a worker, if need be from the worker of any function that is unused for
     * longest; false when there is none.
     */
    take(user: SlotUser): boolean {
      const [next] = starving;
      if (next !== undefined && next !== user) return false;
      if (used >= limit) {
        const idle = longestIdle();
        if (idle === undefined) return false;
        idle.endIdle();
        used -= 1;
      }
      if (next === user) starving.shift();
      used += 1;
      return true;
    },

    /** Gives a slot back. */
    give(): void {
      used -= 1;
      const [next] = starving;
      if (next) next.onFree();
      else for (const user of users) user.onFree();
    },

    /** Puts a function that waits without a worker on the list of those that come first. */
    queue(user: SlotUser): void {
      if (user.size() === 0 && !starving.includes(user)) starving.push(user);
    },

    /**
     * Whether a worker should be ended rather than used again, because a function without one
     * waits.
     */
    isWanted: (): boolean => starving.length > 0,

    used: (): number => used,
  };
};
