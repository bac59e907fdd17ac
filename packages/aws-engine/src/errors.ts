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

/** A place of the code of an error: the header, or a member of the body. */
export type CodePlace = 'type' | 'code' | 'header';

/** The service of an exception, and how it says errors. */
export interface ErrorRules {
  readonly Exception: typeof ServiceException;
  readonly protocol: { readonly codePlaces: readonly CodePlace[] };
  /** The names of errors whose codes are others. */
  readonly names?: Readonly<Record<string, string>>;
  /** Adds to the body of an error what the headers say. */
  readonly errorOf?: (body: Members, response: HttpResponse) => Members;
}

/** Creates the exception that an answer says, by the body that was read of it. */
export const exceptionOf = (rules: ErrorRules, response: HttpResponse, read: Members): ServiceException => {
  const body = rules.errorOf?.(read, response) ?? read;
  const { Message, ...members } = body;
  const code = codeOf(codeIn(rules.protocol.codePlaces, response, body));
  return new rules.Exception({
    ...members,
    name: rules.names?.[code] ?? code,
    message: String(body.message ?? Message ?? '') || 'UnknownError',
    // The models say the same of every error that a service returns with this status.
    $fault: response.statusCode < 500 ? 'client' : 'server',
    $metadata: metadataOf(response),
  });
};

const codeIn = (places: readonly CodePlace[], { headers }: HttpResponse, body: Members): unknown => {
  const codes = { type: body.__type, code: body.code ?? body.Code, header: headers['x-amzn-errortype'] };
  return places.map((place) => codes[place]).find((code) => code !== undefined && code !== null);
};

// `namespace#Code`, or `Code:address`.
const codeOf = (type: unknown): string => {
  const [name = ''] = String(type ?? 'Unknown').split(/[,:]/);
  return name.slice(name.indexOf('#') + 1);
};
