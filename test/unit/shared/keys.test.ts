import fc from 'fast-check';
import { partnerEventKey, resellerEventKey } from '../../../functions/shared/table/event-keys.ts';
import * as externalIdKeys from '../../../functions/shared/table/external-id-keys.ts';
import { normalise } from '../../../functions/shared/table/key-encoding.ts';
import * as keys from '../../../functions/shared/table/keys.ts';
import * as webhookKeys from '../../../functions/shared/table/webhook-keys.ts';

// Without the dotless i, whose capital is that of another letter.
const name = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !text.includes('ı'));
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
  // Its capital is that of another letter.
  expect(apart).toEqual(['ı']);
});

test('the beginning of a name is the beginning of its one spelling, in any case', () => {
  // Hangul jamo make one syllable with what follows.
  const letters = fc.stringMatching(/^[\p{L}\d .'-]{1,12}$/u).filter((text) => !/[ı\u1100-\u11ff]/.test(text));
  fc.assert(
    fc.property(letters, letters, (beginning, rest) => {
      const whole = normalise(`${beginning}${rest}`);
      expect(whole.startsWith(normalise(beginning))).toBe(true);
      expect(whole.startsWith(normalise(beginning.toUpperCase()))).toBe(true);
      expect(whole.startsWith(normalise(beginning.toLowerCase()))).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['Straße', 'STRASSE'],
  ['STRAẞE', 'straße'],
  ['Ångström', 'A\u030angstro\u0308m'],
  ['Σίσυφος', 'ΣΊΣΥΦΟΣ'],
  ['Σίσυφος', 'ςίςυφοσ'],
  ['می\u200cخواهم', 'میخواهم'],
  ['İ', 'i\u0307'],
  ['a\u0323\u0307', 'a\u0307\u0323'],
  ['a \u00a0\u2003\u3000b', 'A B'],
])('%s and %s are one name', (one, other) => {
  expect(normalise(one)).toBe(normalise(other));
});

test.each([
  ['resume', 'résumé'],
  ['a b', 'ab'],
  ['1', '１'],
  ['i', 'İ'],
  ['ab', 'a\u200bb'],
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
    externalIdKeys.organizationExternalIdKey(id, id),
    externalIdKeys.partnerExternalIdKey(2147483647, id),
    externalIdKeys.resellerExternalIdKey(id),
    keys.deletedOrganizationKey(id, id),
    keys.entryKey(keys.organizationEmails(id), worst, id.slice(0, 36)),
    keys.entryKey(keys.resellerNames, worst, id.slice(0, 36)),
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
    ...[keys.partnerKey(1), keys.contactKey(1, 1), partnerEventKey(1, '1'), keys.credentialKey('1'), keys.healthKey],
    ...[keys.resellerKey('1'), keys.organizationKey('1', '1'), resellerEventKey('1', '1'), keys.idempotencyKey('1')],
    ...[keys.partnerNameKey('1'), keys.partnerReferenceKey('1'), keys.organizationNameKey('1', '1')],
    ...[keys.deletedOrganizationKey('1', '1'), externalIdKeys.organizationExternalIdKey('1', '1'), keys.resellerPlaceKey('1')],
    ...[externalIdKeys.partnerExternalIdKey(1, '1'), externalIdKeys.resellerExternalIdKey('1')],
    ...[keys.organizationEmails('1'), keys.resellerNames, keys.resellerEmails].map((directory) => keys.entryKey(directory, '1', '1')),
    ...[keys.passwordKey('1'), keys.welcomeKey(1, 1)],
    ...[webhookKeys.webhookKey('1'), webhookKeys.webhookTokenKey('1'), webhookKeys.webhookEventKey('1', '1')],
    webhookKeys.webhookPairsKey('1'),
    ...[webhookKeys.webhookPlaceKey('/', '1'), webhookKeys.webhookPlaceKey('/resellers/1', '1'), webhookKeys.pendingWebhookKey('1')],
    ...[webhookKeys.webhookQuotaKey('/'), webhookKeys.webhookQuotaKey('/resellers/1'), webhookKeys.deliveryKey('1')],
    ...[webhookKeys.deliveryDetailKey('1'), webhookKeys.deliveryPlaceKey(webhookKeys.deliveriesOf('/'), '1')],
    ...[webhookKeys.deliveryPlaceKey(webhookKeys.deliveriesTo('1'), '1')],
  ];
  expect(new Set(built.map(({ pk, sk }) => `${pk} ${sk}`)).size).toBe(built.length);
});

describe('a directory', () => {
  const values = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }).filter((value) => /^[^\p{Cc}\p{Cs}]+$/u.test(value));

  test('finds an entry by the beginning of its value, however long', () => {
    fc.assert(
      fc.property(values, fc.nat(300), (value, length) => {
        const text = [...value].slice(0, length).join('');
        fc.pre(normalise(value).startsWith(normalise(text)));
        const { pk, prefix } = keys.entriesFrom('NAMES', text);
        for (const key of [keys.entryKey('NAMES', value, 'id'), { pk: 'NAMES', sk: keys.organizationNameKey('r', value).sk }]) {
          expect({ pk: key.pk, begins: key.sk.startsWith(prefix) }).toEqual({ pk, begins: true });
        }
      }),
    );
  });

  test('keeps the entries of one value together, and apart from those of every other', () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        const { sk } = keys.entryKey('NAMES', one, 'id');
        // ı has the capital letter of i, and is another letter.
        const upper = one.replaceAll('ı', '').toUpperCase();
        const { sk: ofUpper } = keys.entryKey('NAMES', upper, 'id');
        expect(ofUpper.startsWith(keys.entries('NAMES', one.replaceAll('ı', '')).prefix)).toBe(true);
        expect(sk.startsWith(keys.entries('NAMES', other).prefix)).toBe(normalise(one) === normalise(other));
      }),
    );
  });

  test('keeps a value apart from a longer one that is cut where it ends', () => {
    // 220 characters of four bytes are all that a sort key takes of a value.
    const of = (length: number) => '😀'.repeat(length);
    const { sk } = keys.entryKey('NAMES', of(256), 'id');
    expect(sk.startsWith(keys.entriesFrom('NAMES', of(220)).prefix)).toBe(true);
    expect(sk.startsWith(keys.entries('NAMES', of(220)).prefix)).toBe(false);
  });

  test('tells long values apart that differ only at their end, and orders entries of one value by id', () => {
    const long = (end: string) => keys.entryKey('NAMES', '\u{1D160}'.repeat(255) + end, 'id').sk;
    expect(long('a')).toBe(long('A'));
    expect(long('a')).not.toBe(long('b'));
    const ids = ['019f2b6c-1', '019f2b6c-2', '019f2b6d-0'];
    const sorted = ids.map((id) => keys.entryKey('NAMES', 'Acme', id).sk);
    expect(sorted.toSorted((one, other) => (one < other ? -1 : 1))).toEqual(sorted);
  });
});
