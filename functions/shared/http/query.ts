import type { ObjectSchema } from '../contract/contract.ts';
import { escapePointer, readNumber } from '../contract/json.ts';
import type { Violation } from '../contract/problems.ts';

export type Values = Readonly<Record<string, unknown>>;

/** Reads text values (of a query or a path) as the types their schema names; what does not read as one stays text, for the validator to refuse. */
export const coerce = (schema: ObjectSchema | undefined, values: Readonly<Record<string, string>>): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, coerceOne(schema?.properties[name], value)]));

const coerceOne = (schema: { readonly type?: unknown } | undefined, value: string): unknown => {
  if (schema?.type === 'integer' && /^-?(?:0|[1-9]\d{0,15})$/.test(value)) return readNumber(value);
  if (schema?.type === 'boolean' && /^(?:true|false)$/.test(value)) return value === 'true';
  return value;
};

/** The parameters of a raw query string, and those that are given more than once. */
export const readQuery = (
  raw: string,
): { readonly values: Readonly<Record<string, string>>; readonly violations: readonly Violation[] } => {
  const parameters = new URLSearchParams(raw);
  const names = [...new Set(parameters.keys())];
  const repeated = names.filter((name) => parameters.getAll(name).length > 1).map(twice);
  return {
    values: Object.fromEntries(names.map((name) => [name, parameters.get(name) ?? ''])),
    violations: isDecodable(raw) ? repeated : [...repeated, NOT_UTF8],
  };
};

const twice = (name: string): Violation => ({
  in: 'query',
  pointer: `/${escapePointer(name)}`,
  code: 'repeated',
  message: 'is given more than once',
});

const NOT_UTF8: Violation = { in: 'query', pointer: '', code: 'invalid-encoding', message: 'must be percent-encoded UTF-8' };

// URLSearchParams puts U+FFFD in the place of bytes that are not UTF-8, which would then be stored.
const isDecodable = (raw: string): boolean => {
  try {
    decodeURIComponent(raw);
    return true;
  } catch {
    return false;
  }
};
