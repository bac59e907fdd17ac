import { growth } from '@tenantry/cdk-local/test/growth';
import { BLANK_PATTERN, DIRECTION_PATTERN, INVISIBLE_PATTERN, NO_JOINER_PATTERN } from '../../../functions/shared/contract/name-schema.ts';

const [direction, invisible, blank, exact] = [DIRECTION_PATTERN, INVISIBLE_PATTERN, BLANK_PATTERN, NO_JOINER_PATTERN].map(
  (pattern) => new RegExp(pattern, 'u'),
) as [RegExp, RegExp, RegExp, RegExp];

// Signs that stand before digits and are seen (Prepended_Concatenation_Mark, a property that the
// runtime does not know).
const PREPENDED = /[\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\u{110BD}\u{110CD}]/u;
// Characters that show nothing, whatever their properties: a Braille pattern, a stand-in for an
// object, a filler, a null notehead.
const BLANK = /[\u2800\uFFFC\u{16FE4}\u{1D159}]/u;

test('the characters refused are those that Unicode calls ignorable or directional, that show nothing or mean nothing, and no others', () => {
  const wrong: string[] = [];
  for (let code = 0; code <= 0x10ffff; code += 1) {
    const character = String.fromCodePoint(code);
    const directs = /\p{Bidi_Control}/u.test(character);
    const hides = !directs && /\p{Default_Ignorable_Code_Point}/u.test(character);
    const isVoid =
      !(directs || hides || PREPENDED.test(character)) &&
      (BLANK.test(character) || /[\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Noncharacter_Code_Point}]/u.test(character));
    const refused = [direction, invisible, exact, blank].map((pattern) => !pattern.test(`a${character}b`));
    if (refused.join() !== [directs, hides, hides, isVoid].join()) wrong.push(code.toString(16));
  }
  expect(wrong).toEqual([]);
});

test('a character that a later version of Unicode may assign is taken', () => {
  for (const character of ['\u0378', '\u{1FAFF}', '\u{323B0}']) expect(blank.test(character)).toBe(true);
});

test.each([
  ['ZWNJ in a Persian name', 'داده\u200cپردازی'],
  ['ZWNJ between two words that are one', 'می\u200cخواهم'],
  ['ZWJ behind a virama', 'ශ්\u200dරී ලංකා'],
  ['ZWNJ behind a virama', 'क्\u200cष'],
  ['an emoji of one character', 'Caf\u00e9 ☕ \u{1F600}'],
])('%s is taken', (_, name) => {
  expect(invisible.test(name)).toBe(true);
  expect(exact.test(name)).toBe(!/[\u200c\u200d]/.test(name));
});

test.each([
  ['at the beginning', '\u200cداده'],
  ['at the end', 'داده\u200d'],
  ['twice', 'داده\u200c\u200cپردازی'],
  ['beside a space', 'داده\u200c پردازی'],
  ['between Latin letters', 'Ac\u200dme'],
  ['between an Arabic letter and a Latin one', 'ه\u200cA'],
  ['in an emoji', '\u{1F469}\u200d\u{1F4BB}'],
])('a joiner %s is refused', (_, name) => {
  expect(invisible.test(name)).toBe(false);
});

test('a text of the size of a whole body is judged in one pass', () => {
  const most = 256 * 1024;
  const judge = (size: number) => [
    invisible.test(`${'ه\u200c'.repeat(size / 2)}ه`),
    invisible.test(`${'ه'.repeat(size)}\u200c`),
    invisible.test(`${'a'.repeat(size)}\u200b`),
  ];
  expect(judge(most)).toEqual([true, false, false]);
  // Eight times as long in one pass; 64 times if every character looked at all the others.
  expect(growth(most / 8, 8, judge)).toBeLessThan(32);
});
