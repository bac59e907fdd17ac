import { configurationSchema } from '../../lib/configuration/configuration-schema.ts';
import { FORMATS } from '../../lib/configuration/formats.ts';

/**
 * Writes `docs/configuration.schema.json`, which editors check a `tenantry.<stage>.json` with;
 * rules between keys are left to synth.
 */
export const configurationJsonSchema = (): string => {
  const { properties, ...rest } = plain(configurationSchema) as { readonly properties: object };
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'The configuration of one stage of Tenantry',
    ...rest,
    properties: { $schema: { type: 'string' }, ...properties },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
};

/**
 * Returns the schema without what only our validator knows: formats become their descriptions, and
 * `oneOf` has no discriminator.
 */
const plain = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(plain);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { discriminator: _, format, ...rest } = schema as { readonly discriminator?: unknown; readonly format?: unknown };
  const members = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, plain(value)]));
  if (typeof format !== 'string') return format === undefined ? members : { ...members, format };
  const words = `Must be ${FORMATS[format]?.words ?? format}.`;
  return { ...members, description: 'description' in members ? `${members.description} ${words}` : words };
};
