import { BLANK_PATTERN, DIRECTION_PATTERN, INVISIBLE_PATTERN, NO_JOINER_PATTERN } from './name-schema.ts';
import { LINE_PATTERN, METADATA_KEY_PATTERN, TEXT_PATTERN, USER_NAME_PATTERN } from './schemas.ts';

/*
 * Clients are generated in languages whose regular expressions differ. What they all read alike is
 * the subset that JSON Schema recommends (Core, section 6.4.1), with `\xHH` for control characters,
 * which no source file could hold. It can say nothing of surrogates, and of characters beyond
 * U+FFFF only in a complement. A weaker pattern never refuses what the API accepts.
 */

type Schema = Readonly<Record<string, unknown>>;

const CONTROLS = '\\x00-\\x1F\\x7F-\\x9F\uFFFD';

const line = (others = '') => `^ *[^ ${others}${CONTROLS}][^${others}${CONTROLS}]*$`;

const NOT_BLANK = 'not only white space';
const WHOLE = 'no lone surrogates';

/** The rules that need more than the subset: a weaker pattern, and what it leaves out. */
const WEAKER: Readonly<Record<string, readonly [pattern: string | undefined, ...rules: readonly string[]]>> = {
  [TEXT_PATTERN]: ['^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F-\\x9F\uFFFD]*$', WHOLE],
  [LINE_PATTERN]: [line(), NOT_BLANK, WHOLE],
  [USER_NAME_PATTERN]: [line(':'), NOT_BLANK, WHOLE],
  [METADATA_KEY_PATTERN]: [line('\\x22\\x5C'), 'not `__proto__`', NOT_BLANK, WHOLE],
  [DIRECTION_PATTERN]: [undefined, 'no character that changes the direction of text'],
  [INVISIBLE_PATTERN]: [undefined, 'no invisible one, except a joiner between Arabic or Indic letters'],
  [NO_JOINER_PATTERN]: [undefined, 'no invisible one, joiners included'],
  [BLANK_PATTERN]: [undefined, 'none that shows or means nothing'],
};

/**
 * Returns a schema, without those inside it, as documents show it: with a pattern that all
 * languages read alike, in words what that leaves out, and with the type of its constants.
 */
export const portableSchema = (schema: Schema): Schema => {
  const { allOf, ...own } = schema;
  const names = isListOfNames(allOf) ? allOf : [];
  const weaker = [own.pattern, ...names.map(({ pattern }) => pattern)].flatMap((pattern) => WEAKER[String(pattern)] ?? []);
  const [pattern = own.pattern, ...rules] = weaker;
  const words = rules.filter((rule) => rule !== undefined).join('; ');
  return {
    ...typeOf(schema),
    ...(names.length > 0 ? own : schema),
    ...(pattern !== undefined && { pattern }),
    ...(words !== '' && { description: [own.description, `${words[0]?.toUpperCase()}${words.slice(1)}.`].filter(Boolean).join(' ') }),
  };
};

const isListOfNames = (allOf: unknown): allOf is readonly { readonly pattern: string }[] =>
  Array.isArray(allOf) && allOf.every(({ pattern }) => String(pattern) in WEAKER);

const typeOf = ({ type, const: constant, enum: values = constant === undefined ? [] : [constant] }: Schema): Schema => {
  const types = new Set((values as readonly unknown[]).map((value) => typeof value));
  return type === undefined && types.size === 1 ? { type: [...types][0] } : {};
};
