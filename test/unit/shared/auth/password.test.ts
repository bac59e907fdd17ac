import { randomBytes, type ScryptOptions, scryptSync } from 'node:crypto';
import { hashPassword, verifyPassword } from '../../../../functions/shared/auth/password.ts';

test('a password belongs to its hash and no other does', async () => {
  const hash = await hashPassword('correct horse');
  expect(await Promise.all(['correct horse', 'correct horsE', 'correct horse ', ''].map((given) => verifyPassword(given, hash)))).toEqual([
    ...[true, false, false, false],
  ]);
});

test('a hash is a PHC string with its own salt and does not hold the password', async () => {
  const [one, two] = await Promise.all([hashPassword('secret'), hashPassword('secret')]);
  expect(one).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$[\w-]{22}\$[\w-]{43}$/);
  expect(one).not.toBe(two);
  expect(one).not.toContain('secret');
});

test('a password is the same in every Unicode form', async () => {
  expect(await verifyPassword('Zoe\u0308', await hashPassword('Zo\u00eb'))).toBe(true);
});

const hashAt = (cost: string, options: ScryptOptions): string => {
  const salt = randomBytes(16);
  return ['', 'scrypt', cost, salt.toString('base64url'), scryptSync('secret', salt, 32, options).toString('base64url')].join('$');
};

test('a hash of another cost is verified at its own', async () => {
  expect(await verifyPassword('secret', hashAt('ln=4,r=2,p=3', { N: 16, r: 2, p: 3 }))).toBe(true);
  expect(await verifyPassword('secret', hashAt('ln=10,r=10,p=10', { N: 1024, r: 10, p: 10 }))).toBe(true);
});

test.each(['x,ln=4,r=2,p=3', 'ln=4,r=2,p=3,x'])('the cost %s is none', async (cost) => {
  expect(await verifyPassword('secret', hashAt(cost, { N: 16, r: 2, p: 3 }))).toBe(false);
});

test.each([
  ['', undefined],
  ['', ''],
  ['plain', 'plain'],
  ['', '$'],
  ['', '$scrypt$ln=14,r=8,p=5$$'],
  ['plain', '$scrypt$ln=14,r=8,p=5$c2FsdA$'],
])('the password %p does not belong to the hash %p', async (password, hash) => {
  expect(await verifyPassword(password, hash)).toBe(false);
});
