import type { Violation } from '../shared/part.ts';

/** Collects which promises were looked at, how often, and where one did not hold. */
export const openPromises = () => {
  const counts = new Map<string, number>();
  const violations: Violation[] = [];
  return {
    /** Notes that a promise was looked at, and what breaks it if it did not hold. */
    check(promise: string, holds: boolean, detail: string, evidence?: unknown): void {
      counts.set(promise, (counts.get(promise) ?? 0) + 1);
      if (!holds) violations.push({ promise, detail, ...(evidence !== undefined && { evidence }) });
    },
    /** Returns how often each was looked at, by its name. */
    figures: (): Readonly<Record<string, number>> => Object.fromEntries(counts),
    violations: (): readonly Violation[] => violations,
  };
};

export type Promises = ReturnType<typeof openPromises>;
