import { base64Of, type Members, mapValues } from './wire.ts';

/** A value of DynamoDB: one member, whose name is the type. */
export type AttributeValue = Readonly<Record<string, unknown>>;

export interface MarshallOptions {
  readonly removeUndefinedValues?: boolean;
  readonly convertClassInstanceToMap?: boolean;
}

/** Converts the members of an object to attribute values, except those that are `undefined`. */
export const marshall = (members: Members, options: MarshallOptions = {}): Members =>
  mapOf(Object.entries(members), { ...options, removeUndefinedValues: true });

// A loop, since every write comes here.
const mapOf = (entries: Iterable<readonly [string, unknown]>, options: MarshallOptions): Members => {
  const converted: (readonly [string, AttributeValue])[] = [];
  for (const [name, value] of entries) if (isStored(value, options)) converted.push([name, attributeValueOf(value, options)]);
  return Object.fromEntries(converted);
};

const isStored = (value: unknown, { removeUndefinedValues }: MarshallOptions): boolean =>
  typeof value !== 'function' && !(removeUndefinedValues && value === undefined);

/**
 * Converts a value to an attribute value.
 * @throws {Error} for a value that DynamoDB cannot hold, or not without loss
 */
const attributeValueOf = (value: unknown, options: MarshallOptions): AttributeValue => {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'boolean':
      return { BOOL: value };
    case 'number':
      return { N: numberOf(value) };
    case 'bigint':
      return { N: String(value) };
    case 'object':
      return value === null ? { NULL: true } : objectValueOf(value, options);
    case 'undefined':
      throw new Error('Pass options.removeUndefinedValues=true to remove undefined values from map/array/set.');
    default:
      throw new Error(`Unsupported type passed: ${typeof value}`);
  }
};

const objectValueOf = (value: object, options: MarshallOptions): AttributeValue => {
  if (Array.isArray(value)) return { L: value.filter((item) => isStored(item, options)).map((item) => attributeValueOf(item, options)) };
  if (value instanceof Set) return setOf([...value].filter((item) => isStored(item, options)));
  if (value instanceof Map) return { M: mapOf(value, options) };
  if (ArrayBuffer.isView(value)) return { B: base64Of(value) };
  if (value instanceof Number || value instanceof String || value instanceof Boolean) return attributeValueOf(value.valueOf(), options);
  // An object may have a member named `constructor`.
  if (options.convertClassInstanceToMap || value.constructor?.name === 'Object' || !value.constructor) {
    return { M: mapOf(Object.entries(value), options) };
  }
  throw new Error('Pass options.convertClassInstanceToMap=true to marshall typeof object as map attribute.');
};

const setOf = (items: readonly unknown[]): AttributeValue => {
  const [first] = items;
  if (first === undefined) throw new Error('Pass a non-empty set, or options.convertEmptyValues=true.');
  if (typeof first === 'string') return { SS: items };
  if (typeof first === 'number' || typeof first === 'bigint') return { NS: items.map(numberOf) };
  if (ArrayBuffer.isView(first)) return { BS: items.map((item) => base64Of(item as Uint8Array)) };
  throw new Error('Only Number Set (NS), Binary Set (BS) or String Set (SS) are allowed.');
};

const numberOf = (value: unknown): string => {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`Special numeric value ${value} is not allowed`);
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw new Error('A number is beyond the safe integers: pass a bigint.');
  }
  return String(value);
};

/**
 * Converts attribute values to an object. Whole numbers beyond the safe integers are `bigint`.
 * @throws {Error} for a fraction beyond the safe integers
 */
export const unmarshall = (members: Members): Members => mapValues(members, (value) => nativeOf(value as AttributeValue));

const nativeOf = (attribute: AttributeValue): unknown => {
  const [type, value] = Object.entries(attribute)[0] ?? [];
  switch (type) {
    case 'NULL':
      return null;
    case 'N':
      return nativeNumberOf(value as string);
    case 'M':
      return unmarshall(value as Members);
    case 'L':
      return (value as readonly AttributeValue[]).map(nativeOf);
    case 'NS':
      return new Set((value as readonly string[]).map(nativeNumberOf));
    case 'SS':
    case 'BS':
      return new Set(value as readonly unknown[]);
    case 'S':
    case 'B':
    case 'BOOL':
      return value;
    default:
      throw new Error(`Unsupported type passed: ${type}`);
  }
};

const nativeNumberOf = (text: string): number | bigint => {
  const value = Number(text);
  if (!Number.isFinite(value) || Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
  try {
    return BigInt(text);
  } catch {
    throw new Error('A number is beyond the safe integers, and no whole one.');
  }
};
