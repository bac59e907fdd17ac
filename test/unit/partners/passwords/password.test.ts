import { isCommon } from '../../../../functions/partners/passwords/common.ts';
import { newToken, type PasswordContext, requireStrength, tokenHash } from '../../../../functions/partners/passwords/password.ts';
import type { Refusal } from '../../../../functions/shared/contract/problems.ts';
import { refusalOf } from '../samples.ts';

const contextOf = (fields: Partial<PasswordContext> = {}): PasswordContext => ({
  ...{ userName: 'ada', email: 'a.lovelace@example.com', partnerName: 'Northwind Channel', installation: 'acme-prod' },
  ...fields,
});
const codesOf = (password: string, fields?: Partial<PasswordContext>) => {
  try {
    requireStrength(password, contextOf(fields));
    return [];
  } catch (error) {
    return (error as Refusal).violations.map(({ code }) => code);
  }
};

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
  expect(refusalOf(() => requireStrength(password, contextOf({ userName })))).toBe(code);
});

test.each([
  ['Sunflower2026!!', ['common-password']],
  ['Maria19840712', ['common-password']],
  ['2026!liverpool!', ['common-password']],
  ['st@rw4rs-2026-!', ['common-password']],
  ['SeptemberSeptember', ['common-password']],
  ['s.u.n.f.l.o.w.e.r', ['common-password']],
  ['sunflowers on my sill', []],
  ['maria plays the oboe', []],
  ['northwind channel 7', ['holds-partner-name']],
  ['NorthwindChannel!77x', ['holds-partner-name']],
  ['n0rthwind-channel-go', ['holds-partner-name']],
  ['north winds channel', []],
  ['all of A.Lovelace here', ['holds-email']],
  ['xx alovelace yy zz', ['holds-email']],
  ['the acme rocket sled', ['holds-service-name']],
  ['my Tenantry is fine', ['holds-service-name']],
  ['t3nantry for all of us', ['holds-service-name']],
  ['ada ada ada ada', ['too-uniform', 'holds-user-name']],
])('%p breaks the rules %j', (password, codes) => {
  expect(codesOf(password)).toEqual(codes);
});

test('a plus sign ends the name of a mailbox, and short words count only as a user name', () => {
  expect(codesOf('someone sails to sea', { email: 'someone+tenantry@example.com' })).toEqual(['holds-email']);
  expect(codesOf('a quiet harbour at dawn', { email: 'at@example.com', partnerName: 'at', installation: 'at-dev' })).toEqual([]);
});

test('the most common passwords are known, each in many spellings', () => {
  for (const word of ['iloveyou', 'starwars', 'trustno', 'mustang', 'superman']) {
    expect(isCommon(word)).toBe(true);
    expect(isCommon(`${word.toUpperCase()}#1987`)).toBe(true);
  }
  expect(isCommon('correct horse battery staple')).toBe(false);
});

test('the refusal does not repeat the password', () => {
  expect(() => requireStrength('passwordpassword', contextOf())).toThrow(
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
