import type { OperationProblems } from './generated/operations.ts';
import type { Problem } from './generated/types.ts';

/** The stable codes of the problems of the API. */
export type ProblemCode = NonNullable<Problem['code']>;

type With<K extends keyof Problem> = Required<Pick<Problem, K>>;

/** The members that a problem has for sure, besides those of all. */
interface CertainMembers {
  readonly 'permission-missing': With<'permission'>;
  readonly 'name-taken': With<'name'>;
  readonly 'reference-taken': With<'reference'>;
  readonly 'user-name-taken': With<'userName'>;
  readonly 'external-id-taken': With<'externalId'>;
  readonly 'organization-deleted': With<'deletedAt' | 'purgeAt'>;
  readonly 'reseller-not-empty': With<'count'>;
  readonly 'branch-too-large': With<'limit' | 'count'>;
  readonly 'limit-reached': With<'limitName' | 'limit'>;
  readonly 'invalid-request': With<'errors'>;
  readonly 'password-too-weak': With<'errors'>;
}

/** The body of a problem with a code. */
export type ProblemBody<C extends ProblemCode | undefined> = Omit<Problem, 'code'> & { readonly code: C } & (C extends keyof CertainMembers
    ? CertainMembers[C]
    : unknown);

interface ProblemDetails<C extends ProblemCode | undefined> {
  readonly operation: keyof OperationProblems;
  readonly status: number;
  readonly body: ProblemBody<C>;
  readonly requestId: string | undefined;
  readonly retryAfter: number | undefined;
  readonly attempts: number;
  readonly mayBeDone: boolean;
}

/** The API refused a request. */
export class TenantryProblem<C extends ProblemCode | undefined = ProblemCode | undefined> extends Error {
  override readonly name = 'TenantryProblem';
  /** The stable code; undefined when a gateway or a proxy answered. */
  readonly code: C;
  /** The HTTP status. */
  readonly status: number;
  /** The `operationId` of what was refused. */
  readonly operation: keyof OperationProblems;
  /** The body of the answer (RFC 9457). */
  readonly problem: ProblemBody<C>;
  /** The id of the request, to quote in questions about it. */
  readonly requestId: string | undefined;
  /** The seconds of `Retry-After`. */
  readonly retryAfter: number | undefined;
  /** The number of requests that were sent. */
  readonly attempts: number;
  /**
   * True when one of these requests may have been done: its answer was lost, or says so little. A
   * `version-mismatch` may then come from the very change.
   */
  readonly mayBeDone: boolean;

  constructor({ operation, status, body, requestId, retryAfter, attempts, mayBeDone }: ProblemDetails<C>) {
    super(`${operation}: ${status}${body.code === undefined ? '' : ` ${body.code}`}: ${body.message}`);
    this.code = body.code;
    this.status = status;
    this.operation = operation;
    this.problem = body;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
    this.attempts = attempts;
    this.mayBeDone = mayBeDone;
  }
}

/** A problem of any code, which narrows by its `code`. */
export type AnyProblem = ProblemWith<ProblemCode | undefined>;

/** A problem of one of some codes. */
export type ProblemWith<C extends ProblemCode | undefined> = C extends unknown ? TenantryProblem<C> : never;

/** True for a problem of the API: of any code, or of one of those named. */
export const isProblem = <C extends ProblemCode | undefined = ProblemCode | undefined>(
  error: unknown,
  ...codes: readonly C[]
): error is ProblemWith<C> =>
  error instanceof TenantryProblem && (codes.length === 0 || (codes as readonly (ProblemCode | undefined)[]).includes(error.code));

/** True for a problem of an operation, named by its `operationId`; narrows to the codes it has. */
export const isProblemOf = <O extends keyof OperationProblems>(
  error: unknown,
  operation: O,
): error is ProblemWith<OperationProblems[O] | undefined> => error instanceof TenantryProblem && error.operation === operation;

/** No answer came, or none that could be read. The request may have been done. */
export class TenantryConnectionError extends Error {
  override readonly name = 'TenantryConnectionError';
  /** The `operationId` of the request. */
  readonly operation: keyof OperationProblems;
  /** The number of requests that were sent. */
  readonly attempts: number;

  constructor(operation: keyof OperationProblems, reason: string, attempts: number, cause?: unknown) {
    super(`${operation}: ${reason}`, { cause });
    this.operation = operation;
    this.attempts = attempts;
  }
}

/** The issuer gave no token. */
export class TenantryTokenError extends Error {
  override readonly name = 'TenantryTokenError';
  /** The status of the token endpoint's answer, if there was one. */
  readonly status: number | undefined;

  constructor(reason: string, status?: number, cause?: unknown) {
    super(`No token: ${reason}`, { cause });
    this.status = status;
  }
}
