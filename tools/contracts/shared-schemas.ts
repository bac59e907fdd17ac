type Schema = Readonly<Record<string, unknown>>;

/** The keywords whose values are schemas, one, a list of them, or by name. */
const ONE = ['items', 'additionalProperties', 'if', 'then', 'else', 'not'];
const LISTS = ['anyOf', 'allOf', 'oneOf'];
const BY_NAME = ['properties', 'patternProperties'];

// A call of a function of its own would be longer than a smaller schema.
const LEAST_LENGTH = 60;

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Converts the schemas directly inside of one; those of `propertyNames` stay as they are. */
const mapInner = (schema: Schema, convert: (inner: unknown) => unknown): Schema =>
  Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (ONE.includes(keyword)) return [keyword, convert(value)];
      if (LISTS.includes(keyword)) return [keyword, (value as readonly unknown[]).map(convert)];
      if (!BY_NAME.includes(keyword)) return [keyword, value];
      return [keyword, Object.fromEntries(Object.entries(value as Schema).map(([name, inner]) => [name, convert(inner)]))];
    }),
  );

// They differ where the schemas are the same.
const ANNOTATIONS = ['title', 'description', 'default', 'example', 'examples', 'readOnly', 'deprecated'];

const withoutAnnotations = (schema: unknown): unknown =>
  isSchema(schema)
    ? mapInner(Object.fromEntries(Object.entries(schema).filter(([keyword]) => !ANNOTATIONS.includes(keyword))), withoutAnnotations)
    : schema;

/**
 * Returns the same schema, without annotations, in which each part that comes several times stands
 * once, in `$defs`: a validator then has one function for it.
 */
export const withSharedSchemas = (described: Schema): Schema => {
  const schema = withoutAnnotations(described) as Schema;
  const times = new Map<string, number>();
  const count = (inner: unknown): unknown => {
    if (!isSchema(inner)) return inner;
    const text = JSON.stringify(inner);
    times.set(text, (times.get(text) ?? 0) + 1);
    return times.get(text) === 1 ? mapInner(inner, count) : inner;
  };
  mapInner(schema, count);

  const names = new Map<string, string>();
  const $defs: Record<string, unknown> = {};
  const share = (inner: unknown): unknown => {
    if (!isSchema(inner)) return inner;
    const text = JSON.stringify(inner);
    // In strict mode each schema says its type, except within one that does.
    const isShared = 'type' in inner && text.length >= LEAST_LENGTH && (times.get(text) ?? 0) > 1;
    if (!isShared) return mapInner(inner, share);
    const name = names.get(text) ?? `s${names.size}`;
    if (!names.has(text)) {
      names.set(text, name);
      $defs[name] = mapInner(inner, share);
    }
    return { $ref: `#/$defs/${name}` };
  };
  return { ...mapInner(schema, share), $defs };
};
