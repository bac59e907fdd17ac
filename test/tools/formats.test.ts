import { readFileSync } from 'node:fs';
import formatsModule from 'ajv-formats/dist/formats.js';
import fc from 'fast-check';
import { CONTRACTS } from '../../functions/operations.ts';
import { hasEmailLengths } from '../../functions/shared/contract/email-lengths.ts';
import type { Validate } from '../../functions/shared/contract/violations.ts';
import { FORMATS } from '../../tools/contracts/formats.ts';

const library = formatsModule.fullFormats;
const libraryEmail = library.email as RegExp;
const libraryInt32 = (library.int32 as { readonly validate: (value: number) => boolean }).validate;

const ADDRESSES = [
  ...['a@example.com', "o'hara+tag@mail.example.co.uk", 'A@EXAMPLE.COM', '1@2.de', 'a_b-c~d@e-f.gh', 'a.b.c@d.e.f'],
  ...['', '@', 'a', 'a@', '@b.c', 'a@b', 'a@b.', 'a@.b', 'a.@b.c', '.a@b.c', 'a..b@c.d', 'a b@c.d', 'a@-b.c', 'a@b-.c', 'a@b..c'],
  ...['ä@example.com', 'a@exämple.com', 'a@b.c\n', '"a"@b.c', 'a@[127.0.0.1]', 'a@b@c.d', 'a@b.c,d@e.f', 'a\u0000@b.c'],
  ...[`${'a'.repeat(64)}@b.c`, `${'a'.repeat(65)}@b.c`, `a@${'b'.repeat(63)}.c`, `a@${'b'.repeat(64)}.c`],
];

const address = fc.oneof(
  fc.emailAddress(),
  fc.tuple(fc.string({ unit: 'grapheme' }), fc.string()).map(([local, domain]) => `${local}@${domain}`),
  fc.string({ unit: fc.constantFrom('a', 'Z', '9', '.', '-', '@', '+', ' ', 'é') }),
);

/** The validator of an operation that takes an address, as a function has it. */
const { default: validate } = (await import('../../functions/generated/createReseller.js' as string)) as { readonly default: Validate };
const refusesEmail = (email: string): boolean => {
  const isValid = validate({ path: {}, query: {}, header: {}, body: { name: 'a', email, allowedUsers: 1, allowedOrganizations: 1 } });
  return !isValid && JSON.stringify(validate.errors).includes('"format":"email"');
};
const isLibraryEmail = (text: string): boolean => libraryEmail.test(text) && hasEmailLengths(text);

test.each(ADDRESSES)('%j is an address in a generated validator where it is one in the whole library', (text) => {
  expect(FORMATS.email(text)).toBe(isLibraryEmail(text));
  expect(!refusesEmail(text)).toBe(isLibraryEmail(text));
});

test('the same holds for any text', () => {
  fc.assert(fc.property(address, (text) => !refusesEmail(text) === isLibraryEmail(text) && FORMATS.email(text) === isLibraryEmail(text)));
});

test.each([0, -0, 1, -1, 0.5, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 1e21, Number.NaN, Infinity, -Infinity])(
  '%d is an int32 where it is one in the library',
  (value) => {
    expect(FORMATS.int32.validate(value)).toBe(libraryInt32(value));
  },
);

test('the same holds for any number', () => {
  const number = fc.oneof(fc.double(), fc.integer(), fc.bigInt(-(2n ** 33n), 2n ** 33n).map(Number));
  fc.assert(fc.property(number, (value) => FORMATS.int32.validate(value) === libraryInt32(value)));
});

test('no generated validator carries the formats that no schema has', () => {
  const texts = CONTRACTS.map(({ operationId }) =>
    readFileSync(new URL(`../../functions/generated/${operationId}.js`, import.meta.url), 'utf8'),
  );
  expect(texts.filter((text) => /json-pointer|iri-reference|URITEMPLATE|uri-template|ipv6/i.test(text))).toEqual([]);
});
