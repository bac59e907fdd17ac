import { arnPattern } from './arn.ts';
import { CONTEXT_KEYS, type Context } from './request.ts';
import { refuseVariables, wildcard } from './wildcard.ts';

type Test = (value: string) => boolean;

/** Returns whether the context of a request satisfies a condition. */
export type ConditionTest = (context: Context) => boolean;

/** The `Condition` element of a statement: operator → condition key → value or values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const equals = (expected: string): Test => {
  refuseVariables(expected);
  return (value) => value === expected;
};

const equalsIgnoringCase = (expected: string): Test => {
  refuseVariables(expected);
  const lower = expected.toLowerCase();
  return (value) => value.toLowerCase() === lower;
};

const numeric =
  (compare: (value: number, expected: number) => boolean) =>
  (expected: string): Test => {
    const number = Number(expected);
    if (expected.trim() === '' || Number.isNaN(number)) throw new Error(`${expected} is no number`);
    return (value) => value.trim() !== '' && compare(Number(value), number);
  };

const truth = (text: string): boolean => {
  if (!/^(true|false)$/i.test(text)) throw new Error(`${text} is neither true nor false`);
  return text.toLowerCase() === 'true';
};

const bool = (expected: string): Test => equalsIgnoringCase(String(truth(expected)));

/** The comparison of each operator with one value of the policy. */
const positive: Readonly<Record<string, (expected: string) => Test>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: equalsIgnoringCase,
  StringLike: (expected) => wildcard(expected),
  // Both compare by the wildcards of each part ("IAM JSON policy elements: Condition operators").
  ArnEquals: arnPattern,
  ArnLike: arnPattern,
  Bool: bool,
  NumericEquals: numeric((value, expected) => value === expected),
  NumericLessThan: numeric((value, expected) => value < expected),
  NumericLessThanEquals: numeric((value, expected) => value <= expected),
  NumericGreaterThan: numeric((value, expected) => value > expected),
  NumericGreaterThanEquals: numeric((value, expected) => value >= expected),
};

const negated: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
};

interface Operator {
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly ifExists: boolean;
  readonly isNegated: boolean;
  readonly compare: (expected: string) => Test;
}

const operatorOf = (text: string): Operator => {
  const [, set, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(text) ?? [];
  const compare = positive[negated[name] ?? name];
  if (compare === undefined) throw new Error(`the condition operator ${text} is not evaluated locally`);
  return { set: set as Operator['set'], ifExists: ifExists !== undefined, isNegated: name in negated, compare };
};

const textsOf = (values: unknown): readonly string[] => [values].flat().map(String);

const valuesOf = (context: Context, key: string): readonly string[] => [context[key] ?? []].flat();

/** "The condition is true if the key is not present" (`true`) or present (`false`). */
const nullTest = (key: string, values: unknown): ConditionTest => {
  const wanted = textsOf(values).map(truth);
  return (context) => wanted.includes(valuesOf(context, key).length === 0);
};

const operatorTest = ({ set, ifExists, isNegated, compare }: Operator, key: string, values: unknown): ConditionTest => {
  const tests = textsOf(values).map(compare);
  const one: Test = (value) => tests.some((test) => test(value)) !== isNegated;
  // Without a set operator a negated one holds when no value of the request compares.
  const every = set === 'ForAllValues' || (set === undefined && isNegated);
  const whenAbsent = ifExists || (set === undefined ? isNegated : set === 'ForAllValues');
  return (context) => {
    const given = valuesOf(context, key);
    if (given.length === 0) return whenAbsent;
    return every ? given.every(one) : given.some(one);
  };
};

const keyOf = (name: string): string => {
  const key = name.toLowerCase();
  if (!CONTEXT_KEYS.has(key)) throw new Error(`the condition key ${name} is not evaluated locally`);
  return key;
};

/**
 * Compiles a `Condition` element, all of which must hold; throws for an operator or a key that is
 * not evaluated here.
 */
export const conditionTest = (conditions: Conditions = {}): ConditionTest => {
  const tests = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([name, values]) => {
      const key = keyOf(name);
      return operator === 'Null' ? nullTest(key, values) : operatorTest(operatorOf(operator), key, values);
    }),
  );
  return (context) => tests.every((test) => test(context));
};
