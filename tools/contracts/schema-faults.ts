import { Ajv } from 'ajv';
import { nearestWord } from '../../lib/configuration/nearest-word.ts';
import { FORMATS } from './formats.ts';

/** A word of a schema that is wrong: where it stands, and why, as the end of a sentence. */
export interface SchemaFault {
  /** A JSON pointer (RFC 6901) into the schema. */
  readonly pointer: string;
  readonly text: string;
}

type Schema = Readonly<Record<string, unknown>>;

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];
const FORMAT_NAMES = Object.keys(FORMATS);

/** Keywords that hold one schema, a list of schemas, or schemas by name. */
const ONE = ['additionalItems', 'additionalProperties', 'contains', 'else', 'if', 'items', 'not', 'propertyNames', 'then'];
const LISTS = ['allOf', 'anyOf', 'items', 'oneOf'];
const MAPS = ['$defs', 'definitions', 'dependencies', 'patternProperties', 'properties'];

const ajv = new Ajv({ strict: true, allowUnionTypes: true, formats: FORMATS, logger: false, code: { optimize: false } });
const KEYWORDS = Object.keys(ajv.RULES.keywords);

/**
 * Finds what the validator or the OpenAPI document would stumble over in a schema: unknown
 * keywords, types and formats, values of a wrong type, required properties that do not exist, and
 * references to nothing. `root` is the document that references point into.
 */
export const findSchemaFaults = (schema: unknown, root: unknown = schema): readonly SchemaFault[] => {
  const faults = checkSchema(schema, '', root);
  return faults.length > 0 ? faults : checkByCompiler(schema, root);
};

const checkSchema = (schema: unknown, pointer: string, root: unknown): readonly SchemaFault[] => {
  if (typeof schema === 'boolean') return [];
  if (!isObject(schema)) return [{ pointer, text: `${quote(schema)} is not a schema` }];
  const words = Object.entries(schema).flatMap(([keyword, value]) => checkKeyword(keyword, value, pointerTo(pointer, keyword), root));
  const own = [...words, ...checkRequired(schema, pointer)];
  const values = own.length > 0 ? [] : checkValues(schema, pointer);
  return [...own, ...values, ...listSubschemas(schema).flatMap(([path, value]) => checkSchema(value, pointerTo(pointer, ...path), root))];
};

const checkKeyword = (keyword: string, value: unknown, pointer: string, root: unknown): readonly SchemaFault[] => {
  if (!KEYWORDS.includes(keyword)) return [{ pointer, text: `${quote(keyword)} is not a keyword${suggest(keyword, KEYWORDS)}` }];
  if (keyword === '$ref') return isDangling(value, root) ? [{ pointer, text: `${quote(value)} refers to nothing` }] : [];
  if (keyword === 'type') return findUnknownWords([value].flat(), pointer, 'a type', TYPES);
  return keyword === 'format' ? findUnknownWords([value], pointer, 'a format', FORMAT_NAMES) : [];
};

const findUnknownWords = (words: readonly unknown[], pointer: string, what: string, known: readonly string[]): readonly SchemaFault[] =>
  words
    .filter((word) => !known.includes(String(word)))
    .map((word) => ({ pointer, text: `${quote(word)} is not ${what}; known are ${known.join(', ')}` }));

const checkRequired = ({ required, properties }: Schema, pointer: string): readonly SchemaFault[] => {
  if (!Array.isArray(required) || !isObject(properties)) return [];
  return required.flatMap((name: unknown, index) => {
    if (Object.hasOwn(properties, String(name))) return [];
    const text = `${quote(name)} is required and not a property${suggest(String(name), Object.keys(properties))}`;
    return [{ pointer: pointerTo(pointer, 'required', String(index)), text }];
  });
};

/** Holds the values of keywords to the meta-schema; subschemas are looked at on their own. */
const checkValues = (schema: Schema, pointer: string): readonly SchemaFault[] => {
  const inner = new Set([...ONE, ...LISTS, ...MAPS, '$ref']);
  const own = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !inner.has(keyword)));
  if (ajv.validateSchema(own) === true) return [];
  return (ajv.errors ?? []).slice(0, 1).map((error) => ({
    pointer: `${pointer}${error.instancePath}`,
    text: `${quote(resolvePointer(own, error.instancePath))} ${error.message}`,
  }));
};

const compiled = new Map<string, readonly SchemaFault[]>();

/**
 * Compiles the schema for what only the compiler knows, such as a keyword that does not go with its
 * type; once, if several contracts have it.
 */
const checkByCompiler = (schema: unknown, root: unknown): readonly SchemaFault[] => {
  // A part that refers to the rest of its document cannot be compiled without it.
  const text = JSON.stringify(schema);
  if (root !== schema && text.includes('"$ref"')) return [];
  const faults = compiled.get(text) ?? compile(schema);
  compiled.set(text, faults);
  return faults;
};

const compile = (schema: unknown): readonly SchemaFault[] => {
  try {
    ajv.compile(schema as object);
    return [];
  } catch (error) {
    const [, text = '', pointer = ''] = /^(?:strict mode: )?(.*?)(?: at "#?([^"]*)")?(?: \(\w+\))?$/.exec((error as Error).message) ?? [];
    return [{ pointer, text }];
  } finally {
    ajv.removeSchema();
  }
};

const listSubschemas = (schema: Schema): readonly (readonly [path: readonly string[], value: unknown])[] => [
  ...ONE.flatMap((word) => (schema[word] === undefined || Array.isArray(schema[word]) ? [] : [[[word], schema[word]] as const])),
  ...LISTS.flatMap((word) => entriesOf(schema[word], Array.isArray).map(([index, value]) => [[word, index], value] as const)),
  ...MAPS.flatMap((word) => entriesOf(schema[word], isObject).map(([name, value]) => [[word, name], value] as const)),
];

const entriesOf = (value: unknown, isHolder: (value: unknown) => boolean): readonly (readonly [string, unknown])[] =>
  isHolder(value) ? Object.entries(value as object).filter(([, member]) => !Array.isArray(member) || Array.isArray(value)) : [];

const isDangling = (reference: unknown, root: unknown): boolean =>
  typeof reference !== 'string' || !reference.startsWith('#') || resolvePointer(root, decodeURIComponent(reference.slice(1))) === undefined;

const resolvePointer = (document: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, token) => (isObject(value) || Array.isArray(value) ? (value as Schema)[token] : undefined), document);

const pointerTo = (pointer: string, ...tokens: readonly string[]): string =>
  tokens.reduce((path, token) => `${path}/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`, pointer);

const suggest = (word: string, known: readonly string[]): string => {
  const nearest = nearestWord(word, known);
  return nearest === undefined ? '' : `; did you mean "${nearest}"?`;
};

const quote = (value: unknown): string => (value === undefined ? 'undefined' : JSON.stringify(value));

const isObject = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);
