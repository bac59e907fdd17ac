import { type Answer, objectOf } from '../history/spec.ts';
import type { Random } from '../shared/random.ts';

/** An entity that clients have heard of, with the version they heard last. */
export interface Heard {
  readonly id: string;
  readonly version: number;
}

/** The entities that the clients of a tenant know between them. */
export interface Known {
  hear(id: string, version: number): void;
  pick(random: Random): Heard | undefined;
  all(): readonly string[];
}

/** Starts without anything known. */
export const openKnown = (): Known => {
  const heard = new Map<string, number>();
  return {
    hear: (id, version) => void heard.set(id, version),
    pick(random) {
      if (heard.size === 0) return undefined;
      // What was made last is touched more often, so that requests meet.
      const all = [...heard];
      const [id, version] = random.chance(0.7) ? random.pick(all.slice(-6)) : random.pick(all);
      return { id, version };
    },
    all: () => [...heard.keys()],
  };
};

/** Hears the id and version of an entity whose ids are numbers, when an answer has them. */
export const hearNumbered =
  (known: Known) =>
  (_: unknown, answer: Answer): void => {
    const { id, version } = objectOf(answer);
    if (typeof id === 'number' && typeof version === 'number') known.hear(String(id), version);
  };
