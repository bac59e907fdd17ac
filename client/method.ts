/** An operation as a request: see `generated/operations.ts`. */
export interface Operation {
  /** Its `operationId` in the OpenAPI document. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: `/${string}`;
  /**
   * When a request whose answer was lost may be sent again: always, with its `Idempotency-Key`,
   * with the version that the entity must have, or never.
   */
  readonly repeat: 'always' | 'with-key' | 'with-version' | 'never';
  /** Marks an operation that needs no credentials. */
  readonly isPublic?: true;
  /** Marks a list, which is read page by page. */
  readonly isPaged?: true;
  /** The query parameters of an operation that also has a body. */
  readonly query?: readonly string[];
}

/** The second argument of every method: how the request is made. */
export interface CallOptions {
  /** Ends the call, and all waiting for a retry. */
  readonly signal?: AbortSignal;
  /** The milliseconds that the call may take, with its retries; 60,000 by default. */
  readonly timeout?: number;
  /** The most retries of the call; 4 by default. */
  readonly retries?: number;
}

/** The version that an entity must have: a number, an entity as it was read, or an `ETag`. */
export type Version = number | string | { readonly version: number };

/** The options of an operation that takes `Idempotency-Key`. */
export interface Keyed {
  /** By default a new UUID for each call, which is the same in its retries. */
  readonly idempotencyKey?: string;
}

/** The options of an operation that takes `If-Match`. */
export interface Matched {
  /** The call is refused with `version-mismatch` when the entity has another version. */
  readonly ifMatch?: Version;
}

/** The options of an operation that replaces an entity or creates it. */
export interface Creating {
  /** Only creates: the call is refused with `version-mismatch` when there is an entity. */
  readonly ifNoneMatch?: '*';
}

/** The option of a dry run, which answers what the request would do. */
export interface DryRunning {
  readonly dryRun: true;
}

/** All options of a call, of whatever operation. */
export interface AllOptions extends CallOptions, Keyed, Matched, Creating, Partial<DryRunning> {}

type Part<T> = [NonNullable<T>] extends [never] ? unknown : NonNullable<T>;
type Flat<T> = { [K in keyof T]: T[K] };

/** The input of an operation as the generator describes it. */
interface Input {
  readonly path?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

/**
 * The arguments of a method: path parameters, query parameters and the members of the body in one
 * object. A name of the path is not a member of the body.
 */
export type MethodArgs<D extends Input> = Flat<Part<D['path']> & Part<D['query']> & Omit<Part<D['body']>, keyof Part<D['path']>>>;

type Item<R> = R extends readonly (infer I)[] ? I : R extends { readonly data: readonly (infer I)[] } ? I : never;

/** A page of a list. */
export interface Page<I> {
  readonly items: readonly I[];
  /** The `cursor` of the next page; undefined on the last one. */
  readonly nextCursor: string | undefined;
  /** On the last page: the `cursor` for what is created later. */
  readonly resumeCursor: string | undefined;
}

/**
 * A list, from its first page or from the `cursor` of the arguments. Nothing is sent before it is
 * read.
 */
export interface Pages<R> extends AsyncIterable<Item<R>> {
  /** Reads one page. */
  page(): Promise<Page<Item<R>>>;
  /** Reads page after page. */
  pages(): AsyncIterable<Page<Item<R>>>;
}
