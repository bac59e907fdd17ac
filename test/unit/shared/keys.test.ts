import fc from 'fast-check';
import * as keys from '../../../functions/shared/keys.ts';

const { normalise } = keys;
const name = fc.string({ unit: 'grapheme', maxLength: 40 });
const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const space = fc.constantFrom(' ', '  ', '\t', '\u00a0', '\u2003', '\ufeff', '\n ');

test('normalising twice changes nothing more', () => {
  fc.assert(fc.property(fc.oneof(name, anyText), (value) => expect(normalise(normalise(value))).toBe(normalise(value))));
});

test('case makes no difference', () => {
  fc.assert(
    fc.property(name, (value) => {
      expect(normalise(value.toUpperCase())).toBe(normalise(value));
      expect(normalise(value.toLowerCase())).toBe(normalise(value));
    }),
  );
});

test('the Unicode form makes no difference', () => {
  fc.assert(fc.property(name, (value) => expect(normalise(value.normalize('NFD'))).toBe(normalise(value.normalize('NFC')))));
});

test('space around and the kind of space within make no difference', () => {
  const words = fc.array(fc.stringMatching(/^[\p{L}\d]{1,5}$/u), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(words, space, space, (parts, around, between) => {
      expect(normalise(around + parts.join(between) + around)).toBe(normalise(parts.join(' ')));
    }),
  );
});

test('every character counts the same in both cases', () => {
  const apart = Array.from({ length: 0x110000 }, (_, code) => code)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code))
    .filter((char) => char.toUpperCase() !== char.toLowerCase())
    .filter((char) => normalise(char.toUpperCase()) !== normalise(char) || normalise(char.toLowerCase()) !== normalise(char));
  expect(apart).toEqual([]);
});

test.each([
  ['Straße', 'STRASSE'],
  ['STRAẞE', 'straße'],
  ['Ångström', 'A\u030angstro\u0308m'],
  ['Σίσυφος', 'ΣΊΣΥΦΟΣ'],
])('%s and %s are one name', (one, other) => {
  expect(normalise(one)).toBe(normalise(other));
});

test.each([
  ['resume', 'résumé'],
  ['a b', 'ab'],
  ['1', '１'],
])('%s and %s are two names', (one, other) => {
  expect(normalise(one)).not.toBe(normalise(other));
});

test('every key fits the table, whatever the name', () => {
  const worst = '\u{1D160}'.repeat(256);
  const id = 'x'.repeat(256);
  const built = [
    keys.credentialKey(worst),
    keys.partnerNameKey(worst),
    keys.partnerReferenceKey(worst),
    keys.organizationNameKey(id, worst),
    keys.organizationKey(id, id),
    keys.resellerKey(id),
  ];
  for (const { pk, sk } of built) {
    expect(Buffer.byteLength(pk)).toBeLessThanOrEqual(2048);
    expect(Buffer.byteLength(sk)).toBeLessThanOrEqual(1024);
  }
});

test('names too long for a key stay apart and stay equal in any case', () => {
  const long = (end: string) => keys.partnerNameKey('\u{1D160}'.repeat(254) + end);
  expect(long('a')).toEqual(long('A'));
  expect(long('a')).not.toEqual(long('b'));
});

test('no two kinds of item share a key', () => {
  const built = [
    ...[keys.partnerKey(1), keys.contactKey(1, 1), keys.partnerEventKey(1, '1'), keys.credentialKey('1'), keys.healthKey],
    ...[keys.resellerKey('1'), keys.organizationKey('1', '1'), keys.resellerEventKey('1', '1'), keys.idempotencyKey('1')],
    ...[keys.partnerNameKey('1'), keys.partnerReferenceKey('1'), keys.organizationNameKey('1', '1')],
  ];
  expect(new Set(built.map(({ pk, sk }) => `${pk} ${sk}`)).size).toBe(built.length);
});
