/** Every refusal of the API: its stable code, its HTTP status and its title (RFC 9457 `title`). */
export const PROBLEMS = {
  'malformed-json': { status: 400, title: 'The body is not valid JSON' },
  'invalid-request': { status: 400, title: 'The request does not meet its schema' },
  'password-link-invalid': { status: 400, title: 'The link is not valid any more' },
  'password-too-weak': { status: 400, title: 'The password is too weak' },
  'credentials-missing': { status: 401, title: 'Credentials are required' },
  'credentials-invalid': { status: 401, title: 'The credentials are not valid' },
  'token-expired': { status: 401, title: 'The token has expired' },
  'token-invalid': { status: 401, title: 'The token is not valid' },
  'permission-missing': { status: 403, title: 'The caller lacks a permission' },
  'foreign-tenant': { status: 403, title: 'The caller would act outside its own tenant' },
  'role-too-high': { status: 403, title: "The role stands above the caller's own" },
  'route-not-found': { status: 404, title: 'There is no such route' },
  'partner-not-found': { status: 404, title: 'There is no such partner' },
  'parent-not-found': { status: 404, title: 'There is no such parent partner' },
  'reseller-not-found': { status: 404, title: 'There is no such reseller' },
  'webhook-not-found': { status: 404, title: 'There is no such webhook endpoint' },
  'delivery-not-found': { status: 404, title: 'There is no such delivery' },
  'event-not-found': { status: 404, title: 'There is no such event' },
  'organization-not-found': { status: 404, title: 'There is no such organization' },
  'organization-deleted': { status: 410, title: 'The organization was deleted' },
  'method-not-allowed': { status: 405, title: 'The path does not take this method' },
  'name-taken': { status: 409, title: 'The name is taken' },
  'reference-taken': { status: 409, title: 'The reference is taken' },
  'external-id-taken': { status: 409, title: 'The external id is taken' },
  'user-name-taken': { status: 409, title: 'The user name is taken' },
  'contact-not-found': { status: 404, title: 'The partner has no such contact' },
  'contact-inactive': { status: 409, title: 'The contact is inactive' },
  'credential-not-found': { status: 404, title: 'The partner has no such credential' },
  'parent-inactive': { status: 409, title: 'The parent partner is inactive' },
  'depth-exceeded': { status: 409, title: 'The hierarchy would become too deep' },
  'would-create-cycle': { status: 409, title: 'The partner would stand below itself' },
  'branch-too-large': { status: 409, title: 'The branch is too large to move at once' },
  'last-supervisor': { status: 409, title: 'The partner would have no active supervisor' },
  'organization-not-deleted': { status: 409, title: 'The organization is not deleted' },
  'reseller-not-empty': { status: 409, title: 'The reseller still has organizations' },
  'webhook-not-receiving': { status: 409, title: 'The webhook endpoint takes no webhooks now' },
  'quota-reached': { status: 409, title: 'No more webhook endpoints are taken' },
  'limit-reached': { status: 409, title: 'A limit is reached' },
  'version-mismatch': { status: 412, title: 'The entity has another version' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body must be plain JSON' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key was used with another request' },
  'too-many-batches': { status: 429, title: 'Too many batches are under way' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'internal-error': { status: 500, title: 'An internal error occurred' },
  contention: { status: 503, title: 'Too many changes at once' },
  'dependency-unavailable': { status: 503, title: 'A dependency is unavailable' },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/**
 * One violated rule: its place (`pointer` is an RFC 6901 JSON pointer into that part), its code and
 * a sentence.
 */
export interface Violation {
  readonly in: 'body' | 'path' | 'query' | 'header';
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

interface RefusalDetails {
  /** Members added to the problem, such as `limit` and `count`. */
  readonly members?: Readonly<Record<string, string | number>>;
  readonly violations?: readonly Violation[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/**
 * A request that is refused for a reason that the caller may know. Anything else that is thrown is
 * a defect.
 */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly members: Readonly<Record<string, string | number>>;
  readonly violations: readonly Violation[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, detail: string, { members = {}, violations = [], headers = {}, cause }: RefusalDetails = {}) {
    super(detail, { cause });
    this.name = 'Refusal';
    this.code = code;
    this.members = members;
    this.violations = violations;
    this.headers = headers;
  }
}

/**
 * Creates the refusal of a request that breaks rules; all of them are listed, and the detail has
 * the first three.
 */
export const invalid = (violations: readonly Violation[]): Refusal => {
  const sentences = violations
    .slice(0, MAX_IN_DETAIL)
    .map(({ in: part, pointer, message }) => `${[part, pointer].filter(Boolean).join(' ')} ${message}`);
  const more = violations.length > MAX_IN_DETAIL ? [`and ${violations.length - MAX_IN_DETAIL} more`] : [];
  return new Refusal('invalid-request', [...sentences, ...more].join('; '), { violations });
};

const MAX_IN_DETAIL = 3;
