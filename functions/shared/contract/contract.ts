import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Access } from './access.ts';
import type { Caller } from './caller.ts';
import type { Permission } from './permissions.ts';
import type { ProblemCode, Violation } from './problems.ts';

/** An object schema with known properties, for a query, a path or a response. */
export interface ObjectSchema {
  /** Names the schema among the components of the OpenAPI document. */
  readonly title?: string;
  readonly type: 'object';
  readonly properties: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
  readonly additionalProperties: false;
}

/** A list as an answer without an envelope. */
export interface ArraySchema {
  readonly title?: string;
  readonly type: 'array';
  readonly items: object;
}

/**
 * One operation of the API: types, validation, route, rights and OpenAPI all come from this object.
 */
export interface Contract {
  readonly operationId: string;
  readonly tag: 'Partners' | 'Contacts' | 'Credentials' | 'Resellers' | 'Organizations' | 'Webhooks' | 'Event log' | 'System';
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: `/${string}`;
  readonly summary: string;
  readonly description: string;
  readonly access: Access;
  readonly params?: ObjectSchema;
  readonly query?: ObjectSchema;
  readonly body?: ObjectSchema;
  /**
   * The body in the OpenAPI document, where the operation validates its rows one by one and the
   * validator must let them pass.
   */
  readonly documentedBody?: ObjectSchema;
  /** `?dryRun=true` answers what would be stored and published, and writes nothing. */
  readonly dryRun?: true;
  /**
   * The query parameters also name body fields (`parent.id` for `/parent/id`) and are merged under
   * the body.
   */
  readonly queryTwins?: true;
  readonly response: {
    readonly status: number;
    readonly description: string;
    readonly schema?: ObjectSchema | ArraySchema;
    readonly example?: unknown;
    /** The media type of an answer without a schema. */
    readonly mediaType?: string;
    /** The same answer is a page for who prefers HTML. */
    readonly isHtmlToo?: true;
  };
  /** It answers 201 instead when it creates the entity, and then needs this permission too. */
  readonly creates?: { readonly permission: Permission };
  readonly requestExample?: unknown;
  /**
   * The refusals of this operation beyond what its access, its input and its dependencies imply.
   */
  readonly refusals: readonly ProblemCode[];
  /** The events it publishes. */
  readonly events?: readonly string[];
}

// A default describes what the operation does; an absent value stays absent in the input.
type Part<S> = S extends JSONSchema ? FromSchema<S, { keepDefaultedPropertiesOptional: true }> : Readonly<Record<string, never>>;

/** The validated input of an operation, by its contract. */
export interface Input<C extends Contract> {
  readonly params: Part<C['params']>;
  readonly query: Part<C['query']>;
  readonly body: Part<C['body']>;
}

/**
 * Checks the rules of an operation that a schema cannot express. Their violations are listed with
 * the schema's, so the body may still be any object.
 */
export type Rules<C extends Contract> = (input: Input<C>, caller: Caller) => readonly Violation[];

/** The body of an operation's answer, by its contract. */
export type Answer<C extends Contract> = Part<C['response']['schema']>;
