import { DEEPEST, JsonObject, LongNumber } from './json.ts';

/** A value that has no parts. */
export type Scalar = null | boolean | string | number | LongNumber;

/** An element of an array of the event. */
export interface Place {
  readonly array: object;
  readonly index: number;
}

/** The elements of arrays that a value lies within, outermost first: those that are objects or arrays themselves. */
export type Places = readonly Place[];

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

type Visit = (value: Scalar, places: Places) => void;

/** One way through an event, along a path; `places` are the elements that it is within, and change under way. */
class Walk {
  readonly #path: Path;
  readonly #visit: Visit;
  readonly #places: Place[] = [];

  constructor(path: Path, visit: Visit) {
    this.#path = path;
    this.#visit = visit;
  }

  into(value: unknown, from: number, depth: number): void {
    if (isScalar(value)) {
      if (from === -1) this.#visit(value, this.#places);
    } else if (typeof value !== 'object' || depth > DEEPEST) return;
    else if (Array.isArray(value)) this.#elements(value, from, depth + 1);
    else if (from !== -1 && value !== null) this.#members(value, from, depth + 1);
  }

  #elements(array: readonly unknown[], from: number, depth: number): void {
    for (let index = 0; index < array.length; index += 1) {
      const element = array[index];
      if (isScalar(element)) this.into(element, from, depth);
      else {
        this.#places.push({ array, index });
        this.into(element, from, depth);
        this.#places.pop();
      }
    }
  }

  #members(object: object, from: number, depth: number): void {
    for (const { name, next } of this.#path.steps(from)) {
      if (object instanceof JsonObject) for (const value of object.all(name)) this.into(value, next, depth);
      else if (Object.hasOwn(object, name)) this.into((object as Readonly<Record<string, unknown>>)[name], next, depth);
    }
  }
}

/**
 * Visits all values at a path of an event, which `JSON.parse` or `readJson` has made, in parts or as a whole. Arrays on the way are looked into;
 * objects, empty arrays and what lies deeper than `DEEPEST` levels are no values. The places hold for the visit only.
 */
export const visitLeaves = (event: unknown, path: Path, visit: Visit): void => new Walk(path, visit).into(event, 0, 0);
