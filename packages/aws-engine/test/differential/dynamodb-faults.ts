import fc from 'fast-check';
import { type Errors, errorAnswer, faultsOf, message } from './faults.ts';
import { storedItem } from './values.ts';

/** The errors that the model of DynamoDB knows for these calls, and one that it does not know. */
const CODES = [
  ...['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded', 'TransactionInProgressException'],
  ...['ConditionalCheckFailedException', 'ValidationException', 'ResourceNotFoundException', 'AccessDeniedException'],
  ...['TransactionConflictException', 'IdempotentParameterMismatchException', 'ReplicatedWriteConflictException'],
  ...['ItemCollectionSizeLimitExceededException', 'UnrecognizedClientException', 'ExpiredTokenException', 'NotYetKnownException'],
];

const ERRORS: Errors = {
  contentType: 'application/x-amz-json-1.0',
  codes: CODES.map((code) => [400, code]),
  encode: (code, members) => ({ body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, ...members }) }),
};

const reason = fc.record(
  {
    Code: fc.constantFrom('None', 'ConditionalCheckFailed', 'TransactionConflict', 'ThrottlingError'),
    Message: fc.string({ maxLength: 20 }),
    Item: storedItem,
  },
  { requiredKeys: ['Code'] },
);

const cancelled = fc
  .tuple(fc.array(reason, { maxLength: 4 }), message)
  .map(([CancellationReasons, said]) => errorAnswer(ERRORS, [400, 'TransactionCanceledException'], { ...said, CancellationReasons }));

/** An end of an attempt other than success. */
export const fault = faultsOf(ERRORS, cancelled);
