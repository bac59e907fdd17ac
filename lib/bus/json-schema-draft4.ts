import { portableSchema } from '../../functions/shared/contract/portable-schema.ts';

type Schema = Readonly<Record<string, unknown>>;

// Keywords that are newer than draft 4 (`const`, `propertyNames`), or that the registry does not
// use.
const LEFT_OUT = new Set(['const', 'propertyNames', 'default']);

/** Converts a schema to JSON Schema draft 4, which the EventBridge schema registry accepts. */
export const toDraft4 = (schema: object): object => {
  const kept = Object.entries(portableSchema(schema as Schema)).filter(([keyword]) => !LEFT_OUT.has(keyword));
  const converted = Object.fromEntries(
    kept.map(([keyword, value]) => [keyword, keyword === 'properties' ? convertMembers(value as Schema) : convertNested(value)]),
  );
  return 'const' in schema ? { ...converted, enum: [schema.const] } : converted;
};

const convertMembers = (properties: Schema): object =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, convertNested(value)]));

const convertNested = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? toDraft4(value) : value;
