import fc from 'fast-check';
import type { Reaction } from './scripted-service.ts';

/** The text of an error, as services say it, or none. */
export const message = fc.string({ maxLength: 20 }).chain((text) => fc.constantFrom({ message: text }, { Message: text }, {}));

/** The errors of a service, and how it says them. */
export interface Errors {
  readonly contentType: string;
  /** The errors that the model knows, and some that it does not. */
  readonly codes: readonly (readonly [status: number, code: string])[];
  readonly encode: (code: string, members: object) => { readonly body: string; readonly headers?: Readonly<Record<string, string>> };
}

const answer = (status: number, body: string, headers: Readonly<Record<string, string>>): Reaction => ({
  kind: 'answer',
  status,
  headers,
  body,
});

const REQUEST_ID = { 'x-amzn-requestid': 'REQUEST' };

/** Returns the answer that says an error. */
export const errorAnswer = (
  { contentType, encode }: Errors,
  [status, code]: Errors['codes'][number],
  members: object,
  more: Readonly<Record<string, string>> = {},
): Reaction => {
  const { body, headers } = encode(code, members);
  return answer(status, body, { ...REQUEST_ID, 'content-type': contentType, ...headers, ...more });
};

const HTML = '<html><body>Not the service</body></html>';

/** Answers of something else, or of nobody. */
const foreignOf = (HEADERS: Readonly<Record<string, string>>) =>
  fc.constantFrom<Reaction>(
    ...[200, 301, 403, 404, 429, 500, 502, 503, 504].map((status) => answer(status, HTML, { 'content-type': 'text/html' })),
    ...[200, 400, 429, 500, 503].map((status) => answer(status, '', {})),
    ...[200, 400, 500].map((status) => answer(status, '', HEADERS)),
    ...[200, 400].map((status) => answer(status, '{}', {})),
    answer(400, '{}', { ...HEADERS, 'x-amzn-errortype': 'ThrottlingException:http://example.com/' }),
    answer(400, '{"code":"ValidationException","message":"said by code"}', HEADERS),
    answer(400, '{"__type":"a#ByType","code":"ByCode"}', { ...HEADERS, 'x-amzn-errortype': 'ByHeader' }),
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
const skewedOf = (errors: Errors) =>
  fc
    .tuple(
      fc.constantFrom(
        'InvalidSignatureException',
        'RequestTimeTooSkewed',
        'RequestExpired',
        'ValidationException',
        'SignatureDoesNotMatch',
      ),
      fc.constantFrom(-7, 3, 0),
      fc.boolean(),
    )
    .map(([code, away, isStored]) =>
      errorAnswer(
        errors,
        [400, code],
        { message: away ? 'Signature expired: it is later' : 'Bad' },
        {
          date: hours(away),
          ...(isStored && { age: '60' }),
        },
      ),
    );

/** The ends of an attempt other than success; a service may have errors of its own. */
export const faultsOf = (errors: Errors, ...own: readonly fc.Arbitrary<Reaction>[]): fc.Arbitrary<Reaction> => {
  const say = (codes: Errors['codes']) =>
    fc.tuple(fc.constantFrom(...codes), message).map(([code, said]) => errorAnswer(errors, code, said));
  return fc.oneof(
    { weight: 5, arbitrary: say(errors.codes) },
    ...own.map((arbitrary) => ({ weight: 4, arbitrary })),
    {
      weight: 3,
      arbitrary: say([
        [500, 'InternalServerError'],
        [503, 'ServiceUnavailable'],
        [500, 'InternalFailure'],
      ]),
    },
    { weight: 3, arbitrary: foreignOf({ ...REQUEST_ID, 'content-type': errors.contentType }) },
    { weight: 3, arbitrary: broken },
    { weight: 2, arbitrary: skewedOf(errors) },
  );
};

/** The answer of the service to a call; its clock may be hours away. */
export const success = (body: object, away: number): Reaction =>
  answer(200, JSON.stringify(body), { ...REQUEST_ID, 'x-amz-crc32': '1', ...(away !== 0 && { date: hours(away) }) });
