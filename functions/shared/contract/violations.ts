import type { DefinedError } from 'ajv';
import { escapePointer } from './json.ts';
import { BLANK_PATTERN, DIRECTION_PATTERN, INVISIBLE_PATTERN, NO_JOINER_PATTERN } from './name-schema.ts';
import type { Violation } from './problems.ts';
import {
  EMAIL_FILTER_PATTERN,
  ETAGS_PATTERN,
  ID_PATTERN,
  LINE_PATTERN,
  PHONE_PATTERN,
  SEGMENT_PATTERN,
  TEXT_PATTERN,
  TOKEN_PATTERN,
  USER_NAME_PATTERN,
  VISIBLE_ASCII_PATTERN,
} from './schemas.ts';

/** A precompiled Ajv validator of one operation's `{ path, query, header, body }`. */
export interface Validate {
  (value: unknown): boolean;
  errors?: readonly DefinedError[] | null;
}

const MAX_VIOLATIONS = 100;

/** Returns the violations of the last call of `validate`, at most 100, in the API's words. */
export const violationsOf = ({ errors }: Validate): Violation[] =>
  (errors ?? []).filter(isReported).slice(0, MAX_VIOLATIONS).map(violationOf);

// `anyOf` and the like repeat their branches, `int32` repeats the type and the bounds beside it,
// and `propertyNames` reports a wrong name once.
const isReported = ({ keyword, params, propertyName }: DefinedError): boolean =>
  keyword !== 'if' && keyword !== 'anyOf' && propertyName === undefined && !(keyword === 'format' && params.format === 'int32');

const violationOf = (error: DefinedError): Violation => {
  if (error.instancePath === '' && error.keyword === 'required') {
    return { in: error.params.missingProperty as Violation['in'], pointer: '', code: 'required', message: 'is required' };
  }
  const [, part = 'body', ...rest] = error.instancePath.split('/');
  const parent = rest.map((segment) => `/${segment}`).join('');
  const [code, message, member] = describe(error);
  return { in: part as Violation['in'], pointer: member === undefined ? parent : `${parent}/${escapePointer(member)}`, code, message };
};

type Description = readonly [code: string, message: string, member?: string];

const describe = (error: DefinedError): Description => {
  switch (error.keyword) {
    case 'required':
      return ['required', 'is required', error.params.missingProperty];
    case 'additionalProperties':
      return ['unknown-property', 'is not known here', error.params.additionalProperty];
    case 'type':
      return ['wrong-type', `must be of type ${String(error.params.type).replaceAll(',', ' or ')}`];
    case 'enum':
      return ['not-allowed', `must be one of ${error.params.allowedValues.join(', ')}`];
    case 'minLength':
      return ['too-short', error.params.limit === 1 ? 'must not be empty' : `must have at least ${error.params.limit} characters`];
    case 'maxLength':
      return ['too-long', `must have at most ${error.params.limit} characters`];
    case 'minimum':
      return ['too-small', `must be at least ${error.params.limit}`];
    case 'maximum':
      return ['too-large', `must be at most ${error.params.limit}`];
    case 'minProperties':
    case 'minItems':
      return ['empty', 'must not be empty'];
    case 'maxProperties':
    case 'maxItems':
      return ['too-many', `must have at most ${error.params.limit} members`];
    case 'uniqueItems':
      return ['repeated', 'must name each only once'];
    case 'propertyNames':
      return ['invalid-name', 'must have a name of 1 to 64 characters on one line, other than __proto__', error.params.propertyName];
    case 'format':
      return [`invalid-${error.params.format}`, `must be a valid ${error.params.format}`];
    case 'pattern':
      return PATTERNS[error.params.pattern] ?? ['invalid-format', 'has a wrong format'];
    default:
      return ['invalid', error.message ?? 'is not valid'];
  }
};

const PATTERNS: Readonly<Record<string, Description>> = {
  [LINE_PATTERN]: ['invalid-characters', 'must not be blank or hold control characters, lone surrogates or U+FFFD'],
  [TEXT_PATTERN]: ['invalid-characters', 'must not hold control characters, lone surrogates or U+FFFD'],
  [USER_NAME_PATTERN]: ['invalid-characters', 'must not be blank or hold control characters, lone surrogates, U+FFFD or colons'],
  [DIRECTION_PATTERN]: ['invalid-characters', 'must not hold characters that change the direction of text (Bidi_Control)'],
  [INVISIBLE_PATTERN]: [
    'invalid-characters',
    'must not hold invisible characters (Default_Ignorable_Code_Point), except joiners between Arabic or Indic letters',
  ],
  [NO_JOINER_PATTERN]: ['invalid-characters', 'must not hold invisible characters (Default_Ignorable_Code_Point), joiners included'],
  [BLANK_PATTERN]: [
    'invalid-characters',
    'must not hold characters that show nothing or mean nothing, such as U+2800, line separators or private use',
  ],
  [EMAIL_FILTER_PATTERN]: ['invalid-email', 'must be a valid email'],
  [PHONE_PATTERN]: ['invalid-phone', 'must be an E.164 number such as +14155552671'],
  [ETAGS_PATTERN]: ['invalid-etag', 'must be an entity tag such as "3", a list of them, or *'],
  [SEGMENT_PATTERN]: ['invalid-characters', "must hold only letters, digits and -._~!$&'()*+,;=:@, and not be . or .."],
  [VISIBLE_ASCII_PATTERN]: ['invalid-characters', 'must be visible ASCII'],
  [ID_PATTERN]: ['invalid-characters', 'must be visible ASCII'],
  [TOKEN_PATTERN]: ['invalid-characters', 'must be visible ASCII without a colon'],
};
