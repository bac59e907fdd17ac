import { inspect } from 'node:util';

/** How a key is written in each of the three ways: in tenantry.config.ts, in tenantry.<stage>.json, and on the command line. */
export const exampleOf = (key: string, value: unknown): readonly string[] => [
  '```sh',
  `${key}: ${asTypeScript(value)},${' '.repeat(4)}# tenantry.config.ts`,
  `${JSON.stringify(key)}: ${JSON.stringify(value)},${' '.repeat(4)}# tenantry.<stage>.json`,
  `${overridesOf(key, value).join(' ')}${' '.repeat(4)}# cdk synth, cdk deploy`,
  '```',
];

const asTypeScript = (value: unknown): string =>
  inspect(value, { depth: null, compact: true, breakLength: Number.POSITIVE_INFINITY, maxStringLength: null })
    .replaceAll('[ ', '[')
    .replaceAll(' ]', ']');

const overridesOf = (path: string, value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [`-c ${path}=${quoted(String(value))}`];
  if (Array.isArray(value)) return [`-c ${path}=${quoted(JSON.stringify(value))}`];
  return Object.entries(value).flatMap(([name, member]) => overridesOf(`${path}.${name}`, member));
};

const quoted = (text: string): string => (/^[\w:/.@+-]*$/.test(text) ? text : `'${text}'`);
