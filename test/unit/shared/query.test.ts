import fc from 'fast-check';
import { coerce, readQuery } from '../../../functions/shared/http/query.ts';

const schema = {
  type: 'object',
  additionalProperties: false,
  properties: { count: { type: 'integer' }, flag: { type: 'boolean' }, name: { type: 'string' } },
} as const;

test('any parameters are read as they were encoded', () => {
  const text = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(fc.dictionary(text, text), (values) => {
      const raw = new URLSearchParams(values).toString();
      expect(readQuery(raw)).toEqual({ values: { ...values }, violations: [] });
    }),
  );
});

test('a plus is a space and a percent sign may stand for itself', () => {
  expect(readQuery('name=a+b%2Bc&rate=100%').values).toEqual({ name: 'a b+c', rate: '100%' });
});

test('each parameter given more than once is named once', () => {
  const { violations } = readQuery('a=1&b=2&a=1&%61=1&c=&c=');
  expect(violations.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(['/a repeated', '/c repeated']);
});

test.each([
  ['7', 7],
  ['-1', -1],
  ['0', 0],
  ['-0', 0],
  ['2147483648', 2147483648],
  ['01', '01'],
  ['+7', '+7'],
  ['7.0', '7.0'],
  ['1e3', '1e3'],
  ['0x7', '0x7'],
  [' 7', ' 7'],
  ['', ''],
  ['99999999999999999', '99999999999999999'],
])('the integer %p reads as %p', (value, expected) => {
  expect(coerce(schema, { count: value })).toEqual({ count: expected });
});

test.each([
  ['true', true],
  ['false', false],
  ['TRUE', 'TRUE'],
  ['1', '1'],
  ['', ''],
])('the boolean %p reads as %p', (value, expected) => {
  expect(coerce(schema, { flag: value })).toEqual({ flag: expected });
});

test('what the schema does not know stays text, even when it is named like what every object has', () => {
  const values = { name: '7', other: 'true', constructor: '1' };
  expect(coerce(schema, values)).toEqual(values);
  expect(coerce(undefined, values)).toEqual(values);
  expect(Object.keys(coerce(schema, readQuery('__proto__=7').values))).toEqual(['__proto__']);
});

test('a query that is not percent-encoded UTF-8 is refused, and not stored with replacement characters', () => {
  expect(readQuery('name=%ff').violations).toEqual([
    { in: 'query', pointer: '', code: 'invalid-encoding', message: 'must be percent-encoded UTF-8' },
  ]);
  expect(readQuery('name=%C3%A9+a').violations).toEqual([]);
});
