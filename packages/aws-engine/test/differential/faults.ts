import fc from 'fast-check';
import type { Reaction } from './scripted-service.ts';
import { storedItem } from './values.ts';

const text = fc.string({ maxLength: 20 });

/** The errors that the model of DynamoDB knows for these calls, and one that it does not know. */
const CODES = [
  ...['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded', 'TransactionInProgressException'],
  ...['ConditionalCheckFailedException', 'ValidationException', 'ResourceNotFoundException', 'AccessDeniedException'],
  ...['TransactionConflictException', 'IdempotentParameterMismatchException', 'ReplicatedWriteConflictException'],
  ...['ItemCollectionSizeLimitExceededException', 'UnrecognizedClientException', 'ExpiredTokenException', 'NotYetKnownException'],
];

const errorBody = (code: string, message: object, more: object = {}): string =>
  JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, ...message, ...more });

const message = fc.oneof(
  text.map((said) => ({ message: said })),
  text.map((said) => ({ Message: said })),
  fc.constant({}),
);

const HEADERS = { 'x-amzn-requestid': 'REQUEST', 'content-type': 'application/x-amz-json-1.0' };
const answer = (status: number, body: string, headers: Readonly<Record<string, string>> = HEADERS): Reaction => ({
  kind: 'answer',
  status,
  headers,
  body,
});

const known = fc.tuple(fc.constantFrom(...CODES), message).map(([code, said]) => answer(400, errorBody(code, said)));

const reason = fc.record(
  { Code: fc.constantFrom('None', 'ConditionalCheckFailed', 'TransactionConflict', 'ThrottlingError'), Message: text, Item: storedItem },
  { requiredKeys: ['Code'] },
);

const cancelled = fc
  .tuple(fc.array(reason, { maxLength: 4 }), message)
  .map(([CancellationReasons, said]) => answer(400, errorBody('TransactionCanceledException', said, { CancellationReasons })));

const server = fc
  .tuple(
    fc.constantFrom([500, 'InternalServerError'] as const, [503, 'ServiceUnavailable'] as const, [500, 'InternalFailure'] as const),
    message,
  )
  .map(([[status, code], said]) => answer(status, errorBody(code, said)));

const HTML = '<html><body>Not the service</body></html>';

/** Answers of something else, or of nobody. */
const foreign = fc.constantFrom<Reaction>(
  ...[200, 301, 403, 404, 429, 500, 502, 503, 504].map((status) => answer(status, HTML, { 'content-type': 'text/html' })),
  ...[200, 400, 429, 500, 503].map((status) => answer(status, '', {})),
  ...[200, 400, 500].map((status) => answer(status, '', HEADERS)),
  ...[200, 400].map((status) => answer(status, '{}', {})),
  answer(400, '{}', { ...HEADERS, 'x-amzn-errortype': 'ThrottlingException:http://example.com/' }),
  answer(400, '{"code":"ValidationException","message":"said by code"}', HEADERS),
  answer(400, '{"__type":"a#', HEADERS),
);

const broken = fc.constantFrom<Reaction>(
  { kind: 'reset-at-once' },
  { kind: 'reset-after-reading' },
  { kind: 'end-after-reading' },
  { kind: 'cut', status: 200, body: '{"Item":{"pk"', length: 1000 },
  { kind: 'cut', status: 200, body: '{"Item":{"pk"' },
  { kind: 'cut', status: 500, body: '{"__type":', length: 1000 },
);

const hours = (count: number): string => new Date(Date.now() + count * 3_600_000).toUTCString();

/** The clock of the service is hours away, and it may or may not complain about that. */
const skewed = fc
  .tuple(
    fc.constantFrom('InvalidSignatureException', 'RequestTimeTooSkewed', 'RequestExpired', 'ValidationException', 'SignatureDoesNotMatch'),
    fc.constantFrom(-7, 3, 0),
    fc.boolean(),
  )
  .map(([code, away, isStored]) =>
    answer(400, errorBody(code, { message: away ? 'Signature expired: it is later' : 'Bad' }), {
      ...HEADERS,
      date: hours(away),
      ...(isStored && { age: '60' }),
    }),
  );

/** An end of an attempt other than success. */
export const fault: fc.Arbitrary<Reaction> = fc.oneof(
  { weight: 5, arbitrary: known },
  { weight: 4, arbitrary: cancelled },
  { weight: 3, arbitrary: server },
  { weight: 3, arbitrary: foreign },
  { weight: 3, arbitrary: broken },
  { weight: 2, arbitrary: skewed },
);

/** The answer of the service to a call; its clock may be hours away. */
export const success = (body: object, away: number): Reaction =>
  answer(200, JSON.stringify(body), { ...HEADERS, 'x-amz-crc32': '1', ...(away !== 0 && { date: hours(away) }) });
