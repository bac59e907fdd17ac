import { isDeepStrictEqual } from 'node:util';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { DuplicateMember, escapePointer, isSameJson, parseJson, readNumber } from '../../../functions/shared/contract/json.ts';

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

const NEGATIVE_ZEROS = ['-0', '-0.0', '-0e5', '-0E-5', '-1e-400', '-0.000e+9'];

test.each(NEGATIVE_ZEROS)('%s is 0, wherever it stands', (zero) => {
  expect(JSON.parse(zero)).toBe(-0);
  expect(parseJson(zero)).toBe(0);
  expect(parseJson(`[${zero},{"a":[[${zero}]],"__proto__":${zero},"b":{"__proto__":{"c":${zero}}}}]`)).toEqual(
    JSON.parse('[0,{"a":[[0]],"__proto__":0,"b":{"__proto__":{"c":0}}}]'),
  );
});

test('other numbers, and texts that look like a zero, stay as they are', () => {
  const text = '{"a":-1,"b":0,"c":"-0","d":-1e-300,"e":[1e400],"-0":"x"}';
  expect(parseJson(text)).toEqual(JSON.parse(text));
});

test('-0 is found after whatever may stand before a number, in every other company', () => {
  const minus = fc.constantFrom(...NEGATIVE_ZEROS, '-1000E-500', '-12.50e-0400');
  const before = fc.constantFrom('', ' ', '\n', '"-1",', '"a-b", ', '1,\t', '-7,\r\n', '{"d":"2026-01-05"},');
  fc.assert(
    fc.property(minus, before, (zero, text) => {
      expect(parseJson(`[${text}${zero}]`)).toEqual(JSON.parse(`[${text}0]`));
      expect(parseJson(`{"a":[${text}{"b":${zero}}]}`)).toEqual(JSON.parse(`{"a":[${text}{"b":0}]}`));
    }),
  );
});

test('a body without such a number costs no search for one', () => {
  const entries = jest.spyOn(Object, 'entries');
  try {
    parseJson('{"a":{"id":"0197-0b3f-0e5","at":"2026-01-05T10:00:00-02:00"},"b":[-1,-10.5,-1e5,0,0.0],"c":"x"}');
    expect(entries).not.toHaveBeenCalled();
    parseJson('{"a":-0}');
    expect(entries).toHaveBeenCalled();
  } finally {
    entries.mockRestore();
  }
});

test('a number as text is read the same way', () => {
  expect(NEGATIVE_ZEROS.map(readNumber)).toEqual(NEGATIVE_ZEROS.map(() => 0));
  expect(['-1', '0', '7'].map(readNumber)).toEqual([-1, 0, 7]);
});

test('100,000 levels are read for zeros too', () => {
  let value = parseJson(`${'['.repeat(100_000)}-0${']'.repeat(100_000)}`);
  while (Array.isArray(value)) value = value[0];
  expect(value).toBe(0);
});

const values = fc.jsonValue({ maxDepth: 4 });

test('values are the same exactly when their JSON says the same: the order of members and the sign of zero do not count', () => {
  const reordered = (value: unknown): unknown => {
    if (value === 0) return -0;
    if (Array.isArray(value)) return value.map(reordered);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([name, member]) => [name, reordered(member)]),
    );
  };
  fc.assert(
    fc.property(values, values, (one, other) => {
      const [left, right] = [parseJson(JSON.stringify(one)), parseJson(JSON.stringify(other))];
      expect(isSameJson(left, reordered(left))).toBe(true);
      expect(isSameJson(left, right)).toBe(isDeepStrictEqual(left, right));
    }),
  );
});

test.each([
  [{}, []],
  [[], {}],
  [null, {}],
  [{ a: 1 }, { a: 1, b: 2 }],
  [{ a: 1, b: 2 }, { a: 1 }],
  [{ a: undefined }, { b: undefined }],
  [[1, 2], [1]],
  ['0', 0],
  [0, false],
  [{ constructor: 1 }, { a: 1 }],
])('%j and %j are not the same', (one, other) => {
  expect(isSameJson(one, other)).toBe(false);
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
