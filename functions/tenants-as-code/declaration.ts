import { isObject } from '../shared/contract/json.ts';
import type { DriftPolicy, TenantProperties } from './contract.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** A part of a JSON schema: as much as it takes to read text as the value that it stands for. */
export interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly readOnly?: boolean;
  readonly properties?: Readonly<Record<string, object>>;
  readonly additionalProperties?: boolean | object;
}

/** A tenant as the stack declares it. */
export interface Declaration {
  readonly externalId: string;
  /** The id of the reseller or partner above it. */
  readonly parent: string | undefined;
  readonly fields: Fields;
  readonly adopt: boolean;
  readonly driftPolicy: DriftPolicy;
}

/** Reads the properties of a custom resource: numbers and booleans come as text. */
export const readDeclaration = (properties: TenantProperties, schema: FieldSchema): Declaration => ({
  externalId: properties.ExternalId,
  parent: properties.Parent === undefined ? undefined : String(properties.Parent),
  fields: readAs(schema, properties.Fields) as Fields,
  adopt: String(properties.Adopt) === 'true',
  driftPolicy: properties.DriftPolicy,
});

const readAs = (schema: FieldSchema, value: unknown): unknown => {
  const { type, properties = {}, additionalProperties } = schema;
  if (isObject(value)) {
    const memberOf = (name: string): FieldSchema =>
      properties[name] ?? (typeof additionalProperties === 'object' ? additionalProperties : {});
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, readAs(memberOf(name), member)]));
  }
  if (typeof value !== 'string') return value;
  if (type === 'integer' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  return type === 'boolean' && (value === 'true' || value === 'false') ? value === 'true' : value;
};
