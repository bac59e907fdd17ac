import { jest } from '@jest/globals';
import type { hashPassword, verifyPassword } from '../../functions/shared/auth/password.ts';
import { quickHash } from './quick-hash.ts';

interface Passwords {
  readonly hashPassword: typeof hashPassword;
  readonly verifyPassword: typeof verifyPassword;
}

/**
 * Has what is imported from now on hash at the least cost there is: a quarter of a second for each
 * password is what the product wants, and no test of it. What costs how much is shown where the
 * real module is tested (`test/unit/shared/auth`).
 */
export const useQuickPasswords = async (): Promise<void> => {
  const real: Passwords = await import('../../functions/shared/auth/password.ts');
  const ofNobody = quickHash('the password of nobody');
  const quick: Passwords = {
    hashPassword: async (password) => {
      // Asks for the time that hashing takes, as the real one does.
      await real.verifyPassword(password, ofNobody);
      return quickHash(password.normalize('NFC'));
    },
    verifyPassword: async (password, phc) => (await real.verifyPassword(password, phc ?? ofNobody)) && phc !== undefined,
  };
  jest.unstable_mockModule('../../functions/shared/auth/password.ts', () => quick);
};
