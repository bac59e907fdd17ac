import { randomUUID } from 'node:crypto';
import { awsJson, Client, type ClientOptions, type Command, type Service } from './client.ts';
import { namedException, ServiceException } from './errors.ts';
import { type Members, wireOf } from './wire.ts';

export class DynamoDBServiceException extends ServiceException {}

/** Thrown when a transaction wrote nothing; `CancellationReasons` has an entry per item. */
export const TransactionCanceledException = /* @__PURE__ */ namedException(DynamoDBServiceException, 'TransactionCanceledException');

const DYNAMODB: Service = {
  id: 'DynamoDB',
  signingName: 'dynamodb',
  hosts: { prefix: 'dynamodb', fipsInGovCloud: 'single-stack' },
  protocol: awsJson('1.0', 'DynamoDB_20120810'),
  Exception: DynamoDBServiceException,
  maxAttempts: 4,
  baseMs: 25,
};

export class DynamoDBClient extends Client {
  constructor(options?: ClientOptions) {
    super(DYNAMODB, options);
  }
}

/** Creates the command of an operation whose values are attribute values. */
export const rawCommand = (operation: string) =>
  class implements Command {
    readonly operation = operation;
    readonly input: Members;

    constructor(input: Members = {}) {
      this.input = input;
    }

    bodyOf(input: Members): string {
      return JSON.stringify(wireOf(withToken(operation, input)));
    }

    outputOf(answer: Members): Members {
      return answer;
    }
  };

/**
 * Adds the token of a transaction: an attempt whose answer was lost may have written, and the next
 * one does not write again.
 */
export const withToken = (operation: string, input: Members): Members =>
  operation === 'TransactWriteItems' ? { ...input, ClientRequestToken: input.ClientRequestToken ?? randomUUID() } : input;
