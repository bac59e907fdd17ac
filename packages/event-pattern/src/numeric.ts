import type { Json } from './json.ts';
import type { Scalar } from './leaves.ts';
import { invalidPattern } from './refusal.ts';

type NumberTest = (value: number) => boolean;

const LOWER = new Map<unknown, (bound: number) => NumberTest>([
  ['>', (bound) => (value) => value > bound],
  ['>=', (bound) => (value) => value >= bound],
]);

const UPPER = new Map<unknown, (bound: number) => NumberTest>([
  ['<', (bound) => (value) => value < bound],
  ['<=', (bound) => (value) => value <= bound],
]);

const boundOf = (sign: unknown, bound: unknown, path: string): number => {
  if (typeof bound === 'number') return bound;
  throw invalidPattern(`Value of ${String(sign)} must be a number that can be compared at ${path}`);
};

const range = (bottom: number, top: number, path: string, test: NumberTest): NumberTest => {
  if (bottom < top) return test;
  throw invalidPattern(`Bottom must be less than top at ${path}`);
};

const compileParts = (parts: readonly unknown[], path: string): NumberTest => {
  const [sign, first, secondSign, second] = parts;
  const bound = boundOf(sign, first, path);
  const [lower, upper] = [LOWER.get(sign), UPPER.get(parts.length === 2 ? sign : secondSign)];
  if (parts.length === 2) {
    if (sign === '=') return (value) => value === bound;
    if (lower) return range(bound, Number.MAX_VALUE, path, lower(bound));
    if (upper) return range(-Number.MAX_VALUE, bound, path, upper(bound));
  }
  if (parts.length !== 4 || !lower || !upper) throw invalidPattern(`numeric takes one comparison, or > or >= and then < or <=, at ${path}`);
  const top = boundOf(secondSign, second, path);
  const tests = [lower(bound), upper(top)];
  return range(bound, top, path, (value) => tests.every((test) => test(value)));
};

/**
 * Compiles `numeric`: numbers of an event within a range, which must not be empty. Throws
 * `InvalidEventPatternException` naming `path`.
 */
export const numeric = (argument: Json, path: string): ((value: Scalar) => boolean) => {
  if (!Array.isArray(argument)) throw invalidPattern(`Value of numeric must be an array at ${path}`);
  const test = compileParts(argument, path);
  return (value) => typeof value === 'number' && test(value);
};
