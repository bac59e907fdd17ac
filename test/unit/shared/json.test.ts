import fc from 'fast-check';
import { DuplicateMember, escapePointer, parseJson } from '../../../functions/shared/json.ts';

const duplicateIn = (text: string): string | undefined => {
  try {
    parseJson(text);
    return undefined;
  } catch (error) {
    if (error instanceof DuplicateMember) return error.pointer;
    throw error;
  }
};

test('any JSON without duplicate members is parsed as JSON.parse does, whatever its white space', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
      const text = JSON.stringify(value, null, space);
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

test('a duplicate is found wherever it is put and however it is escaped', () => {
  const member = fc.string({ unit: 'binary', minLength: 1 });
  fc.assert(
    fc.property(fc.array(member, { maxLength: 4 }), member, fc.boolean(), (path, name, escaped) => {
      const spelled = escaped
        ? `"${[...Array(name.length).keys()].map((at) => unicodeEscape(name.charCodeAt(at))).join('')}"`
        : JSON.stringify(name);
      const inner = `{${JSON.stringify(name)}:{"${name.length}":[]}, ${spelled} : "x"}`;
      const text = path.reduceRight((body, outer) => `{${JSON.stringify(outer)}:[0,${body}]}`, inner);
      const above = path.map((outer) => `/${escapePointer(outer)}/1`).join('');
      expect(duplicateIn(text)).toBe(`${above}/${escapePointer(name)}`);
    }),
  );
});

const unicodeEscape = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`;

test.each([
  ['{"a":1,"a":1}', '/a'],
  ['{"a":1,"\\u0061":2}', '/a'],
  ['[{},{"x":{"b":1,"b":2}}]', '/1/x/b'],
  ['{"":1,"":2}', '/'],
  ['{"__proto__":1,"__proto__":2}', '/__proto__'],
  ['{"a/b~c":1,"a/b~c":2}', '/a~1b~0c'],
  ['{"a":[1,{"b":2}],"c":3,"a":4}', '/a'],
])('%s names a member twice', (text, pointer) => {
  expect(duplicateIn(text)).toBe(pointer);
});

test.each(['{"a":{"a":{"a":1}}}', '[{"a":1},{"a":1}]', '{"a":"\\"a\\":1,","b":"{\\"b\\":"}', '["a","a"]', '{"A":1,"a":2}', '{"a":"a"}'])(
  '%s names no member twice',
  (text) => {
    expect(duplicateIn(text)).toBeUndefined();
  },
);

test('__proto__ is a member like any other', () => {
  const value = parseJson('{"__proto__":{"admin":true}}') as Record<string, unknown>;
  expect(Object.keys(value)).toEqual(['__proto__']);
  expect(value.admin).toBeUndefined();
});

test('100,000 levels are parsed, and a duplicate at the innermost is found', () => {
  const nested = (inner: string) => `${'{"a":['.repeat(50_000)}${inner}${']}'.repeat(50_000)}`;
  expect(duplicateIn(nested('{}'))).toBeUndefined();
  expect(duplicateIn(nested('{"b":1,"b":2}'))).toHaveLength('/a/0'.length * 50_000 + '/b'.length);
});

test('long runs of escapes and white space take no longer than other text', () => {
  const text = `{"a":"${'\\n'.repeat(60_000)}"${' '.repeat(60_000)}:1}`.replace('" ', '","b" ').replace('"a":"', '"a":"');
  expect(Object.keys(parseJson(text) as object)).toEqual(['a', 'b']);
});
