import { basicVerifier } from '../../../../functions/shared/auth/basic.ts';
import { partnerUser } from '../../../../functions/shared/contract/caller.ts';
import { quickHash } from '../../../support/quick-hash.ts';

const HERE = '192.0.2.7';
const INVALID = { code: 'credentials-invalid' };
const encoded = (text: string) => Buffer.from(text).toString('base64');

/** A verifier that reads its one user each time. */
const scene = () => {
  const user: { passwordHash: string | undefined; isActive: boolean; isThere: boolean } = {
    ...{ passwordHash: quickHash('secret'), isActive: true, isThere: true },
  };
  let callers = 0;
  const caller = async () => {
    callers += 1;
    return user.isActive ? partnerUser('ada', callers, 'Partner User') : undefined;
  };
  const find = async () => (user.isThere ? { passwordHash: user.passwordHash, isApiCredential: false, caller } : undefined);
  const done = async () => undefined;
  const verify = basicVerifier({ find, open: async () => ({ begin: done, fail: done, succeed: done }), clock: () => 0, afresh: true });
  return { user, verify: (text = 'ada:secret') => verify(encoded(text), HERE) };
};

test('a caller that may write is read again each time, with a password that is remembered', async () => {
  const { verify } = scene();
  expect([await verify(), await verify(), await verify()].map(({ partnerId }) => partnerId)).toEqual([1, 2, 3]);
});

test.each<[string, Partial<ReturnType<typeof scene>['user']>]>([
  ['was deactivated', { isActive: false }],
  ['was removed', { isThere: false }],
  ['has another password', { passwordHash: quickHash('another') }],
  ['has no password any more', { passwordHash: undefined }],
])('one that %s since is refused at once', async (_, change) => {
  const { user, verify } = scene();
  await verify();
  Object.assign(user, change);
  await expect(verify()).rejects.toMatchObject(INVALID);
});

test('a name of one character is a name', async () => {
  expect((await scene().verify('a:secret')).partnerId).toBe(1);
});

test('a thousand verified credentials are remembered, and one more empties the memory', async () => {
  let finds = 0;
  const user = { passwordHash: quickHash('secret'), isApiCredential: true, caller: async () => partnerUser('ada', 7, 'Partner User') };
  const find = async () => {
    finds += 1;
    return user;
  };
  const done = async () => undefined;
  const verify = basicVerifier({ find, open: async () => ({ begin: done, fail: done, succeed: done }), clock: () => 0, afresh: false });
  // Characters that base64 does not have are left out when it is decoded.
  const spelled = (number: number) => verify(`${encoded('ada:secret')}${'*'.repeat(number)}`, HERE);
  for (let number = 0; number < 1000; number += 1) await spelled(number);
  await spelled(0);
  expect(finds).toBe(1000);
  await spelled(1000);
  await spelled(0);
  expect(finds).toBe(1002);
});

test('a contact with a name like that of an API credential has attempts that count', async () => {
  const opened: string[] = [];
  const user = { passwordHash: quickHash('secret'), isApiCredential: false, caller: async () => partnerUser('ada', 7, 'Partner User') };
  const open = async (userName: string) => {
    opened.push(userName);
    return { begin: async () => undefined, fail: async () => undefined, succeed: async () => undefined };
  };
  const name = 'key-0123456789abcdef0123';
  await basicVerifier({ find: async () => user, open, clock: () => 0, afresh: false })(encoded(`${name}:secret`), HERE);
  expect(opened).toEqual([name]);
});
