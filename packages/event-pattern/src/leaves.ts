import { DEEPEST, JsonObject, LongNumber } from './json.ts';

/** A value that has no parts. */
export type Scalar = null | boolean | string | number | LongNumber;

/**
 * An element of an array of the event that is an object or an array itself, and the one that this
 * array lies within.
 */
export interface Place {
  readonly array: object;
  readonly index: number;
  readonly within: Place | undefined;
}

/** A value found at a path, and the innermost element that it lies within. */
export interface Leaf {
  readonly value: Scalar;
  readonly place: Place | undefined;
}

interface Step {
  readonly name: string;
  /** The position at which the path goes on; −1 at its end. */
  readonly next: number;
}

/**
 * A path of names with dots between them. A member whose own name has dots and nested members are
 * the same path to the engine.
 */
export interface Path {
  readonly text: string;
  /** The names of members that the path may go on with from a position. */
  readonly steps: (from: number) => readonly Step[];
}

/** Prepares a path of an event, e.g. `detail.order.id`. */
export const pathOf = (text: string): Path => {
  const known: (readonly Step[])[] = [];
  const stepsFrom = (from: number): readonly Step[] => {
    const ends = [...text.matchAll(/\./g)].map(({ index }) => index).filter((index) => index >= from);
    return [...ends.map((end) => ({ name: text.slice(from, end), next: end + 1 })), { name: text.slice(from), next: -1 }];
  };
  return {
    text,
    steps(from) {
      known[from] ??= stepsFrom(from);
      return known[from];
    },
  };
};

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null || value instanceof LongNumber;

/** The way along a path. */
interface Way {
  readonly path: Path;
  readonly found: Leaf[];
}

/** The position of a value: where the path goes on, at which depth, within which element. */
interface Standing {
  readonly from: number;
  readonly depth: number;
  readonly place: Place | undefined;
}

const walk = (way: Way, value: unknown, standing: Standing): void => {
  const { from, depth, place } = standing;
  if (isScalar(value)) {
    if (from === -1) way.found.push({ value, place });
  } else if (typeof value !== 'object' || value === null || depth > DEEPEST) return;
  else if (Array.isArray(value)) walkElements(way, value, { from, depth: depth + 1, place });
  else if (from !== -1) walkMembers(way, value, { from, depth: depth + 1, place });
};

const walkElements = (way: Way, array: readonly unknown[], standing: Standing): void => {
  for (let index = 0; index < array.length; index += 1) {
    const element = array[index];
    walk(way, element, isScalar(element) ? standing : { ...standing, place: { array, index, within: standing.place } });
  }
};

const walkMembers = (way: Way, object: object, { from, depth, place }: Standing): void => {
  for (const { name, next } of way.path.steps(from)) {
    const standing = { from: next, depth, place };
    if (object instanceof JsonObject) for (const value of object.all(name)) walk(way, value, standing);
    else if (Object.hasOwn(object, name)) walk(way, (object as Readonly<Record<string, unknown>>)[name], standing);
  }
};

/** An event as patterns look at it; what one has found at a path is not looked for again. */
export interface EventView {
  readonly leavesAt: (path: Path) => readonly Leaf[];
}

/**
 * A view of an event which `JSON.parse` or `readJson` has made, in parts or as a whole. Arrays on
 * the way along a path are looked into; objects, empty arrays and what lies deeper than `DEEPEST`
 * levels are no values.
 */
export const viewOf = (event: unknown): EventView => {
  const known = new Map<string, readonly Leaf[]>();
  return {
    leavesAt(path) {
      const before = known.get(path.text);
      if (before !== undefined) return before;
      const found: Leaf[] = [];
      walk({ path, found }, event, { from: 0, depth: 0, place: undefined });
      known.set(path.text, found);
      return found;
    },
  };
};
