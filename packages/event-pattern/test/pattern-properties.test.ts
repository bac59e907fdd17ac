import fc from 'fast-check';
import { readJson } from '../src/json.ts';
import { viewOf } from '../src/leaves.ts';
import { compilePattern, type EventTest } from '../src/pattern.ts';
import { ADDRESSES, patternsAndEvents } from './arbitraries.ts';

const { pattern, event } = patternsAndEvents({
  name: fc.constantFrom('a', 'b', 'a.b', '', '__proto__'),
  text: fc.oneof(fc.constantFrom('', 'x', 'X', '"', '*', 'a*b', 'a\\*', 'ß', ...ADDRESSES), fc.string({ unit: 'binary', maxLength: 4 })),
  number: fc.oneof(fc.constantFrom(0, -0, 1, 1.5, 1e300, Number.MAX_VALUE, 2 ** 53), fc.double({ noNaN: true })),
});

const compiled = (text: string): EventTest | undefined => {
  try {
    return compilePattern(text);
  } catch (error) {
    if ((error as Error).name === 'InvalidEventPatternException') return undefined;
    throw error;
  }
};

test('a pattern is refused by name, or it never throws and says the same of a text and of what JSON.parse makes of it', () => {
  let matched = 0;
  let kept = 0;
  fc.assert(
    fc.property(pattern, event, (some, happened) => {
      const test = compiled(JSON.stringify(some));
      if (test === undefined) return;
      kept += 1;
      const text = JSON.stringify(happened);
      const said = test(viewOf(readJson(text)));
      expect(typeof said).toBe('boolean');
      expect(test(viewOf(JSON.parse(text)))).toBe(said);
      matched += Number(said);
    }),
    { numRuns: 400, seed: 15 },
  );
  // The generator is of use as long as patterns of both kinds come from it.
  expect(kept).toBeGreaterThan(80);
  expect(matched).toBeGreaterThan(8);
});

test.each([
  ['a word', 'a'],
  ['no end', '[1,'],
  ['a number with a leading zero', '{"a":[01]}'],
  ['an escape that there is not', '{"a":["\\q"]}'],
  ['a line break within a text', '{"a":["\n"]}'],
  ['a comma too many in a list', '{"a":["x",]}'],
  ['a comma too many in an object', '{"a":["x"],}'],
  ['no name', '{1:["x"]}'],
  ['more than a thousand levels', `${'{"a":'.repeat(1001)}["x"]${'}'.repeat(1001)}`],
])('a pattern with %s is refused', (_, text) => {
  expect(() => compilePattern(text)).toThrow(expect.objectContaining({ name: 'InvalidEventPatternException' }));
});

test('an event nested deeper than the stack is no problem', () => {
  const deep = JSON.parse(`{"a":${'['.repeat(100_000)}1${']'.repeat(100_000)}}`);
  expect(compilePattern('{"a":[1]}')(viewOf(deep))).toBe(false);
});
