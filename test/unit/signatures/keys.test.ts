import { keysOf, readKeyring } from '../../../functions/signatures/keys.ts';
import { signingKey } from '../../../functions/signatures/signing.ts';

const [a, b, c] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [string, string, string];
const kid = (seed: string): string => signingKey(seed).published.kid;
const { x } = signingKey('d'.repeat(64)).published;
const kids = (keyring: Parameters<typeof keysOf>[0]) => {
  const { signing, published } = keysOf(keyring);
  return { signing: signing.map((key) => key.published.kid), published: published.map((key) => key.kid) };
};

test('a fresh secret has one key, which signs and is published', () => {
  expect(kids(readKeyring(`{"current":"${a}"}`))).toEqual({ signing: [kid(a)], published: [kid(a)] });
});

test('the next key is published before it signs', () => {
  expect(kids({ current: a, next: b })).toEqual({ signing: [kid(a)], published: [kid(a), kid(b)] });
});

test('the previous key signs beside the current one', () => {
  expect(kids({ current: b, previous: a })).toEqual({ signing: [kid(b), kid(a)], published: [kid(b), kid(a)] });
});

test('retired keys stay published and have nothing left to sign with', () => {
  const retired = [{ x, retiredAt: '2026-11-22T14:15:22.000Z' }];
  expect(kids({ current: b, next: c, retired })).toEqual({ signing: [kid(b)], published: [kid(b), kid(c), kid('d'.repeat(64))] });
});

test.each([
  ['no JSON', `{"current":"${a}"`],
  ['nothing', ''],
  ['no object', `"${a}"`],
  ['no current key', `{"next":"${a}"}`],
  ['a short seed', `{"current":"${a.slice(1)}"}`],
  ['upper case', `{"current":"${a.toUpperCase()}"}`],
  ['a seed that is no text', `{"current":"${a}","next":1}`],
  ['a previous key that is null', `{"current":"${a}","previous":null}`],
  ['retired keys that are no list', `{"current":"${a}","retired":{}}`],
  ['a retired key without x', `{"current":"${a}","retired":[{"retiredAt":"2026-11-22T14:15:22.000Z"}]}`],
  ['a retired key with a seed for x', `{"current":"${a}","retired":[{"x":"${a}","retiredAt":"2026-11-22T14:15:22.000Z"}]}`],
])('a secret of %s is refused, and the error does not quote it', (_, text) => {
  expect(() => readKeyring(text)).toThrow(/^the secret of the signing keys is not as it should be$/);
});
