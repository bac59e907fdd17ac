import { isSameJson } from './json.ts';

interface Versioned {
  readonly version: number;
  readonly updatedAt: string;
}

/** Returns the next version of an entity, or the same object when nothing changed. */
export const nextVersion = <T extends Versioned>(before: T, after: T, at: string): T =>
  isSameJson(before, after) ? before : { ...after, version: before.version + 1, updatedAt: at };
