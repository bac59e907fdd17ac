import type { Json } from './json.ts';
import type { Scalar } from './leaves.ts';
import { invalidPattern } from './refusal.ts';

type NumberTest = (value: number) => boolean;

const checkedRange = (bottom: number, top: number, path: string, test: NumberTest): NumberTest => {
  if (bottom < top) return test;
  throw invalidPattern(`Bottom must be less than top at ${path}`);
};

const above = (sign: Json | undefined, bound: number): NumberTest | undefined => {
  if (sign === '>') return (value) => value > bound;
  return sign === '>=' ? (value) => value >= bound : undefined;
};

const below = (sign: Json | undefined, bound: number): NumberTest | undefined => {
  if (sign === '<') return (value) => value < bound;
  return sign === '<=' ? (value) => value <= bound : undefined;
};

const compileRange = (parts: readonly (Json | undefined)[], path: string): NumberTest => {
  const [sign, bound, secondSign, top] = parts;
  if (typeof bound !== 'number') throw invalidPattern(`Value of ${String(sign)} must be a number that can be compared at ${path}`);
  const [isAbove, isBelow] = [above(sign, bound), below(sign, bound)];
  if (parts.length === 2) {
    if (sign === '=') return (value) => value === bound;
    if (isAbove) return checkedRange(bound, Number.MAX_VALUE, path, isAbove);
    if (isBelow) return checkedRange(-Number.MAX_VALUE, bound, path, isBelow);
  }
  const isBelowTop = typeof top === 'number' ? below(secondSign, top) : undefined;
  if (parts.length !== 4 || !isAbove || !isBelowTop || typeof top !== 'number')
    throw invalidPattern(`numeric takes one comparison, or > or >= and then < or <=, at ${path}`);
  return checkedRange(bound, top, path, (value) => isAbove(value) && isBelowTop(value));
};

/** Compiles `numeric`: numbers of an event within a range, which must not be empty. Throws `InvalidEventPatternException` naming `path`. */
export const numeric = (argument: Json, path: string): ((value: Scalar) => boolean) => {
  if (!Array.isArray(argument)) throw invalidPattern(`Value of numeric must be an array at ${path}`);
  const test = compileRange(argument as readonly Json[], path);
  return (value) => typeof value === 'number' && test(value);
};
