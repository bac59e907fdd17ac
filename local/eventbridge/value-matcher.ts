import { BlockList, isIP } from 'node:net';
import { AwsError } from '../aws-error.ts';

/** A value at a leaf of an event. */
export type Scalar = string | number | boolean | null;

type ScalarTest = (value: Scalar) => boolean;

/** Tests all values found at one field; an absent field is an empty list. */
export type Matcher = (values: readonly Scalar[]) => boolean;

/** The error AWS answers for a pattern that it cannot compile. */
export const invalidPattern = (reason: string): AwsError =>
  new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);

const isString = (value: unknown): value is string => typeof value === 'string';

const onString =
  (test: (value: string) => boolean): ScalarTest =>
  (value) =>
    isString(value) && test(value);

const text = (argument: unknown, operator: string, path: string): string => {
  if (isString(argument)) return argument;
  throw invalidPattern(`${operator} at ${path} takes a string`);
};

/** The argument of an operator, or that of `equals-ignore-case` inside it, with the folding to apply to both sides. */
const folded = (argument: unknown, operator: string, path: string) => {
  const [inner] = operatorOf(argument) ?? [];
  if (inner === undefined) return { argument: text(argument, operator, path), fold: (value: string) => value };
  if (inner[0] !== 'equals-ignore-case') throw invalidPattern(`Unrecognized match type ${inner[0]} in ${operator} at ${path}`);
  return { argument: text(inner[1], operator, path).toLowerCase(), fold: (value: string) => value.toLowerCase() };
};

const prefix = (argument: unknown, path: string): ScalarTest => {
  const expected = folded(argument, 'prefix', path);
  return onString((value) => expected.fold(value).startsWith(expected.argument));
};

const suffix = (argument: unknown, path: string): ScalarTest => {
  const expected = folded(argument, 'suffix', path);
  return onString((value) => expected.fold(value).endsWith(expected.argument));
};

const equalsIgnoreCase = (argument: unknown, path: string): ScalarTest => {
  const expected = text(argument, 'equals-ignore-case', path).toLowerCase();
  return onString((value) => value.toLowerCase() === expected);
};

const quoted = (literal: string): string => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const wildcard = (argument: unknown, path: string): ScalarTest => {
  const expected = text(argument, 'wildcard', path);
  if (/(?<!\\)(?:\\\\)*\*\*/.test(expected)) throw invalidPattern(`Consecutive wildcard characters at ${path}`);
  const source = expected.replace(/\\([*\\])|(\*)|([^*\\]+|\\)/gs, (_, escaped?: string, star?: string, literal?: string) =>
    star === undefined ? quoted(escaped ?? literal ?? '') : '.*',
  );
  const expression = new RegExp(`^${source}$`, 's');
  return onString((value) => expression.test(value));
};

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

const numeric = (argument: unknown, path: string): ScalarTest => {
  const parts: readonly unknown[] = Array.isArray(argument) ? argument : [];
  if (parts.length !== 2 && parts.length !== 4) throw invalidPattern(`numeric at ${path} takes one or two comparisons`);
  const tests = [parts.slice(0, 2), parts.slice(2)]
    .filter((pair) => pair.length > 0)
    .map(([sign, bound]) => {
      const compare = isString(sign) && Object.hasOwn(comparisons, sign) ? comparisons[sign] : undefined;
      if (compare === undefined || typeof bound !== 'number') throw invalidPattern(`Unrecognized numeric comparison at ${path}`);
      return (value: number) => compare(value, bound);
    });
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
};

const cidr = (argument: unknown, path: string): ScalarTest => {
  const [address = '', bits = ''] = text(argument, 'cidr', path).split('/');
  const family = isIP(address);
  if (family === 0 || !/^\d{1,3}$/.test(bits)) throw invalidPattern(`Malformed CIDR at ${path}`);
  const block = new BlockList();
  block.addSubnet(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
  return onString((value) => isIP(value) !== 0 && block.check(value, isIP(value) === 6 ? 'ipv6' : 'ipv4'));
};

const listed = (argument: unknown): readonly unknown[] => (Array.isArray(argument) ? argument : [argument]);

const anythingBut = (argument: unknown, path: string): ScalarTest => {
  const [inner] = operatorOf(argument) ?? [];
  const names = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];
  if (inner !== undefined && !names.includes(inner[0]))
    throw invalidPattern(`Unrecognized match type ${inner[0]} in anything-but at ${path}`);
  const refused =
    inner === undefined
      ? listed(argument).map((value) => exactly(value, path))
      : listed(inner[1]).map((value) => scalarTest(inner[0], value, path));
  return (value) => !refused.some((test) => test(value));
};

const operators: Readonly<Record<string, (argument: unknown, path: string) => ScalarTest>> = {
  prefix,
  suffix,
  numeric,
  cidr,
  wildcard,
  'equals-ignore-case': equalsIgnoreCase,
  'anything-but': anythingBut,
};

const scalarTest = (operator: string, argument: unknown, path: string): ScalarTest => {
  const compile = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (compile === undefined) throw invalidPattern(`Unrecognized match type ${operator} at ${path}`);
  return compile(argument, path);
};

const exactly = (expected: unknown, path: string): ScalarTest => {
  if (expected !== null && !['string', 'number', 'boolean'].includes(typeof expected)) throw invalidPattern(`Not a value at ${path}`);
  return (value) => value === expected;
};

const operatorOf = (value: unknown): [string, unknown][] | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;

const exists = (argument: unknown, path: string): Matcher => {
  if (typeof argument !== 'boolean') throw invalidPattern(`exists at ${path} takes true or false`);
  return (values) => values.length > 0 === argument;
};

/** Compiles one element of a pattern's array, a literal or an operator; throws `InvalidEventPatternException` naming `path`. */
export const compileMatcher = (element: unknown, path: string): Matcher => {
  const operator = operatorOf(element);
  if (operator === undefined) return (values) => values.some(exactly(element, path));
  const [only, ...rest] = operator;
  if (only === undefined || rest.length > 0) throw invalidPattern(`Only one operator is allowed in a match expression at ${path}`);
  if (only[0] === 'exists') return exists(only[1], path);
  const test = scalarTest(only[0], only[1], path);
  return (values) => values.some(test);
};
