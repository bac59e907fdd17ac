import fc from 'fast-check';
import { readJson } from '../src/json.ts';
import { viewOf } from '../src/leaves.ts';
import { compilePattern, type EventTest } from '../src/pattern.ts';

const name = fc.constantFrom('a', 'b', 'a.b', '', '__proto__');
const text = fc.oneof(
  fc.constantFrom('', 'x', 'X', '"', '*', 'a*b', 'a\\*', 'ß', '10.0.0.1', '::1', '::ffff:a00:1'),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const number = fc.oneof(fc.constantFrom(0, -0, 1, 1.5, 1e300, Number.MAX_VALUE, 2 ** 53), fc.double({ noNaN: true }));
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));

const operator = fc.oneof(
  fc.record({ prefix: fc.oneof(text, fc.record({ 'equals-ignore-case': text })) }),
  fc.record({ suffix: fc.oneof(text, fc.record({ 'equals-ignore-case': text })) }),
  fc.record({ 'equals-ignore-case': text }),
  fc.record({ wildcard: text }),
  fc.record({ exists: fc.boolean() }),
  fc.record({ numeric: fc.tuple(fc.constantFrom('<', '<=', '=', '>', '>='), number) }),
  fc.record({ numeric: fc.tuple(fc.constantFrom('>', '>='), number, fc.constantFrom('<', '<='), number) }),
  fc.record({ cidr: fc.constantFrom('10.0.0.1/8', '10.0.0.1/32', '::1/127', '::1/130', 'fe80::/10', '::ffff:a00:1/24') }),
  fc.record({
    'anything-but': fc.oneof(
      text,
      number,
      fc.array(text),
      fc.array(number),
      fc.record({ prefix: text, suffix: text }, { requiredKeys: [] }),
    ),
  }),
);
const nonsense = fc.jsonValue({ maxDepth: 1 });
const accepted = fc.oneof({ arbitrary: scalar, weight: 15 }, { arbitrary: operator, weight: 15 }, { arbitrary: nonsense, weight: 1 });
const values = fc.array(accepted, { minLength: 1, maxLength: 2 });
const fields = fc.dictionary(name, values, { minKeys: 1, maxKeys: 2 });
const nested = fc.dictionary(name, fc.oneof(values, fields), { minKeys: 1, maxKeys: 2 });
const pattern = fc.oneof(nested, fc.record({ a: fc.oneof(values, nested), $or: fc.array(nested, { minLength: 2, maxLength: 3 }) }));

const list = fc.array(scalar, { maxLength: 2 });
const inner = fc.dictionary(name, fc.oneof(scalar, list), { maxKeys: 2 });
const part = fc.oneof(scalar, list, inner, fc.array(fc.oneof(inner, list, scalar), { maxLength: 3 }));
const event = fc.dictionary(name, part, { maxKeys: 3 });

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
