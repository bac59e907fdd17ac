import { isSameJson } from './json.ts';

interface Versioned {
  readonly version: number;
  readonly updatedAt: string;
}

/**
 * Returns the stamp of the version after that of an entity, at an ISO 8601 time. Clocks differ: its
 * time never goes back.
 */
export const stampAfter = ({ version, updatedAt }: Versioned, at: string): Versioned => ({
  version: version + 1,
  updatedAt: at < updatedAt ? updatedAt : at,
});

/** Returns the next version of an entity, or the same object when nothing changed. */
export const nextVersion = <T extends Versioned>(before: T, after: T, at: string): T =>
  isSameJson(before, after) ? before : { ...after, ...stampAfter(before, at) };
