import type { Random } from '../../shared/random.ts';

/** The keywords of the operations' schemas by which values are made. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly allOf?: readonly { readonly pattern: string }[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly readOnly?: boolean;
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
}

/** Options of the values of a run. */
export interface ValueOptions {
  readonly random: Random;
  /** Is in every text: it shows whose the text is. */
  readonly mark: string;
}

/** Makes a value that meets a schema. */
export const makeValue = (schema: Schema, options: ValueOptions): unknown => {
  const { random } = options;
  if (schema.enum) return random.pick(schema.enum);
  const types = [schema.type ?? []].flat();
  switch (types.find((type) => type !== 'null')) {
    case 'string':
      return textOf(schema, options);
    case 'integer':
    case 'number':
      return numberOf(schema, random);
    case 'boolean':
      return random.chance(0.8);
    case 'array':
      return arrayOf(schema, options);
    default:
      return objectOf(schema, options);
  }
};

/** The part of optional members that an object has. */
const OPTIONAL = 0.35;

const objectOf = ({ properties = {}, required = [], additionalProperties, propertyNames }: Schema, options: ValueOptions): object => {
  const { random } = options;
  const isThere = ([name, { readOnly }]: readonly [string, Schema]) => required.includes(name) || (!readOnly && random.chance(OPTIONAL));
  const members = Object.entries(properties)
    .filter(isThere)
    .map(([name, schema]) => [name, makeValue(schema, options)] as const);
  const pairs = typeof additionalProperties === 'object' ? Array.from({ length: random.below(4) }) : [];
  const more = pairs.map(() => [textOf(propertyNames ?? {}, options), makeValue(additionalProperties as Schema, options)] as const);
  return Object.fromEntries([...members, ...more]);
};

const arrayOf = ({ items = {}, minItems = 0, maxItems = 3 }: Schema, options: ValueOptions): readonly unknown[] => {
  const length = Math.min(maxItems, Math.max(minItems, 1 + options.random.below(3)));
  const values = Array.from({ length }, () => makeValue(items, options));
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
};

const numberOf = ({ minimum = 0, maximum = 2 ** 31 - 1 }: Schema, random: Random): number =>
  random.pick([minimum, maximum, minimum + random.below(Math.min(1000, maximum - minimum + 1))]);

// A phone number begins with a plus sign, and an id of another system is one segment of a path.
const CANDIDATES: readonly ((mark: string, unique: string) => string)[] = [
  (mark, unique) => `Zoë ${mark} Müller-李雷 ${unique} 🦉`,
  (mark, unique) => `  ${mark}   ${unique} `,
  (mark, unique) => `${mark}-${unique}`,
  (mark, unique) => `${mark}${unique}`,
  (_, unique) => `+4915${Number.parseInt(unique, 16)}`.slice(0, 15),
  (_, unique) => unique,
];

const textOf = (schema: Schema, { random, mark }: ValueOptions): string => {
  const unique = random.below(2 ** 31).toString(16);
  if (schema.format === 'email') return `${mark}.${unique}@person.example`;
  if (schema.format === 'date-time') return new Date(1.8e12 + random.below(2 ** 31) * 10).toISOString();
  const fitting = CANDIDATES.map((candidate) => candidate(mark, unique)).filter((text) => meets(schema, text));
  const text = random.chance(0.5) ? (fitting[0] ?? unique) : (fitting.find((one) => one.includes(mark)) ?? fitting[0] ?? unique);
  const { maxLength } = schema;
  if (maxLength === undefined || !random.chance(0.05)) return text;
  const long = `${text}${'x'.repeat(maxLength - [...text].length)}`;
  return meets(schema, long) ? long : text;
};

const meets = ({ pattern, allOf = [], minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Schema, text: string): boolean => {
  const { length } = [...text];
  const patterns = [...(pattern === undefined ? [] : [{ pattern }]), ...allOf];
  return length >= minLength && length <= maxLength && patterns.every((one) => new RegExp(one.pattern, 'u').test(text));
};
