import { isDeepStrictEqual } from 'node:util';

interface Versioned {
  readonly version: number;
  readonly updatedAt: string;
}

/** The next version of an entity, or the very same when nothing changed. */
export const nextVersion = <T extends Versioned>(before: T, after: T, at: string): T =>
  isDeepStrictEqual(before, after) ? before : { ...after, version: before.version + 1, updatedAt: at };
