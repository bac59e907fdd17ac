import { DEEPEST, JsonObject, LongNumber } from './json.ts';

/** A value that has no parts. */
export type Scalar = null | boolean | string | number | LongNumber;

/** An element of an array of the event which a leaf lies in. */
export interface Place {
  readonly array: object;
  readonly index: number;
}

/** A value found at a path, with the elements of arrays that lead to it: those that are objects or arrays themselves, outermost first. */
export interface Leaf {
  readonly value: Scalar;
  readonly places: readonly Place[];
}

interface Step {
  readonly name: string;
  /** Where the path goes on behind it; −1 at its end. */
  readonly next: number;
}

/** A path of names with dots between them. A member whose own name has dots and nested members are the same path to the engine. */
export interface Path {
  readonly text: string;
  /** The names of members that the path may go on with from a position. */
  readonly steps: (from: number) => readonly Step[];
}

/** Prepares a path of an event, e.g. `detail.metadata.tenant`. */
export const pathOf = (text: string): Path => {
  const known = new Map<number, readonly Step[]>();
  const steps = (from: number): readonly Step[] => {
    const ends = [...text.matchAll(/\./g)].map(({ index }) => index).filter((index) => index >= from);
    return [...ends.map((end) => ({ name: text.slice(from, end), next: end + 1 })), { name: text.slice(from), next: -1 }];
  };
  return {
    text,
    steps(from) {
      const found = known.get(from) ?? steps(from);
      known.set(from, found);
      return found;
    },
  };
};

const NOTHING: readonly unknown[] = [];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof LongNumber);

const isScalar = (value: unknown): value is Scalar =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value) || value instanceof LongNumber;

const membersOf = (object: Readonly<Record<string, unknown>> | JsonObject, name: string): readonly unknown[] => {
  if (object instanceof JsonObject) return object.all(name);
  return Object.hasOwn(object, name) ? [object[name]] : NOTHING;
};

/**
 * Finds all values at a path of an event, which `JSON.parse` or `readJson` has made, in parts or as a whole. Arrays on the way are looked into;
 * objects, empty arrays and what lies deeper than `DEEPEST` levels are no values.
 */
export const leavesAt = (event: unknown, path: Path): readonly Leaf[] => {
  const found: Leaf[] = [];

  const walk = (value: unknown, from: number, places: readonly Place[], depth: number): void => {
    if (depth > DEEPEST) return;
    if (Array.isArray(value)) {
      for (const [index, element] of value.entries())
        walk(element, from, isScalar(element) ? places : [...places, { array: value, index }], depth + 1);
    } else if (from === -1) {
      if (isScalar(value)) found.push({ value, places });
    } else if (isObject(value)) {
      for (const { name, next } of path.steps(from)) for (const member of membersOf(value, name)) walk(member, next, places, depth + 1);
    }
  };

  walk(event, 0, [], 0);
  return found;
};
