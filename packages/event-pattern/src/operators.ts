import { blockOf, digitsOf, isWithin } from './addresses.ts';
import { type Json, JsonObject } from './json.ts';
import type { Scalar } from './leaves.ts';
import { numeric } from './numeric.ts';
import { invalidPattern } from './refusal.ts';
import { endsWith, endsWithIgnoreCase, equalsIgnoreCase, startsWith, startsWithIgnoreCase, wildcard } from './text-tests.ts';

/** Tests a single value of an event. */
export type ScalarTest = (value: Scalar) => boolean;

type TextTest = (text: string) => boolean;

/**
 * The name and the argument of the one operator of an object; throws `InvalidEventPatternException`
 * where there is none, or another one.
 */
export const operatorOf = (object: JsonObject, path: string): readonly [name: string, argument: Json] => {
  const [only, ...rest] = object.members;
  if (only === undefined) throw invalidPattern(`Match expression name not found at ${path}`);
  if (rest.length > 0) throw invalidPattern(`Only one key allowed in match expression at ${path}`);
  return only;
};

const onText =
  (test: TextTest): ScalarTest =>
  (value) =>
    typeof value === 'string' && test(value);

const textOf = (argument: Json, operator: string, path: string): string => {
  if (typeof argument === 'string') return argument;
  throw invalidPattern(`${operator} match pattern must be a string at ${path}`);
};

/** Compiles an argument whose faults come as errors with the reason. */
const explained = <Compiled>(compile: (text: string) => Compiled, text: string, path: string): Compiled => {
  try {
    return compile(text);
  } catch (error) {
    throw invalidPattern(`${error instanceof Error ? error.message : String(error)} at ${path}`);
  }
};

/** `prefix` and `suffix`, which may hold `equals-ignore-case`. */
const edge = (name: string, exactly: (text: string) => TextTest, ignoringCase: (text: string) => TextTest) => {
  return (argument: Json, path: string): ScalarTest => {
    if (!(argument instanceof JsonObject)) return onText(exactly(textOf(argument, name, path)));
    const [inner, text] = operatorOf(argument, path);
    if (inner !== 'equals-ignore-case') throw invalidPattern(`Unsupported ${name} pattern: ${inner} at ${path}`);
    return onText(ignoringCase(textOf(text, inner, path)));
  };
};

const cidr = (argument: Json, path: string): ScalarTest => {
  const block = explained(blockOf, textOf(argument, 'cidr', path), path);
  return onText((text) => {
    const digits = digitsOf(text);
    return digits !== undefined && isWithin(block, digits);
  });
};

const EXCEPTIONS = new Map<string, (text: string, path: string) => TextTest>([
  ['equals-ignore-case', equalsIgnoreCase],
  ['prefix', startsWith],
  ['suffix', endsWith],
  ['wildcard', (text, path) => explained(wildcard, text, path)],
]);

const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);

/** `anything-but` of values: strings only or numbers only. */
const otherThan = (argument: Json, path: string): ScalarTest => {
  const refused = isArray(argument) ? argument : [argument];
  const [type] = new Set(refused.map((value) => typeof value));
  if (refused.length === 0 || !refused.every((value) => typeof value === type && (typeof value === 'string' || typeof value === 'number')))
    throw invalidPattern(`Inside anything-but, all values must be strings, or numbers that can be compared, at ${path}`);
  const values: ReadonlySet<unknown> = new Set(refused);
  return (value) => !values.has(value);
};

/** Before it had `$or`, the engine took no wildcard as an exception, and no list of edges. */
const isNewer = (name: string, inner: Json): boolean => name === 'wildcard' || (isArray(inner) && ['prefix', 'suffix'].includes(name));

const anythingBut = (argument: Json, path: string, hasOr: boolean): ScalarTest => {
  if (!(argument instanceof JsonObject)) return otherThan(argument, path);
  const [name, inner] = operatorOf(argument, path);
  const compile = EXCEPTIONS.get(name);
  if (compile === undefined || (!hasOr && isNewer(name, inner)))
    throw invalidPattern(`Unsupported anything-but pattern: ${name} at ${path}`);
  const texts = (isArray(inner) ? inner : [inner]).map((text) => textOf(text, name, path));
  if (texts.length === 0) throw invalidPattern(`Empty list in anything-but at ${path}`);
  if (['prefix', 'suffix'].includes(name) && texts.includes('')) throw invalidPattern(`Null prefix/suffix not allowed at ${path}`);
  const tests = texts.map((text) => compile(text, path));
  return (value) => typeof value !== 'string' || !tests.some((test) => test(value));
};

const OPERATORS = new Map<string, (argument: Json, path: string, hasOr: boolean) => ScalarTest>([
  [
    'exactly',
    (argument, path) => {
      const expected = textOf(argument, 'exactly', path);
      return (value) => value === expected;
    },
  ],
  ['prefix', edge('prefix', startsWith, startsWithIgnoreCase)],
  ['suffix', edge('suffix', endsWith, endsWithIgnoreCase)],
  ['equals-ignore-case', (argument, path) => onText(equalsIgnoreCase(textOf(argument, 'equals-ignore-case', path)))],
  ['wildcard', (argument, path) => onText(explained(wildcard, textOf(argument, 'wildcard', path), path))],
  ['anything-but', anythingBut],
  ['numeric', numeric],
  ['cidr', cidr],
]);

/**
 * Compiles an operator other than `exists`, as the engine does since it has `$or`, or did before.
 * Throws `InvalidEventPatternException` naming `path` for an unknown one or a wrong argument.
 */
export const compileOperator = (name: string, argument: Json, path: string, hasOr: boolean): ScalarTest => {
  const compile = OPERATORS.get(name);
  if (compile === undefined) throw invalidPattern(`Unrecognized match type ${name} at ${path}`);
  return compile(argument, path, hasOr);
};
