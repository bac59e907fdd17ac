import { LINK_SECONDS, RESET_LINK_SECONDS, requireStrength } from '../../../../functions/partners/passwords/password.ts';
import type { Refusal } from '../../../../functions/shared/contract/problems.ts';

const context = { userName: 'ada', email: 'a.lovelace@example.com', partnerName: 'Northwind Channel', installation: 'acme-prod' };

const refusal = (password: string, partnerName = context.partnerName): Refusal | undefined => {
  try {
    requireStrength(password, { ...context, partnerName });
    return undefined;
  } catch (error) {
    return error as Refusal;
  }
};
const codesOf = (...given: Parameters<typeof refusal>) => refusal(...given)?.violations.map(({ code }) => code) ?? [];

test.each([
  ['Passw0rd!Passw0rd!', 'must be more than a common password'],
  ['all of A.Lovelace here', 'must not hold what stands before the @ of the e-mail address'],
  ['northwind channel 7', 'must not hold the name of the partner'],
  ['the acme rocket sled', 'must not hold the name of the service'],
])('%p is told why', (password, message) => {
  expect(refusal(password)).toMatchObject({
    message: `The password is too weak: ${message}.`,
    violations: [{ in: 'body', pointer: '/password', message }],
  });
});

test('a refusal has every reason', () => {
  expect(refusal('ada ada ada ada')?.message).toBe(
    'The password is too weak: must have at least 5 different characters; must not hold the user name.',
  );
});

test.each([
  ['xk2qd8uabc', ['common-password']],
  ['xk2qd8uzabc', []],
  ['xk2qd8uabcdef', ['common-password']],
  ['ab4xy8mn2ef', []],
])('of %p a run of three characters or more does not count', (password, codes) => {
  expect(codesOf(password)).toEqual(codes);
});

test.each(['qwertxk2qd8u', 'qwertzuiopxk2qd8', 'asdfghxk2qd8u', 'zxcvbnxk2qd8u'])(
  'the keys that stand side by side in %p do not count',
  (password) => {
    expect(codesOf(password)).toEqual(['common-password']);
  },
);

test('five different characters are enough', () => {
  expect([codesOf('aeimqaeimqaeimq'), codesOf('aeimaeimaeimaeim')]).toEqual([[], ['too-uniform']]);
});

test('a name of six letters is found across other characters, a shorter one is not', () => {
  expect(codesOf('some kqr-mtx thing', 'Kq Rmtx')).toEqual(['holds-partner-name']);
  expect(codesOf('some kqr-mts thing', 'Kq Rm')).toEqual([]);
});

test('the link of a welcome e-mail is valid for three days, one that anybody may request for an hour', () => {
  expect([LINK_SECONDS, RESET_LINK_SECONDS]).toEqual([259_200, 3600]);
});
