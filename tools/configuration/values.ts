import { isDeepStrictEqual } from 'node:util';
import { FORMATS } from '../../lib/configuration/formats.ts';
import { item } from '../documents/markdown.ts';

/** A schema of the configuration, as far as the documentation reads it. */
export interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
}

/**
 * Returns a list of the values inside a value: one item for each, with what it may be, its default
 * and its meaning.
 */
export const membersOf = (schema: Schema, depth = 0): readonly string[] => {
  const { properties = {}, required = [], additionalProperties, items, oneOf = [] } = schema;
  return [
    ...Object.entries(properties).flatMap(([name, member]) => itemOf(name, member, required.includes(name), depth)),
    ...(additionalProperties ? itemOf('<key>', additionalProperties, false, depth) : []),
    ...(items?.properties ? membersOf(items, depth) : []),
    ...variantsOf(oneOf, depth),
  ];
};

const itemOf = (name: string, schema: Schema, isRequired: boolean, depth: number): readonly string[] => {
  const { description } = schema;
  return [
    ...item(`\`${name}\` (${describeValue(schema, isRequired)})${description === undefined ? '' : `: ${description}`}`, depth),
    ...membersOf(schema, depth + 1),
  ];
};

/** Variants differ by their `type`; a member that all of them have is listed once, before them. */
const variantsOf = (variants: readonly Schema[], depth: number): readonly string[] => {
  const [first, ...others] = variants;
  if (first === undefined) return [];
  const isShared = (name: string): boolean =>
    others.every(({ properties = {} }) => isDeepStrictEqual(properties[name], first.properties?.[name]));
  const listed = ({ properties = {}, required = [] }: Schema, keep: (name: string) => boolean, at: number): readonly string[] =>
    membersOf({ properties: Object.fromEntries(Object.entries(properties).filter(([name]) => keep(name))), required }, at);
  return [
    ...listed(first, isShared, depth),
    ...variants.flatMap((variant) => [
      ...item(`with \`type: '${variant.properties?.type?.const}'\``, depth),
      ...listed(variant, (name) => name !== 'type' && !isShared(name), depth + 1),
    ]),
  ];
};

/**
 * Returns what a value may be, and what it is when it is absent. Without either mark it is
 * optional.
 */
export const describeValue = (schema: Schema, isRequired: boolean): string => {
  const { default: value = {} } = schema;
  const absent = Object.keys(Object(value)).length === 0 && typeof value === 'object' ? '' : `default \`${JSON.stringify(value)}\``;
  return [typeOf(schema), ...allowedOf(schema), isRequired ? '**required**' : absent].filter(Boolean).join(', ');
};

/** A format or an enumeration says more than the type of its values. */
const typeOf = ({ type, items, enum: some, format }: Schema): string => {
  if (some !== undefined || format !== undefined) return '';
  if (type === 'array') return items?.properties ? 'list of objects' : 'list';
  return type === undefined || type === 'string' ? 'text' : type;
};

const allowedOf = (schema: Schema): readonly string[] => {
  const { enum: some, format, items, propertyNames } = schema;
  return [
    some ? choiceOf(some) : '',
    format === undefined ? '' : wordsOf(format),
    span(schema.minimum, schema.maximum, ''),
    span(schema.minItems, schema.maxItems, ' items'),
    span(undefined, schema.maxProperties, ' keys'),
    items && !items.properties ? `each ${allowedOf(items).join(', ')}` : '',
    propertyNames ? `each key ${allowedOf(propertyNames).join(', ')}` : '',
  ].filter(Boolean);
};

/**
 * Returns what a format accepts, with its samples as code. The schema, and an error, name the
 * characters.
 */
const wordsOf = (format: string): string =>
  (FORMATS[format]?.words ?? format)
    .replace(/ in which all but .* is percent-encoded, and the host in punycode/, ', percent-encoded and with the host in punycode')
    .replace(/, the bucket of .*(?=\))/, '')
    .replace(/ \(arn:[^)]*\)/, '')
    .replace(/(?<=\()s3:[^,)]*/g, '`$&`')
    .replace(/cron\([^)]*\)/, '`$&`')
    .replace(/ \*$/, ' `*`');

/**
 * Of a long enumeration the beginning and the end are enough: the schema lists it, and so does an
 * error.
 */
const choiceOf = (values: readonly unknown[]): string => {
  const names = values.map((value) => `\`${value}\``);
  if (names.length <= 6) return `one of ${names.join(', ')}`;
  return `one of ${names.slice(0, 3).join(', ')}, … ${names.at(-1)}`;
};

const span = (least: number | undefined, most: number | undefined, what: string): string => {
  if (most === undefined) return least === undefined ? '' : `at least ${least}${what}`;
  return least === undefined ? `at most ${most}${what}` : `${least}–${most}${what}`;
};
