import { digitsOf, isWithin } from './addresses.ts';
import type { Finding } from './consistency.ts';
import { type Json, JsonObject, LongNumber } from './json.ts';
import { type EventView, type Leaf, pathOf } from './leaves.ts';
import { compileOperator, operatorOf, type ScalarTest } from './operators.ts';
import { invalidPattern } from './refusal.ts';

/** A field of a pattern, by its path. */
export interface Field {
  readonly path: string;
  /** The number of names in the path. */
  readonly levels: number;
  /** Returns the matching values of an event; undefined where none match. */
  readonly find: (event: EventView) => Finding | undefined;
}

/** An address is accepted in any way to write it. */
const address = (digits: string): ScalarTest => {
  const range = { bottom: digits, top: digits };
  return (value) => {
    const found = typeof value === 'string' ? digitsOf(value) : undefined;
    return found !== undefined && isWithin(range, found);
  };
};

const literal = (expected: Exclude<Json, JsonObject>, path: string): ScalarTest => {
  if (expected instanceof LongNumber) return (value) => value instanceof LongNumber && value.text === expected.text;
  if (Array.isArray(expected)) throw invalidPattern(`Match value must be String, number, true, false, or null at ${path}`);
  const digits = typeof expected === 'string' ? digitsOf(expected) : undefined;
  return digits === undefined ? (value) => value === expected : address(digits);
};

/**
 * Compiles the accepted values of a field, as the engine does since it has `$or`, or did before;
 * throws `InvalidEventPatternException` naming `path`.
 */
export const compileField = (accepted: readonly Json[], path: string, hasOr: boolean): Field => {
  if (accepted.length === 0) throw invalidPattern(`Empty arrays are not allowed at ${path}`);
  const tests: ScalarTest[] = [];
  let mayBeAbsent = false;
  for (const element of accepted) {
    const [name, argument = null] = element instanceof JsonObject ? operatorOf(element, path) : [];
    if (name === 'exists') {
      if (typeof argument !== 'boolean') throw invalidPattern(`exists match pattern must be either true or false at ${path}`);
      if (argument) tests.push(() => true);
      else mayBeAbsent = true;
    } else if (name !== undefined) tests.push(compileOperator(name, argument, path, hasOr));
    else if (!(element instanceof JsonObject)) tests.push(literal(element, path));
  }
  const where = pathOf(path);
  const fits = ({ value }: Leaf): boolean => tests.some((test) => test(value));
  const find = (event: EventView): Finding | undefined => {
    const leaves = event.leavesAt(where);
    const fitting = leaves.filter(fits);
    return fitting.length > 0 || mayBeAbsent ? { fitting, leaves, mayBeAbsent } : undefined;
  };
  return { path, levels: path.split('.').length, find };
};
