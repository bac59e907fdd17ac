import document from '../../docs/openapi.json' with { type: 'json' };

/** The part of a JSON Schema that options and tables are made from. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly readOnly?: boolean;
}

interface DocumentedResponse {
  readonly description: string;
  readonly content?: { readonly 'application/json'?: { readonly schema: Schema } };
}

/** An operation of the OpenAPI document, which is generated from the contracts. */
export interface DocumentedOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly 'x-permission'?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly description?: string;
    readonly required?: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
  readonly responses: Readonly<Partial<Record<string, DocumentedResponse>>>;
}

const { paths, components } = document as unknown as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

const byId = new Map(Object.values(paths).flatMap((methods) => Object.values(methods).map((one) => [one.operationId, one] as const)));

/** Returns an operation by its id. @throws {Error} when there is none */
export const documented = (id: string): DocumentedOperation => {
  const operation = byId.get(id);
  if (operation === undefined) throw new Error(`The OpenAPI document has no operation ${id}.`);
  return operation;
};

/** Follows a reference to a schema; what stands beside the reference stays. */
export const resolve = ({ $ref, ...schema }: Schema): Schema =>
  $ref === undefined ? schema : { ...components.schemas[$ref.split('/').at(-1) ?? ''], ...schema };

/** Returns the type of a schema, but for `null`. */
export const typeOf = ({ type }: Schema): string | undefined => (typeof type === 'string' ? type : type?.find((one) => one !== 'null'));

/** Returns the schema of what an operation answers: of one item, when it answers a list. */
export const answered = ({ responses }: DocumentedOperation): Schema => {
  const success = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
  const schema = resolve(success?.content?.['application/json']?.schema ?? {});
  const { items } = schema.properties?.data ?? schema;
  return items === undefined ? schema : resolve(items);
};
