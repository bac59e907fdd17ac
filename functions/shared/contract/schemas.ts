/**
 * Field schemas that several resources share. Lengths are counted in characters (code points), as
 * JSON Schema does.
 */

// Each pattern is one pass over the text: it is also matched against text far over its maxLength,
// so it must not backtrack. What generated clients cannot read is written for them in
// `portable-schema.ts`.

// A gateway or a client writes U+FFFD for bytes that are not UTF-8: the meaning is lost, and must
// not be stored.

/**
 * Matches one line: no control characters, no lone surrogates, no U+FFFD, and not only white space.
 */
export const LINE_PATTERN = '^(?=\\s*\\S)[^\\p{Cc}\\p{Cs}\\uFFFD]*$';
/**
 * Matches text that may be blank and have tabs and line breaks, but no other control characters, no
 * lone surrogates and no U+FFFD.
 */
export const TEXT_PATTERN = '^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F\\uD800-\\uDFFF\\uFFFD]*$';
/**
 * Matches a line without a colon, which HTTP Basic (RFC 7617, section 2) does not allow in a user
 * name.
 */
export const USER_NAME_PATTERN = '^(?=\\s*\\S)[^\\p{Cc}\\p{Cs}\\uFFFD:]*$';
/** Matches an ITU-T E.164 number: a plus sign, then 2 to 15 digits, the first not zero. */
export const PHONE_PATTERN = '^[+][1-9][0-9]{1,14}$';
const ENTITY_TAG = '(W/)?"[!#-~]*"';
/**
 * Matches `*`, or a list of entity tags, strong or weak, whose empty members do not count (RFC
 * 9110, 5.6.1 and 8.8.3); of ASCII alone, as ours are.
 */
export const ETAGS_PATTERN = `^([*]|[ \t,]*${ENTITY_TAG}([ \t]*,[ \t,]*${ENTITY_TAG})*[ \t,]*)$`;
/** Matches visible ASCII. */
export const VISIBLE_ASCII_PATTERN = '^[!-~]*$';
/**
 * Matches an id that the API made as text: a UUID in either case, or the name of an endpoint of the
 * deployment.
 */
export const ID_PATTERN = '^[!-~]+$';
/**
 * Matches visible ASCII without a colon, which EventBridge accepts as the secret of a connection
 * (`AuthHeaderParametersSensitive`).
 */
export const TOKEN_PATTERN = '^[!-9;-~]*$';

/** Returns the schema of a required one-line string of 1 to `maxLength` characters. */
export const line = <const N extends number>(maxLength: N) => ({ type: 'string', minLength: 1, maxLength, pattern: LINE_PATTERN }) as const;

/** Returns the schema of a string of 0 to `maxLength` characters. */
export const text = <const N extends number>(maxLength: N) => ({ type: 'string', maxLength, pattern: TEXT_PATTERN }) as const;

/**
 * Matches visible ASCII with one at sign: an address to search for, which may be longer than one
 * that is accepted today.
 */
export const EMAIL_FILTER_PATTERN = '^[!-?A-~]+@[!-?A-~]+$';

/** Returns the schema of an e-mail address to search for, of 1 to `maxLength` characters. */
export const emailFilter = <const N extends number>(maxLength: N) =>
  ({ type: 'string', minLength: 1, maxLength, pattern: EMAIL_FILTER_PATTERN }) as const;

/**
 * Returns the schema of an e-mail address of 1 to `maxLength` characters, with no part too long for
 * a mail server.
 */
export const email = <const N extends number>(maxLength: N) => ({ type: 'string', minLength: 1, maxLength, format: 'email' }) as const;

/** A signed 32-bit id; ids are chosen from 1 to 2147483647. */
export const int32Id = { type: 'integer', format: 'int32', minimum: 1, maximum: 2147483647 } as const;

const UNDOTTED = "A-Za-z0-9_~!$&'()*+,;=:@-";

/**
 * Matches a path segment without percent-encoding (RFC 3986, `pchar`); `.` and `..` would be
 * removed from a path.
 */
export const SEGMENT_PATTERN = `^(([.]?[.]?[${UNDOTTED}]|[.][.][.])[.${UNDOTTED}]*)?$`;

/**
 * The id of an entity in the caller's own system, without its description; it needs no encoding in
 * a path.
 */
export const externalId = { type: 'string', minLength: 1, maxLength: 256, pattern: SEGMENT_PATTERN } as const;

/**
 * Matches the name of a pair of metadata: one line, except the member that means the prototype to
 * JavaScript. No quotation mark and no backslash: Node 24.21 reads the name `a"` as `a\`, once a
 * name `a\` was read (findings/json-parse-escaped-names.sh), so that one caller could change what
 * another sends.
 */
export const METADATA_KEY_PATTERN = '^(?!__proto__$)(?=\\s*\\S)[^"\\\\\\p{Cc}\\p{Cs}\\uFFFD]*$';

/** The largest number of pairs of metadata. */
export const MAX_METADATA = 50;

/**
 * Returns the schema of pairs of text that the caller keeps with an entity; `value` is the schema
 * of a pair's value.
 */
export const metadataOf = <const V extends object>(value: V) =>
  ({
    type: 'object',
    maxProperties: MAX_METADATA,
    propertyNames: { minLength: 1, maxLength: 64, pattern: METADATA_KEY_PATTERN },
    additionalProperties: value,
  }) as const;

/** A number of allowed things; −1 is unlimited. */
export const allowance = { type: 'integer', format: 'int32', minimum: -1, maximum: 2147483647 } as const;

/** A time in answers: RFC 3339, UTC, with milliseconds. */
export const dateTime = { type: 'string', format: 'date-time' } as const;

/** The query parameters of a list for a span of time; `shared/time.ts` reads them. */
export const timeSpan = {
  from: { ...dateTime, description: 'Not before this time: RFC 3339 with `Z` or an offset, whose `+` is `%2B` in a query.' },
  to: { ...dateTime, description: 'Before this time, in the format of `from`.' },
} as const;

/** The stamps of every stored entity: its times, and a version that starts at 1. */
export const stamps = {
  version: { type: 'integer', minimum: 1 },
  createdAt: dateTime,
  updatedAt: dateTime,
} as const;

/**
 * An id that the API made as text, which always fits a key of the table. A UUID is read without
 * regard to case (`uuid.ts`).
 */
export const textId = { type: 'string', minLength: 1, maxLength: 256, pattern: ID_PATTERN } as const;

/** The query parameters of every list: the size of a page, and where it begins. */
export const paging = {
  limit: { type: 'integer', minimum: 1, maximum: 100, default: 25 },
  cursor: {
    type: 'string',
    minLength: 1,
    maxLength: 4096,
    description: 'From the previous page: its `next`, the `cursor` of its `Link`, or at the end of a list its `Resume-Cursor`.',
  },
} as const;

/** Returns the schema of a page of a list. */
export const pageOf = <const S extends object>(items: S) =>
  ({
    type: 'object',
    additionalProperties: false,
    required: ['data', 'next'],
    properties: {
      data: { type: 'array', items },
      next: { type: ['string', 'null'], description: 'The cursor of the next page; null on the last.' },
    },
  }) as const;

/** The direction in which a list is read. */
export const sort = {
  enum: ['createdAt', '-createdAt'],
  default: 'createdAt',
  description: 'Oldest first, or newest first.',
} as const;

/**
 * Returns the fields of a member of the body as query parameters: `contact.phone` for
 * `/contact/phone`.
 */
export const dotted = <const P extends string, const F extends Readonly<Record<string, object>>>(member: P, fields: F) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [`${member}.${name}`, field])) as {
    readonly [N in keyof F & string as `${P}.${N}`]: F[N];
  };
