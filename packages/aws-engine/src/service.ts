import type { HostRules } from './endpoint.ts';
import type { CodeReader, ErrorRules } from './errors.ts';
import type { Conversion, Members } from './wire.ts';

/** A service, and how its protocol says which operation a request is for. */
export interface Service extends ErrorRules {
  readonly id: string;
  readonly signingName: string;
  readonly hosts: HostRules;
  readonly protocol: Protocol;
  /** The attempts of a call when the client says nothing, and the base of the pause between. */
  readonly maxAttempts?: number;
  readonly baseMs?: number;
  /** Converts the members of an answer that JSON has no type for. */
  readonly conversion?: Conversion;
  /** Returns the origin that an input names, which is used unless the client has an endpoint. */
  readonly originOf?: (input: Members) => string | undefined;
}

export interface Protocol {
  /** Returns the path and the headers of an operation, for an endpoint that has a path. */
  readonly addressOf: (operation: string, base: string) => Address;
  readonly codeOf: CodeReader;
}

interface Address {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** AWS JSON 1.0 or 1.1: all operations have one address, and a header names them. */
export const awsJson = (version: '1.0' | '1.1', target: string): Protocol => ({
  addressOf: (operation, base) => ({
    path: base.endsWith('/') ? base : `${base}/`,
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${target}.${operation}` },
  }),
  codeOf: ({ __type, code, Code }, header) => __type ?? code ?? Code ?? header,
});

/** AWS JSON 1.0 of a service that had the AWS query protocol before, and says its codes, too. */
export const queryCompatibleJson = (target: string): Protocol => {
  const { addressOf } = awsJson('1.0', target);
  return {
    addressOf: (operation, base) => {
      const { path, headers } = addressOf(operation, base);
      return { path, headers: { ...headers, 'x-amzn-query-mode': 'true' } };
    },
    codeOf: ({ __type, code, Code }, header) => code ?? Code ?? header ?? __type,
  };
};

/** REST with JSON: each operation has its path. All of those that are known are POST. */
export const restJson = (paths: Readonly<Record<string, string>>): Protocol => ({
  addressOf: (operation, base) => ({
    path: `${base === '/' ? '' : base}${paths[operation]}`,
    headers: { 'content-type': 'application/json' },
  }),
  codeOf: ({ __type, code, Code }, header) => header ?? code ?? Code ?? __type,
});
