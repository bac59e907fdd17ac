import { portableSchema } from '../../functions/shared/contract/portable-schema.ts';
import { DocumentError } from './write-document.ts';

type Schema = Readonly<Record<string, unknown>>;

/**
 * Returns a reference to a schema that has a title; else the schema itself, with references to the
 * titled schemas inside it.
 */
export const referTo = (schema: object): object => {
  const { title } = schema as { readonly title?: string };
  return title ? { $ref: `#/components/schemas/${title}` } : linkSchema(schema);
};

/**
 * Returns every titled schema in some schemas by its title, with references to those inside it.
 * @throws {DocumentError} when two that differ have one title
 */
export const componentsOf = (schemas: readonly object[]): Readonly<Record<string, object>> => {
  const components = new Map<string, object>();
  for (const [title, schema] of schemas.flatMap(listTitled)) {
    const linked = linkSchema(schema);
    const other = components.get(title) ?? linked;
    if (JSON.stringify(other) !== JSON.stringify(linked)) throw new DocumentError(`two schemas have the title ${title}, and differ.`);
    components.set(title, linked);
  }
  return Object.fromEntries(components);
};

/** Lists every titled schema in a schema, itself included. */
export const listTitled = (schema: object): readonly (readonly [title: string, schema: object])[] => {
  const { title } = schema as { readonly title?: unknown };
  const inside = Object.values(schema).flat().filter(isObject).flatMap(listTitled);
  return typeof title === 'string' ? [[title, schema], ...inside] : inside;
};

/** Returns a schema with references to the titled schemas inside it. */
const linkSchema = (schema: object): object =>
  Object.fromEntries(
    Object.entries(portableSchema(schema as Schema)).map(([name, value]) => [
      name,
      name === 'properties' ? linkProperties(value as Schema) : linkNested(value),
    ]),
  );

const linkProperties = (properties: Schema): object =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, linkNested(value)]));

const linkNested = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(linkNested);
  return isObject(value) ? referTo(value) : value;
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
