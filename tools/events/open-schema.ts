export type Schema = Readonly<Record<string, unknown>>;

/** The keywords that a consumer may rely on; others are limits of today's requests. */
const KEPT = ['title', 'description', 'type', 'const', 'format', 'required', 'properties', 'items', 'additionalProperties'];

/**
 * Returns a schema as consumers of events may rely on it: a later release may add members and
 * values of enumerations, and may change limits. Of formats only times are kept.
 */
export const openSchema = (given: object): Schema => {
  const schema = given as Schema;
  const { enum: values } = schema as { readonly enum?: readonly unknown[] };
  const kept = Object.entries(schema).filter(([keyword, value]) => KEPT.includes(keyword) && !isLimit(keyword, value));
  const constant = schema.const ?? values?.[0];
  return {
    ...(constant !== undefined && { type: typeof constant }),
    ...Object.fromEntries(kept.map(([keyword, value]) => [keyword, openInner(keyword, value)])),
    ...(values !== undefined && { examples: values }),
  };
};

const isLimit = (keyword: string, value: unknown): boolean =>
  (keyword === 'format' && value !== 'date-time') || (keyword === 'additionalProperties' && value === false);

const openInner = (keyword: string, value: unknown): unknown => {
  if (keyword === 'items' || keyword === 'additionalProperties') return openSchema(value as object);
  return keyword === 'properties' ? mapProperties(value as Schema, openSchema) : value;
};

/** Converts the schema of each property. */
export const mapProperties = (properties: Schema, convert: (schema: Schema) => unknown): Schema =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, convert(schema as Schema)]));
