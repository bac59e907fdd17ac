import type { Resource } from './model.ts';

/** Called with a resource that could not be read or created, and why. */
export type Refuse = (resource: Resource, error: unknown) => void;

/**
 * Reads resources one by one; one that cannot be read is refused and left out, so that the rest
 * still runs.
 */
export const readEach = <T>(resources: readonly Resource[], read: (resource: Resource) => T | undefined, refuse: Refuse): readonly T[] =>
  resources.flatMap((resource) => {
    try {
      const found = read(resource);
      return found === undefined ? [] : [found];
    } catch (error) {
      refuse(resource, error);
      return [];
    }
  });
