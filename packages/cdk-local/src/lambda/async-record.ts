import { randomUUID } from 'node:crypto';
import { messageOf } from '../base/message-of.ts';
import { FunctionError } from './function-error.ts';

/** An asynchronous invocation that failed for good. */
export interface FailedInvocation {
  readonly functionArn: string;
  readonly event: unknown;
  readonly condition: 'RetriesExhausted' | 'EventAgeExceeded';
  readonly invocations: number;
  readonly error: unknown;
}

/**
 * The message body that a failure destination gets (Lambda developer guide, "Retaining records of
 * asynchronous invocations").
 */
export const asyncRecord = ({ functionArn, event, condition, invocations, error }: FailedInvocation): object => ({
  version: '1.0',
  timestamp: new Date().toISOString(),
  requestContext: {
    requestId: error instanceof FunctionError ? error.requestId : randomUUID(),
    functionArn: `${functionArn}:$LATEST`,
    condition,
    approximateInvokeCount: invocations,
  },
  requestPayload: event,
  responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
  responsePayload: {
    errorType: error instanceof FunctionError ? error.errorType : 'Error',
    errorMessage: messageOf(error),
    ...(error instanceof FunctionError && { trace: error.trace }),
  },
});
