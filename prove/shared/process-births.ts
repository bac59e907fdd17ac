import { readFileSync } from 'node:fs';

// The start of a process is the 22nd field; the name of its program, the second, may have spaces.
const AFTER_NAME = 22 - 3;

/**
 * Returns when a process began, in ticks since the machine's start; undefined when it is gone, and
 * where there is no `/proc`.
 */
export const birthOf = (pid: number): string | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[AFTER_NAME];
  } catch {
    return undefined;
  }
};

/** Keeps processes by their ids, of which the machine may give one to another later. */
export const openProcessList = (birth = birthOf) => {
  const births = new Map<number, string | undefined>();
  return {
    add(pids: readonly number[]): void {
      for (const pid of pids) births.set(pid, birth(pid));
    },
    /** Returns the ids of all that were added, except those that another process has now. */
    pids: (): readonly number[] =>
      [...births].flatMap(([pid, before]) => {
        const now = birth(pid);
        return before === undefined || now === undefined || now === before ? [pid] : [];
      }),
  };
};
