import type { ObjectSchema } from '../contract/contract.ts';
import { escapePointer, readNumber } from '../contract/json.ts';
import type { Violation } from '../contract/problems.ts';

export type Values = Readonly<Record<string, unknown>>;

/**
 * Converts text values of a query or a path to the types of their schema. A value that does not
 * convert stays text, for the validator to refuse.
 */
export const coerce = (schema: ObjectSchema | undefined, values: Readonly<Record<string, string>>): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, coerceOne(schema?.properties[name], value)]));

const coerceOne = (schema: { readonly type?: unknown } | undefined, value: string): unknown => {
  if (schema?.type === 'integer' && /^-?(?:0|[1-9]\d{0,15})$/.test(value)) return readNumber(value);
  if (schema?.type === 'boolean' && /^(?:true|false)$/.test(value)) return value === 'true';
  return value;
};

/** Returns the parameters of a raw query string, and the violations of those that are repeated. */
export const readQuery = (
  raw: string,
): { readonly values: Readonly<Record<string, string>>; readonly violations: readonly Violation[] } => {
  const parameters = new URLSearchParams(raw);
  const names = [...new Set(parameters.keys())];
  const repetitions = names.filter((name) => parameters.getAll(name).length > 1).map(repeatedViolation);
  return {
    values: Object.fromEntries(names.map((name) => [name, parameters.get(name) ?? ''])),
    violations: isDecodable(raw) ? repetitions : [...repetitions, NOT_UTF8],
  };
};

const repeatedViolation = (name: string): Violation => ({
  in: 'query',
  pointer: `/${escapePointer(name)}`,
  code: 'repeated',
  message: 'is given more than once',
});

/**
 * Returns the violation of a parameter with a hint, where a `+` that was not encoded has become a
 * space.
 */
export const hintAtPlus =
  (given: Readonly<Record<string, string>>) =>
  (violation: Violation): Violation => {
    if (violation.in !== 'query' || !WITH_PLUS.has(violation.code) || !given[violation.pointer.slice(1)]?.includes(' ')) return violation;
    return { ...violation, message: `${violation.message}; it has a space: write + as %2B in a query` };
  };

/** Codes of values that may have a plus, and never have a space. */
const WITH_PLUS = new Set(['invalid-phone', 'invalid-date-time', 'invalid-email']);

const NOT_UTF8: Violation = { in: 'query', pointer: '', code: 'invalid-encoding', message: 'must be percent-encoded UTF-8' };

// URLSearchParams replaces bytes that are not UTF-8 by U+FFFD, which would then be stored.
const isDecodable = (raw: string): boolean => {
  try {
    decodeURIComponent(raw);
    return true;
  } catch {
    return false;
  }
};
