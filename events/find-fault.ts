/** The part of JSON Schema that events need; `ref` names a schema of the set. */
export interface Schema {
  readonly ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly format?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
}

/** The first member that does not match a schema. */
export interface Fault {
  /** A JSON pointer (RFC 6901); empty for the whole value. */
  readonly pointer: string;
  /** The end of a sentence that begins with the member. */
  readonly reason: string;
}

type Schemas = Readonly<Record<string, Schema>>;

/** Finds the first fault of a value. Members that the schema does not know are accepted. */
export const findFault = (value: unknown, given: Schema, schemas: Schemas, pointer = ''): Fault | undefined => {
  const schema = given.ref === undefined ? given : (schemas[given.ref] ?? {});
  const types = [schema.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) {
    return { pointer, reason: `must be of type ${types.join(' or ')}, and is of type ${typeOf(value)}` };
  }
  if (schema.const !== undefined && value !== schema.const) return { pointer, reason: `must be ${JSON.stringify(schema.const)}` };
  if (schema.format === 'date-time' && !isTime(value)) return { pointer, reason: 'must be a time as RFC 3339 writes it' };
  return findInside(value, schema, schemas, pointer);
};

const findInside = (value: unknown, schema: Schema, schemas: Schemas, pointer: string): Fault | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const { required = [], properties = {}, items, additionalProperties } = schema;
  const missing = required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return { pointer: `${pointer}/${escapeToken(missing)}`, reason: 'is missing' };
  for (const [name, member] of Object.entries(Array.isArray(value) ? [...value] : value)) {
    const inner = Array.isArray(value) ? items : Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    const fault = inner && findFault(member, inner, schemas, `${pointer}/${escapeToken(name)}`);
    if (fault) return fault;
  }
  return undefined;
};

const isOfType = (value: unknown, type: string): boolean => (type === 'integer' ? Number.isInteger(value) : typeOf(value) === type);

const typeOf = (value: unknown): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
};

const TIME = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

// Date.parse would read 30 February as 2 March.
const isTime = (value: unknown): boolean => {
  const [, year, month, day] = (TIME.exec(String(value)) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return month >= 1 && month <= 12 && day >= 1 && day <= days;
};

const escapeToken = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
