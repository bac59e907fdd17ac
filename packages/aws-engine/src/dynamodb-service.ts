import { randomUUID } from 'node:crypto';
import { Client, type ClientOptions } from './client.ts';
import { jsonCommand } from './command.ts';
import { namedException, ServiceException } from './errors.ts';
import { awsJson, type Service } from './service.ts';
import { bytesOf, type Conversion, type Members } from './wire.ts';

export class DynamoDBServiceException extends ServiceException {}

/** Thrown when a transaction wrote nothing; `CancellationReasons` has an entry per item. */
export const TransactionCanceledException = /* @__PURE__ */ namedException(DynamoDBServiceException, 'TransactionCanceledException');

// An attribute that has the name `B` or `BS` is an object.
const binaryValues: Conversion = {
  when: /"BS?":/,
  convert: (name, value) => {
    if (name === 'B' && typeof value === 'string') return bytesOf(value);
    return name === 'BS' && Array.isArray(value) ? value.map(bytesOf) : value;
  },
};

const DYNAMODB: Service = {
  id: 'DynamoDB',
  signingName: 'dynamodb',
  hosts: { prefix: 'dynamodb', isFips: (region, isDualStack) => !isDualStack && region.startsWith('us-gov-') },
  protocol: awsJson('1.0', 'DynamoDB_20120810'),
  Exception: DynamoDBServiceException,
  maxAttempts: 4,
  baseMs: 25,
  conversion: binaryValues,
};

export class DynamoDBClient extends Client {
  constructor(options?: ClientOptions) {
    super(DYNAMODB, options);
  }
}

/** Creates the command of an operation whose values are attribute values. */
export const rawCommand = (operation: string) => jsonCommand(operation, { complete: (input) => withToken(operation, input) });

/**
 * Adds the token of a transaction: an attempt whose answer was lost may have written, and the next
 * one does not write again.
 */
export const withToken = (operation: string, input: Members): Members =>
  operation === 'TransactWriteItems' ? { ...input, ClientRequestToken: input.ClientRequestToken ?? randomUUID() } : input;
