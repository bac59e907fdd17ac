import { digitsOf, isWithin } from './addresses.ts';
import type { Finding } from './consistency.ts';
import { type Json, JsonObject, LongNumber } from './json.ts';
import { leavesAt, pathOf } from './leaves.ts';
import { compileOperator, operatorOf, type ScalarTest } from './operators.ts';
import { invalidPattern } from './refusal.ts';

/** A field of a pattern: looks into an event and says what it finds there. */
export type Field = (event: unknown) => Finding;

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

/** Compiles the accepted values of a field; throws `InvalidEventPatternException` naming `path`. */
export const compileField = (accepted: readonly Json[], path: string): Field => {
  if (accepted.length === 0) throw invalidPattern(`Empty arrays are not allowed at ${path}`);
  const tests: ScalarTest[] = [];
  let mayBeAbsent = false;
  for (const element of accepted) {
    const [name, argument = null] = element instanceof JsonObject ? operatorOf(element, path) : [];
    if (name === 'exists') {
      if (typeof argument !== 'boolean') throw invalidPattern(`exists match pattern must be either true or false at ${path}`);
      if (argument) tests.push(() => true);
      else mayBeAbsent = true;
    } else if (name !== undefined) tests.push(compileOperator(name, argument, path));
    else if (!(element instanceof JsonObject)) tests.push(literal(element, path));
  }
  const where = pathOf(path);
  return (event) => {
    const leaves = leavesAt(event, where);
    return { leaves, fitting: leaves.filter(({ value }) => tests.some((test) => test(value))), mayBeAbsent };
  };
};
