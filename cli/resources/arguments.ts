import { readFileSync } from 'node:fs';
import { UsageError } from '../shared/usage-error.ts';
import type { ResourceOperation } from './catalogue.ts';
import type { Input } from './input.ts';

export type GivenValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
type Members = Record<string, unknown>;

/** Reads the arguments of a call of the client. @throws {UsageError} */
export const readArguments = (
  { subject, parents, inputs, document }: ResourceOperation,
  values: GivenValues,
  words: readonly string[],
): Members => {
  const [id, ...more] = words;
  if (more.length > 0) throw new UsageError(`One is named at a time, not also ${more.join(', ')}.`);
  if (subject === undefined && id !== undefined) throw new UsageError(`"${id}" is one word too many.`);
  if (subject !== undefined && !id) throw new UsageError('The id is missing.');
  const missing = parents.find(({ option }) => !values[option]);
  if (missing) throw new UsageError(`--${missing.option} is required.`);
  const args: Members = dataOf(values.data);
  for (const input of inputs) put(args, input, values[input.option]);
  if (document.requestBody !== undefined && document.operationId.startsWith('update') && Object.keys(args).length === 0)
    throw new UsageError('There is nothing to change: name a member, or give --data.');
  for (const { option, parameter } of parents) args[parameter] = values[option];
  if (subject !== undefined) args[subject] = id;
  return args;
};

const dataOf = (given: GivenValues[string]): Members => {
  if (typeof given !== 'string') return {};
  const text = given === '-' ? readFileSync(0, 'utf8') : given.startsWith('@') ? fileOf(given.slice(1)) : given;
  const value = parse(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new UsageError('--data is a JSON object.');
};

const fileOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--data cannot be read: ${(error as Error).message}`);
  }
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The error quotes the text, which may have a secret in it.
    const [, at] = / at position (\d+)/.exec((error as Error).message) ?? [];
    throw new UsageError(`--data is no JSON${at === undefined ? '' : `, from its character ${Number(at) + 1} on`}.`);
  }
};

/** Puts the value of an option where it goes; objects on the way are copied. */
const put = (args: Members, input: Input, given: GivenValues[string]): void => {
  if (given === undefined) return;
  const value = readValue(input, given);
  const [first = '', second] = input.path;
  const before = args[first];
  const object = typeof before === 'object' && before !== null ? before : {};
  if (second !== undefined) args[first] = { ...object, [second]: value };
  else args[first] = input.kind === 'map' ? { ...object, ...(value as object) } : value;
};

const readValue = ({ kind, option }: Input, given: string | boolean | readonly string[]): unknown => {
  const texts = Array.isArray(given) ? (given as readonly string[]) : [String(given)];
  const [text = ''] = texts;
  switch (kind) {
    case 'number':
      if (!/^-?\d+(?:\.\d+)?$/.test(text)) throw new UsageError(`--${option} must be a number, not "${text}".`);
      return Number(text);
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw new UsageError(`--${option} must be true or false, not "${text}".`);
      return text === 'true';
    case 'list':
      return texts.flatMap((one) => one.split(',')).map((one) => one.trim());
    case 'map':
      return Object.fromEntries(texts.map((one) => entryOf(option, one)));
    default:
      return text;
  }
};

const entryOf = (option: string, text: string): readonly [string, string] => {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--${option} is key=value, not "${text}".`);
  return [text.slice(0, at), text.slice(at + 1)];
};
