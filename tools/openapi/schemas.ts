type Schema = Readonly<Record<string, unknown>>;

/**
 * Returns a reference to a schema that has a title; else the schema itself, with references to the
 * titled schemas inside it.
 */
export const referTo = (schema: object): object => {
  const { title } = schema as { readonly title?: string };
  return title ? { $ref: `#/components/schemas/${title}` } : linkSchema(schema);
};

/** Returns a schema without its title, with references to the titled schemas inside it. */
export const linkSchema = (schema: object): object => {
  const { title: _, ...rest } = schema as Schema;
  return Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, name === 'properties' ? linkProperties(value as Schema) : linkNested(value)]),
  );
};

/** Lists every titled schema in a schema, itself included. */
export const listTitled = (schema: object): readonly (readonly [title: string, schema: object])[] => {
  const { title } = schema as { readonly title?: unknown };
  const inside = Object.values(schema).flat().filter(isObject).flatMap(listTitled);
  return typeof title === 'string' ? [[title, schema], ...inside] : inside;
};

const linkProperties = (properties: Schema): object =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, linkNested(value)]));

const linkNested = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(linkNested);
  return isObject(value) ? referTo(value) : value;
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
