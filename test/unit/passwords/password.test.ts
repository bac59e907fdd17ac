import { newToken, requireStrength, tokenHash } from '../../../functions/passwords/password.ts';
import { refusalOf } from '../partners/samples.ts';

test.each([
  ['correct horse battery staple', 'ada', undefined],
  ['Xk2Qd8uVb7nZr9aL', 'ada', undefined],
  ['passwords are for my old uncle', 'ada', undefined],
  ['ééàüöñçøåßœæ', 'ada', undefined],
  ['aaaaaaaaaaaa', 'ada', 'password-too-weak'],
  ['abababababab', 'ada', 'password-too-weak'],
  ['aAbBaAbBaAbB', 'ada', 'password-too-weak'],
  ['1234512345123451', 'ada', 'password-too-weak'],
  ['123456789012', 'ada', 'password-too-weak'],
  ['qwertyuiop12', 'ada', 'password-too-weak'],
  ['abcdefghijkl', 'ada', 'password-too-weak'],
  ['dragon123456', 'ada', 'password-too-weak'],
  ['p@ssword2026!', 'ada', 'password-too-weak'],
  ['Passw0rd!Passw0rd!', 'ada', 'password-too-weak'],
  ['sunshine-sunshine', 'ada', 'password-too-weak'],
  ['Welcome2026!!', 'ada', 'password-too-weak'],
  ['passwordpassword', 'ada', 'password-too-weak'],
  ['Password1234', 'ada', 'password-too-weak'],
  ['PASSWORD12345', 'ada', 'password-too-weak'],
  ['password!2026', 'ada', 'password-too-weak'],
  ['password 20267', 'ada', 'password-too-weak'],
  ['qwerty123456', 'ada', 'password-too-weak'],
  ['tenantry-admin', 'ada', 'password-too-weak'],
  ['i am ada lovelace', 'ada', 'password-too-weak'],
  ['i am ADA lovelace', 'Ada', 'password-too-weak'],
  ['a bold adventure', 'ad', undefined],
])('%p of the user %p is judged %p', (password, userName, code) => {
  expect(refusalOf(() => requireStrength(password, userName))).toBe(code);
});

test('the refusal does not repeat the password', () => {
  expect(() => requireStrength('passwordpassword', 'ada')).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining('passwordp') }),
  );
});

test('a token has 43 characters, is never the same, and what is stored of it does not tell it', () => {
  const tokens = Array.from({ length: 100 }, newToken);
  expect(new Set(tokens).size).toBe(100);
  for (const token of tokens) {
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(tokenHash(token)).toMatch(/^[\w-]{43}$/);
    expect(tokenHash(token)).not.toBe(token);
    expect(tokenHash(token)).toBe(tokenHash(token));
  }
});
