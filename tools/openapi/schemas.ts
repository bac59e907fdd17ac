type Schema = Readonly<Record<string, unknown>>;

/** A schema by reference when it has a title, else in place with the titled schemas inside it by reference. */
export const schemaOf = (schema: object): object => {
  const { title } = schema as { readonly title?: string };
  return title ? { $ref: `#/components/schemas/${title}` } : linked(schema);
};

/** A schema in place, without its title; the titled schemas inside it are referred to. */
export const linked = (schema: object): object => {
  const { title: _, ...rest } = schema as Schema;
  return Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, name === 'properties' ? linkedProperties(value as Schema) : nested(value)]),
  );
};

/** Every titled schema in a schema, itself included. */
export const titled = (schema: object): readonly (readonly [title: string, schema: object])[] => {
  const { title } = schema as { readonly title?: unknown };
  const inside = Object.values(schema).flat().filter(isObject).flatMap(titled);
  return typeof title === 'string' ? [[title, schema], ...inside] : inside;
};

const linkedProperties = (properties: Schema): object =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, nested(value)]));

const nested = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(nested);
  return isObject(value) ? schemaOf(value) : value;
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
