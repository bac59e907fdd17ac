import type { OptionDeclaration } from '../command/declaration.ts';
import { type DocumentedOperation, resolve, type Schema, typeOf } from './schema.ts';

/** A member of a request that an option gives. */
export interface Input {
  readonly option: string;
  /** Where its value goes, such as `address.city`. */
  readonly path: readonly string[];
  readonly kind: 'text' | 'number' | 'boolean' | 'list' | 'map';
  readonly declaration: OptionDeclaration;
}

/** Parameters that the command has other options for. */
const PAGING = ['limit', 'cursor', 'members'];

/** Writes a name of the API as an option: `allowedUsers` is `--allowed-users`. */
const optionOf = (path: readonly string[]): string =>
  path
    .map((name) => (/^(?:reseller|partner)Id$/.test(name) ? name.slice(0, -2) : name))
    .map((name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))
    .join('.');

/** Returns what options give of the query and of the body, without names of the path. */
export const inputsOf = ({ parameters = [], requestBody }: DocumentedOperation, inPath: readonly string[]): readonly Input[] => {
  const query = parameters
    .filter((one) => one.in === 'query' && !PAGING.includes(one.name))
    .flatMap(({ name, schema, description }) =>
      inputOf([name], { ...schema, ...(description !== undefined && { description }) }, 'Filters:'),
    );
  const { properties = {}, required = [] } = resolve(requestBody?.content['application/json'].schema ?? {});
  const members = Object.entries(properties)
    .filter(([name, { readOnly }]) => !readOnly && name !== 'version' && !inPath.includes(name))
    .flatMap(([name, schema]) => inputOf([name], schema, 'Members:', required.includes(name)));
  return [...query, ...members];
};

const inputOf = (path: readonly string[], given: Schema, group: string, isRequired = false): readonly Input[] => {
  const schema = resolve(given);
  const kind = kindOf(schema);
  if (kind === undefined) {
    // Two levels are what a person types; the rest is given as --data.
    const { properties = {}, required = [] } = schema;
    return path.length > 1
      ? []
      : Object.entries(properties).flatMap(([name, one]) => inputOf([...path, name], one, group, isRequired && required.includes(name)));
  }
  const help = helpOf(schema, kind, isRequired);
  const choices = kind === 'boolean' ? ['true', 'false'] : (schema.enum ?? schema.items?.enum);
  return [
    {
      option: optionOf(path),
      ...{ path, kind },
      declaration: {
        ...{ value: VALUES[kind], help, group },
        ...(kind === 'list' || kind === 'map' ? { multiple: true as const } : {}),
        ...(choices !== undefined && { choices }),
      },
    },
  ];
};

const VALUES = { text: '<text>', number: '<n>', boolean: '<true|false>', list: '<text>', map: '<key=value>' } as const;

const kindOf = (schema: Schema): Input['kind'] | undefined => {
  switch (typeOf(schema)) {
    case 'string':
      return 'text';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return typeOf(resolve(schema.items ?? {})) === 'string' ? 'list' : undefined;
    default:
      return typeof schema.additionalProperties === 'object' ? 'map' : undefined;
  }
};

const helpOf = ({ description = '', enum: values }: Schema, kind: Input['kind'], isRequired: boolean): string => {
  const first = description.split(/(?<=[.;])\s/).find((sentence) => !/lone surrogates/.test(sentence)) ?? '';
  const plain = first.replace(/[.;]$/, '');
  return [
    ...(plain === '' ? [] : [`${plain.charAt(0).toLowerCase()}${plain.slice(1)}`]),
    ...(values === undefined ? [] : [`one of ${values.join(', ')}`]),
    ...(kind === 'list' || kind === 'map' ? ['repeatable'] : []),
    ...(isRequired ? ['required'] : []),
  ].join('; ');
};
