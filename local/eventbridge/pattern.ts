import { compileMatcher, invalidPattern, type Scalar } from './value-matcher.ts';

/** An event pattern: field names to arrays of accepted values or operators, to nested patterns, or `$or` to alternatives. */
export type EventPattern = Readonly<Record<string, unknown>>;

type Test = (event: unknown) => boolean;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isScalar = (value: unknown): value is Scalar => value === null || ['string', 'number', 'boolean'].includes(typeof value);

const field = (event: unknown, name: string): unknown => (isObject(event) && Object.hasOwn(event, name) ? event[name] : undefined);

/** Values that a leaf of a pattern sees: objects are not leaves, so `exists` takes them for absent, as AWS does. */
const leaves = (value: unknown): readonly Scalar[] => {
  if (Array.isArray(value)) return value.flatMap((element) => leaves(element));
  return isScalar(value) ? [value] : [];
};

const compileLeaf = (accepted: readonly unknown[], path: string): Test => {
  if (accepted.length === 0) throw invalidPattern(`Empty arrays are not allowed at ${path}`);
  const matchers = accepted.map((value) => compileMatcher(value, path));
  return (event) => {
    const values = leaves(event);
    return matchers.some((matches) => matches(values));
  };
};

const compileAlternatives = (alternatives: readonly unknown[], path: string): Test => {
  const tests = alternatives.map((alternative) => compileObject(alternative, `${path}.$or`));
  return (event) => tests.some((test) => test(event));
};

const compileField = (name: string, value: unknown, path: string): Test => {
  const at = path === '' ? name : `${path}.${name}`;
  const test = Array.isArray(value) ? compileLeaf(value, at) : compileObject(value, at);
  return (event) => test(field(event, name));
};

const isAlternatives = (name: string, value: unknown): value is readonly unknown[] =>
  name === '$or' && Array.isArray(value) && value.length > 1 && value.every(isObject);

const compileObject = (pattern: unknown, path: string): Test => {
  if (!isObject(pattern)) throw invalidPattern(`"${path}" must be an object or an array`);
  const entries = Object.entries(pattern);
  if (entries.length === 0 && path !== '') throw invalidPattern(`Empty objects are not allowed at ${path}`);
  const tests = entries.map(([name, value]) =>
    isAlternatives(name, value) ? compileAlternatives(value, path) : compileField(name, value, path),
  );
  // One element of an array has to satisfy every field together.
  const test = (event: unknown): boolean => (Array.isArray(event) && event.length > 0 ? event.some(test) : tests.every((t) => t(event)));
  return test;
};

/**
 * Compiles an EventBridge pattern (also the `Pattern` of a Lambda filter) into a test of events; `{}` accepts everything.
 * Throws `InvalidEventPatternException` naming the field for an unknown operator or a malformed one.
 * Source: "Comparison operators for use in event patterns", EventBridge user guide.
 */
export const compilePattern = (pattern: EventPattern): Test => compileObject(pattern, '');

/** Tells whether an event satisfies a pattern; compiles it each time, so keep the result of `compilePattern` where many events come. */
export const matches = (pattern: EventPattern, event: unknown): boolean => compilePattern(pattern)(event);
