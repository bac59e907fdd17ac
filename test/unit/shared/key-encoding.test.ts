import fc from 'fast-check';
import { normalise, normaliseAsBefore } from '../../../functions/shared/table/key-encoding.ts';
import { caseFolded, everyCharacter } from './case-folding.ts';

/** Canonical caseless matching (The Unicode Standard, D145), of names as we read them. */
const folded = (name: string): string =>
  caseFolded(name.replace(/[\u200c\u200d]/g, '').normalize('NFD'))
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .trim();

test('of all characters, those count as one letter that Unicode folds to one, and no others', () => {
  const ofFolded = new Map<string, string>();
  const ofNormalised = new Map<string, string>();
  const apart: string[] = [];
  for (const [character = '', one = '', other = ''] of everyCharacter(folded, normalise)) {
    if ((ofFolded.get(one) ?? other) !== other || (ofNormalised.get(other) ?? one) !== one) apart.push(character);
    ofFolded.set(one, other);
    ofNormalised.set(other, one);
  }
  expect(apart).toEqual([]);
});

test('so it is in the company of others', () => {
  const letters = [...'iıİIsSßẞſσςΣάΆᾳᾼͅ\u0301\u0307\u0308\u030a \u00a0\u200cKkKåÅﬁfﬀǰĴjꭰᎠе'];
  const names = fc.array(fc.constantFrom(...letters), { maxLength: 4 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(names, names, (one, other) => {
      expect(normalise(one) === normalise(other)).toBe(folded(one) === folded(other));
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ['ı', 'i'],
  ['ı', 'I'],
  ['ı', 'İ'],
  ['Sarı Ltd', 'Sari Ltd'],
  ['KIRIM', 'Kırım'],
])('%s and %s are two names', (one, other) => {
  expect(normalise(one)).not.toBe(normalise(other));
});

test('a name is spelled as before unless it holds a dotless i or a joiner', () => {
  const changed = [...everyCharacter(normalise, normaliseAsBefore)].filter(([, now, before]) => now !== before);
  expect(changed.map(([character]) => character)).toEqual(['ı', '\u200c', '\u200d']);
});
