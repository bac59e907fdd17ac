import { line } from './schemas.ts';

/*
 * The characters that a name must not contain (UAX #31, section 2.3, and UTS #39, section 3.1):
 * Bidi_Control, the rest of Default_Ignorable_Code_Point, and others that show or mean nothing. All
 * are written out as ranges: engines lack the properties, or have another version of Unicode. A
 * range beyond U+FFFF needs the flag `u`, which JSON Schema requires of a pattern.
 */
const DIRECTION = '\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069';
const INVISIBLE =
  '\\u00AD\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u200B-\\u200D\\u2060-\\u2065\\u206A-\\u206F' +
  '\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFF8' +
  '\\u{1BCA0}-\\u{1BCA3}\\u{1D173}-\\u{1D17A}\\u{E0000}-\\u{E0FFF}';
// The other format controls (Cf) except those that are shown before digits, separators of lines and
// paragraphs, a blank Braille pattern, a filler, a null notehead, the object replacement character,
// private use (Co) and noncharacters.
const BLANK =
  '\\u2028\\u2029\\u2800\\uE000-\\uF8FF\\uFDD0-\\uFDEF\\uFFF9-\\uFFFC\\uFFFE\\uFFFF\\u{13430}-\\u{1343F}\\u{16FE4}\\u{1D159}' +
  Array.from({ length: 14 }, (_, index) => (index + 1).toString(16))
    .map((plane) => `\\u{${plane}FFFE}\\u{${plane}FFFF}`)
    .join('') +
  '\\u{F0000}-\\u{10FFFF}';

// The scripts whose letters a joiner shapes, from Arabic to Sinhala: Persian and Urdu, Hindi and
// Malayalam need it to spell names.
const JOINED = '\\u0620-\\u0DFF';

/** Matches text without characters that change its direction (Bidi_Control). */
export const DIRECTION_PATTERN = `^[^${DIRECTION}]*$`;
/**
 * Matches text without other invisible characters (Default_Ignorable_Code_Point), except ZWNJ and
 * ZWJ between letters that they shape.
 */
export const INVISIBLE_PATTERN = `^(?:[${JOINED}](?:[\\u200C\\u200D](?=[${JOINED}]))?|[^${JOINED}${INVISIBLE}])*$`;
/** Matches text without any invisible character, joiners included. */
export const NO_JOINER_PATTERN = `^[^${INVISIBLE}]*$`;
/** Matches text without other characters that show or mean nothing. */
export const BLANK_PATTERN = `^[^${BLANK}]*$`;

/** The rules of every name besides being one line. docs/api.md has them in words. */
export const VISIBLE_NAME = [{ pattern: DIRECTION_PATTERN }, { pattern: INVISIBLE_PATTERN }, { pattern: BLANK_PATTERN }] as const;

/**
 * The rules of a text that is compared as it is: with joiners, two that look the same could differ.
 */
const exact = [{ pattern: DIRECTION_PATTERN }, { pattern: NO_JOINER_PATTERN }, { pattern: BLANK_PATTERN }] as const;

/**
 * Returns the schema of a required name of 1 to `maxLength` characters: one line without invisible
 * characters. Lengths are counted in code points.
 */
export const nameSchema = <const N extends number>(maxLength: N) => ({ ...line(maxLength), allOf: VISIBLE_NAME }) as const;

/** Returns a schema like `nameSchema` of a text that is compared as it is: without joiners. */
export const exactNameSchema = <const N extends number>(maxLength: N) => ({ ...line(maxLength), allOf: exact }) as const;

/**
 * Returns the schema of the same field in answers, without the rules that older stored names may
 * break.
 */
export const answerNameSchema = <const F extends { readonly allOf: typeof VISIBLE_NAME | typeof exact }>({ allOf: _, ...field }: F) =>
  field;
