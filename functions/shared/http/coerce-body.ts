import { isObject } from '../contract/json.ts';

interface Schema {
  readonly type?: unknown;
  readonly format?: unknown;
  readonly minimum?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
}

interface CoerceOptions {
  /** A member that is null counts as absent: in what creates there is nothing to remove. */
  readonly nullIsAbsent: boolean;
}

/**
 * Returns a body with the ids of partners and contacts as numbers where they are digits, and
 * without members that count as absent. It touches only what the schema names, so that everything
 * else is still refused.
 */
export const coerceBody = (schema: object, body: unknown, options: CoerceOptions): unknown => {
  if (!isObject(body)) return coerceId(schema, body);
  const members = Object.entries(body).flatMap(([name, value]) => {
    const member = memberOf(schema, name);
    if (!member) return [[name, value] as const];
    if (value === null && options.nullIsAbsent && !allowsNull(member)) return [];
    return [[name, coerceBody(member, value, options)] as const];
  });
  return Object.fromEntries(members);
};

const memberOf = ({ properties = {}, additionalProperties }: Schema, name: string): Schema | undefined => {
  if (Object.hasOwn(properties, name)) return properties[name];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
};

const allowsNull = ({ type }: Schema): boolean => [type].flat().includes('null');

const coerceId = ({ format, minimum }: Schema, value: unknown): unknown =>
  format === 'int32' && minimum === 1 && typeof value === 'string' && /^[1-9]\d{0,9}$/.test(value) ? Number(value) : value;
