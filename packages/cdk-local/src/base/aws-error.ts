/**
 * An error of an AWS API: `name` is AWS's exception name, `status` the HTTP status, `queryCode` the
 * code of the older query protocol where it differs.
 */
export class AwsError extends Error {
  readonly status: number;
  readonly queryCode: string;
  /** Members of the answer besides name and message. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    name: string,
    message: string,
    options: { readonly status?: number; readonly queryCode?: string; readonly members?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message);
    this.name = name;
    this.status = options.status ?? 400;
    this.queryCode = options.queryCode ?? name;
    this.members = options.members ?? {};
  }
}

/** The refusal of an input that breaks a documented constraint. */
export const validationError = (message: string): AwsError => new AwsError('ValidationException', message);

/** The refusal of a request that names something absent. */
export const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);

/** The refusal of a creation under a name in use. */
export const alreadyExists = (name: string): AwsError => new AwsError('ResourceAlreadyExistsException', `Resource ${name} already exists.`);

/** The refusal of a request beyond a quota. */
const limitExceeded = (message: string): AwsError => new AwsError('LimitExceededException', message);

/** The refusal of one more than a quota has room for, e.g. 300 `rules on default`. */
export const quotaReached = (quota: number, what: string): AwsError =>
  limitExceeded(`The requested resource exceeds the maximum number allowed: ${quota} ${what}.`);

/** The refusal of a call beyond the rate that a service takes. */
export const throttled = (): AwsError => new AwsError('ThrottlingException', 'Rate exceeded');

/** The refusal of an operation that is not served here. */
export const unknownOperation = (action: string): AwsError =>
  new AwsError('UnknownOperationException', `The operation ${action} is not available in the embedded runtime.`);
