import { FORMATS } from '../../lib/configuration/formats.ts';

/** A schema of the configuration, as far as the documentation reads it. */
export interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
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

/** One value that can be written: its path, such as `webhooks[].auth.header`. */
export interface Row {
  readonly path: string;
  readonly type: string;
  readonly default: string;
  readonly allowed: string;
  readonly meaning: string;
}

/** Every value of a key, with the key itself when it holds others. */
export const rowsOf = (path: string, schema: Schema, isRequired: boolean): readonly Row[] => [
  rowOf(path, schema, isRequired),
  ...membersOf(path, schema),
];

const membersOf = (path: string, { properties, required = [], additionalProperties, items, oneOf = [] }: Schema): readonly Row[] => [
  ...Object.entries(properties ?? {}).flatMap(([name, member]) => rowsOf(`${path}.${name}`, member, required.includes(name))),
  ...(additionalProperties ? rowsOf(`${path}.<key>`, additionalProperties, false) : []),
  ...(items?.properties ? membersOf(`${path}[]`, items) : []),
  ...oneOf.flatMap((variant) => variantOf(path, variant)),
];

// Each variant is told by its `type`, which comes first.
const variantOf = (path: string, { properties = {}, required = [] }: Schema): readonly Row[] =>
  Object.entries(properties).flatMap(([name, member]) => {
    const rows = rowsOf(`${path}.${name}`, member, required.includes(name));
    return name === 'type' ? rows : rows.map((row) => ({ ...row, meaning: sentence(row.meaning, ofType(properties)) }));
  });

const ofType = ({ type = {} }: Readonly<Record<string, Schema>>): string => `Of the type \`${type.const}\`.`;

const rowOf = (path: string, schema: Schema, isRequired: boolean): Row => ({
  path,
  type: typeOf(schema),
  default: schema.default === undefined ? (isRequired ? '**required**' : 'absent') : `\`${JSON.stringify(schema.default)}\``,
  allowed: allowedOf(schema),
  meaning: schema.description ?? '',
});

const typeOf = ({ type, items, const: only }: Schema): string => {
  if (only !== undefined) return 'string';
  return type === 'array' ? `list of ${items?.type ?? 'value'}s` : (type ?? 'string');
};

/** What a value may be, in words. */
export const allowedOf = (schema: Schema): string => {
  const { const: only, enum: some, format, pattern, items, propertyNames } = schema;
  const words = [
    only === undefined ? '' : `\`${only}\``,
    some?.map((value) => `\`${value}\``).join(', ') ?? '',
    format === undefined ? '' : (FORMATS[format]?.words ?? format),
    pattern === undefined ? '' : `\`${pattern}\``,
    span(schema.minimum, schema.maximum, ''),
    format === undefined ? span(schema.minLength, schema.maxLength, ' characters') : '',
    span(schema.minItems, schema.maxItems, ' items'),
    span(undefined, schema.maxProperties, ' keys'),
    items && !items.properties ? `each ${allowedOf(items)}` : '',
    propertyNames ? `keys: ${allowedOf(propertyNames)}` : '',
  ];
  return words
    .filter(Boolean)
    .join('; ')
    .replace(/\(((?:arn|s3):[^)]*)\)/g, '(`$1`)');
};

const span = (least: number | undefined, most: number | undefined, what: string): string => {
  if (most === undefined) return least === undefined ? '' : `at least ${least}${what}`;
  return least === undefined ? `at most ${most}${what}` : `${least} to ${most}${what}`;
};

const sentence = (...parts: readonly string[]): string => parts.filter(Boolean).join(' ');
