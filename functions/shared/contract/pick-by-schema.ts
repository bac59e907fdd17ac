/**
 * Copies from `value` what the schema describes, in the schema's order, and nothing else, so that
 * only published fields leave.
 */
export const pickBySchema = (schema: object, value: unknown): unknown => {
  const { properties, items } = schema as { properties?: Readonly<Record<string, object>>; items?: object };
  if (Array.isArray(value)) return items ? value.map((item) => pickBySchema(items, item)) : value;
  if (!properties || typeof value !== 'object' || value === null) return value;
  const source = value as Readonly<Record<string, unknown>>;
  const members = Object.entries(properties).filter(([name]) => source[name] !== undefined);
  return Object.fromEntries(members.map(([name, property]) => [name, pickBySchema(property, source[name])]));
};
