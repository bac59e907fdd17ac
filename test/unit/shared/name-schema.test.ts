import { DIRECTION_PATTERN, INVISIBLE_PATTERN } from '../../../functions/shared/name-schema.ts';

const [direction, invisible] = [new RegExp(DIRECTION_PATTERN, 'u'), new RegExp(INVISIBLE_PATTERN, 'u')];

test('the characters refused are those that Unicode calls ignorable or directional, all of them and no others', () => {
  const wrong: string[] = [];
  for (let code = 0; code <= 0x10ffff; code += 1) {
    const character = String.fromCodePoint(code);
    const directs = /\p{Bidi_Control}/u.test(character);
    const hides = !directs && /\p{Default_Ignorable_Code_Point}/u.test(character);
    const said = [!direction.test(`a${character}b`), !invisible.test(`a${character}b`)];
    if (said[0] !== directs || said[1] !== hides) wrong.push(code.toString(16));
  }
  expect(wrong).toEqual([]);
});

test.each([
  ['ZWNJ in a Persian name', 'داده\u200cپردازی'],
  ['ZWNJ between two words that are one', 'می\u200cخواهم'],
  ['ZWJ behind a virama', 'ශ්\u200dරී ලංකා'],
  ['ZWNJ behind a virama', 'क्\u200cष'],
  ['an emoji of one character', 'Caf\u00e9 ☕ \u{1F600}'],
])('%s is taken', (_, name) => {
  expect(invisible.test(name)).toBe(true);
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
  const start = performance.now();
  expect(invisible.test(`${'ه\u200c'.repeat(most / 2)}ه`)).toBe(true);
  expect(invisible.test(`${'ه'.repeat(most)}\u200c`)).toBe(false);
  expect(invisible.test(`${'a'.repeat(most)}\u200b`)).toBe(false);
  expect(performance.now() - start).toBeLessThan(1000);
});
