import type { DefinedError } from 'ajv';
import { PHONE_PATTERN } from '../../../functions/shared/contract/schemas.ts';
import { type Validate, violationsOf } from '../../../functions/shared/contract/violations.ts';

type Found = Pick<DefinedError, 'keyword' | 'instancePath'> & { readonly params?: object; readonly message?: string };

const violations = (...errors: readonly Found[]) =>
  violationsOf(Object.assign(() => false, { errors: errors as readonly DefinedError[] }) as Validate);

const spelled = (...errors: readonly Found[]) => violations(...errors).map(({ in: part, pointer, code }) => `${part} ${pointer} ${code}`);

test('a missing or unknown member is pointed at by its own name, escaped', () => {
  expect(
    spelled(
      { keyword: 'required', instancePath: '/body/contact', params: { missingProperty: 'email' } },
      { keyword: 'additionalProperties', instancePath: '/query', params: { additionalProperty: 'a/b~c' } },
    ),
  ).toEqual(['body /contact/email required', 'query /a~1b~0c unknown-property']);
});

test('a missing body is a violation of the body itself', () => {
  expect(spelled({ keyword: 'required', instancePath: '', params: { missingProperty: 'body' } })).toEqual(['body  required']);
});

test.each([
  ['type', { type: 'integer' }, 'wrong-type', 'must be of type integer'],
  ['enum', { allowedValues: ['a', 'b'] }, 'not-allowed', 'must be one of a, b'],
  ['minLength', { limit: 1 }, 'too-short', 'must not be empty'],
  ['maxLength', { limit: 5 }, 'too-long', 'must have at most 5 characters'],
  ['minimum', { limit: -1 }, 'too-small', 'must be at least -1'],
  ['maximum', { limit: 9 }, 'too-large', 'must be at most 9'],
  ['minProperties', { limit: 1 }, 'empty', 'must not be empty'],
  ['format', { format: 'email' }, 'invalid-email', 'must be a valid email'],
  ['pattern', { pattern: PHONE_PATTERN }, 'invalid-phone', 'must be an E.164 number such as +14155552671'],
  ['pattern', { pattern: 'x' }, 'invalid-format', 'has a wrong format'],
  ['not', {}, 'invalid', 'is not valid'],
] as const)('%s with %p is %s', (keyword, params, code, message) => {
  expect(violations({ keyword, instancePath: '/path/id', params } as Found)).toEqual([{ in: 'path', pointer: '/id', code, message }]);
});

test('what only repeats others is left out', () => {
  expect(
    spelled(
      { keyword: 'anyOf', instancePath: '/body' },
      { keyword: 'format', instancePath: '/body/count', params: { format: 'int32' } },
      { keyword: 'maximum', instancePath: '/body/count', params: { limit: 1 } },
    ),
  ).toEqual(['body /count too-large']);
});

test('at most 100 are listed, and none when nothing was found', () => {
  const many = Array.from({ length: 150 }, (): Found => ({ keyword: 'minProperties', instancePath: '/body', params: {} }));
  expect(violations(...many)).toHaveLength(100);
  expect(violationsOf(Object.assign(() => true, { errors: null }))).toEqual([]);
});
