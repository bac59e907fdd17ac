type Schema = Readonly<Record<string, unknown>>;

// Keywords that came after draft 4 (`const`, `propertyNames`), or that the registry has no use for.
const LEFT_OUT = new Set(['const', 'propertyNames', 'default', 'title']);

/** A schema of ours in the words of JSON Schema draft 4, which is what the EventBridge schema registry takes. */
export const draft4 = (schema: object): object => {
  const kept = Object.entries(schema).filter(([keyword]) => !LEFT_OUT.has(keyword));
  const converted = Object.fromEntries(
    kept.map(([keyword, value]) => [keyword, keyword === 'properties' ? members(value as Schema) : nested(value)]),
  );
  return 'const' in schema ? { ...converted, enum: [schema.const] } : converted;
};

const members = (properties: Schema): object =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, nested(value)]));

const nested = (value: unknown): unknown => (typeof value === 'object' && value !== null && !Array.isArray(value) ? draft4(value) : value);
