import type { HttpResponse } from './transport.ts';
import type { Members } from './wire.ts';

/** Facts about the answer to a call. */
export interface Metadata {
  httpStatusCode?: number;
  requestId?: string | undefined;
  extendedRequestId?: string | undefined;
  cfId?: string | undefined;
  attempts?: number;
  totalRetryDelay?: number;
  clockSkewCorrected?: boolean;
}

interface Fields {
  readonly name?: string;
  readonly message?: string | undefined;
  readonly $fault?: 'client' | 'server';
  readonly $metadata: Metadata;
}

/** An error that a service returned, with every member of its body. */
export class ServiceException extends Error {
  readonly $fault: 'client' | 'server';
  readonly $metadata: Metadata;
  declare readonly $response?: HttpResponse;

  constructor({ name = 'Unknown', message, $fault = 'client', $metadata, ...members }: Fields) {
    super(message);
    this.name = name;
    this.$fault = $fault;
    this.$metadata = $metadata;
    // A body replaces nothing that every error has, such as its stack or its prototype.
    for (const [member, value] of Object.entries(members)) if (!(member in this)) Object.assign(this, { [member]: value });
  }
}

/** Creates the class of one error of a service; every exception of that name is an instance. */
export const namedException = (Base: typeof ServiceException, name: string) =>
  class extends Base {
    static override [Symbol.hasInstance](value: unknown): boolean {
      return value instanceof Base && value.name === name;
    }

    constructor(fields: Fields) {
      super({ ...fields, name });
    }
  };

/** An error with the answer that it is about, hidden from logs. */
export interface AnsweredError extends Error {
  $metadata?: Metadata;
  readonly $response?: HttpResponse;
  readonly code?: string;
}

/** Adds to an error the answer that it is about. */
export const withResponse = (error: AnsweredError, response: HttpResponse): AnsweredError => {
  error.$metadata ??= metadataOf(response);
  return Object.defineProperty(error, '$response', { value: response, enumerable: false });
};

export const metadataOf = ({ statusCode, headers }: HttpResponse): Metadata => ({
  httpStatusCode: statusCode,
  requestId: headers['x-amzn-requestid'] ?? headers['x-amzn-request-id'] ?? headers['x-amz-request-id'],
  extendedRequestId: headers['x-amz-id-2'],
  cfId: headers['x-amz-cf-id'],
});

/** The service of an exception, and how it says errors. */
export interface ErrorRules {
  readonly Exception: typeof ServiceException;
  readonly protocol: { readonly codeOf: CodeReader };
  /** Adds to the body of an error what the headers say. */
  readonly errorOf?: (body: Members, response: HttpResponse) => Members;
}

/** Returns the code of an error: each protocol first looks at another member, or at the header. */
export type CodeReader = (body: Members, header: string | undefined) => unknown;

/** Creates the exception that an answer says, by the body that was read of it. */
export const exceptionOf = ({ Exception, protocol, errorOf }: ErrorRules, response: HttpResponse, read: Members): ServiceException => {
  const body = errorOf?.(read, response) ?? read;
  const { Message, ...members } = body;
  return new Exception({
    ...members,
    name: nameOf(protocol.codeOf(body, response.headers['x-amzn-errortype'])),
    message: String(body.message ?? Message ?? '') || 'UnknownError',
    // The models say the same of every error that a service returns with this status.
    $fault: response.statusCode < 500 ? 'client' : 'server',
    $metadata: metadataOf(response),
  });
};

// `namespace#Code`, or `Code:address`.
const nameOf = (code: unknown): string => {
  const [name = ''] = String(code ?? 'Unknown').split(/[,:]/);
  return name.slice(name.indexOf('#') + 1);
};
