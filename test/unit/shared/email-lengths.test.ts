import { hasEmailLengths } from '../../../functions/shared/contract/email-lengths.ts';

const label = (length: number) => 'a'.repeat(length);
const domain = (length: number) => `${label(63)}.${label(63)}.${label(63)}.${label(length - 192)}`;

test.each([
  ['64 octets before the at sign', `${label(64)}@example.com`, true],
  ['65 octets before the at sign', `${label(65)}@example.com`, false],
  ['33 letters of two octets before the at sign', `${'é'.repeat(33)}@example.com`, false],
  ['32 letters of two octets before the at sign', `${'é'.repeat(32)}@example.com`, true],
  ['a label of 63 octets', `ada@${label(63)}.com`, true],
  ['a label of 64 octets', `ada@${label(64)}.com`, false],
  ['a last label of 64 octets', `ada@example.${label(64)}`, false],
  ['a domain of 253 octets', `ada@${domain(253)}`, true],
  ['a domain of 254 octets', `ada@${domain(254)}`, false],
])('of an address with %s it is said whether a mail server takes it', (_, address, isTaken) => {
  expect(hasEmailLengths(address)).toBe(isTaken);
});
