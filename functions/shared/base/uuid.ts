import type { ObjectSchema } from '../contract/contract.ts';
import { isObject } from '../contract/json.ts';
import { ID_PATTERN } from '../contract/schemas.ts';

// RFC 9562, section 4: hexadecimal digits are written in lower case and read in either.
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const WHOLE = new RegExp(`^${UUID}$`, 'i');
const EACH = new RegExp(UUID, 'gi');

/** Returns whether a text is a UUID, in either case. */
export const isUuid = (text: string): boolean => WHOLE.test(text);

/** Returns an id as the API writes it: a UUID in lower case, anything else as it is. */
export const canonicalId = (id: string): string => (isUuid(id) ? id.toLowerCase() : id);

/** Returns a path with its UUIDs in lower case. */
export const canonicalPath = (path: string): string => path.replace(EACH, (id) => id.toLowerCase());

/**
 * Returns values with those ids in lower case that the schema calls ids of this API. A caller's own
 * ids stay as they are.
 */
export const withCanonicalIds = <T>(schema: Pick<ObjectSchema, 'properties'> | undefined, values: T): T => {
  if (!schema || !isObject(values)) return values;
  const entries = Object.entries(values).map(([name, value]) => [name, isApiId(schema, name) ? canonicalValue(value) : value]);
  return Object.fromEntries(entries) as T;
};

const isApiId = ({ properties }: Pick<ObjectSchema, 'properties'>, name: string): boolean =>
  Object.hasOwn(properties, name) && (properties[name] as { readonly pattern?: unknown }).pattern === ID_PATTERN;

const canonicalValue = (value: unknown): unknown => (typeof value === 'string' ? canonicalId(value) : value);
