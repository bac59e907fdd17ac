import { randomUUID } from 'node:crypto';
import { PHONE_PATTERN } from '../../functions/shared/contract/schemas.ts';

/** A JSON schema as the contracts write them, as far as values are made from it. */
export interface Schema {
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly readOnly?: boolean;
  readonly items?: Schema;
  readonly additionalProperties?: boolean | Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** True for an object whose members the schema names. */
export const isRecord = (schema: Schema): schema is Schema & Required<Pick<Schema, 'properties'>> => schema.properties !== undefined;

/** A valid value for a schema, with every member it names; another one for another `turn`. */
export const sampleValue = (schema: Schema, turn: number): unknown => {
  if (schema.enum) return schema.enum[turn % schema.enum.length];
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'boolean') return turn % 2 === 1;
  if (type === 'integer') return (schema.minimum ?? 0) + turn;
  if (type === 'array') return [sampleValue(schema.items ?? {}, turn)];
  if (type === 'object') return sampleObject(schema, turn);
  return sampleText(schema, turn);
};

const sampleObject = ({ properties, additionalProperties }: Schema, turn: number): object =>
  properties
    ? Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, sampleValue(schema, turn)]))
    : { [`key-${turn}`]: sampleValue(additionalProperties as Schema, turn) };

const sampleText = ({ format, pattern, minLength = 0 }: Schema, turn: number): string => {
  if (format === 'email') return `sample-${turn}@example.com`;
  if (format === 'date-time') return `2026-11-22T14:15:2${turn}.000Z`;
  if (pattern === PHONE_PATTERN) return `+1415555267${turn}`;
  // Some have to be unique.
  return `text-${turn}-${randomUUID().slice(0, 8)}`.padEnd(minLength, 'x');
};
