import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Caller } from '../contract/caller.ts';
import type { ProblemCode } from '../contract/problems.ts';
import type { Reply } from '../http/idempotency.ts';
import type { Write } from '../table/transaction.ts';

/** The HTTP API event (payload 2.0), which the middlewares complete for the operation. */
export interface Exchange extends APIGatewayProxyEventV2 {
  caller?: Caller;
  input?: { readonly params: unknown; readonly query: unknown; readonly body: unknown; readonly header: Headers };
  remember?: (reply: Reply) => readonly Write[];
  /** The code of its refusal. */
  refused?: ProblemCode;
}

/** The validated request headers. */
export interface Headers {
  readonly 'if-match'?: string;
  readonly 'if-none-match'?: string;
  readonly 'idempotency-key'?: string;
}

export type Middleware = MiddlewareObj<Exchange, APIGatewayProxyStructuredResultV2>;

/** Returns a reply in the form of the gateway. */
export const toResult = ({ status, headers, body }: Reply): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: { ...headers },
  ...(body !== undefined && { body }),
});
