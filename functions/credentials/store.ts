import type { FindPrincipal } from '../shared/auth/basic.ts';
import { partnerUser } from '../shared/caller.ts';
import { credentialKey, partnerKey } from '../shared/keys.ts';
import type { UserRole } from '../shared/permissions.ts';
import { Refusal } from '../shared/problems.ts';
import type { Table } from '../shared/table.ts';
import { put, type Write } from '../shared/transaction.ts';

/** What signs in: a partner's contact (without a hash until it has set a password) or an API credential of a partner. */
export interface Credential {
  readonly userName: string;
  readonly partnerId: number;
  readonly userRole: UserRole;
  readonly isActive: boolean;
  /** The contact it belongs to; absent on an API credential. */
  readonly contactId?: number;
  /** PHC string; never leaves the table. */
  readonly passwordHash?: string;
}

/** The write that claims a user name; a user name in use is refused (409). */
export const insertCredential = (credential: Credential): Write =>
  put(
    credentialKey(credential.userName),
    { ...credential, type: 'credential' },
    () => new Refusal('user-name-taken', `The user name ${credential.userName} is taken.`, { members: { userName: credential.userName } }),
  );

/** Who may sign in, and the partners they stand for. */
export const credentialStore = (table: Table) => ({
  insert: (credential: Credential): Promise<void> => table.commit([insertCredential(credential)]),

  /** Finds a user in one read. It is a caller when it, its partner and the partners above are active: two reads more. */
  principal: (async (userName) => {
    const credential = (await table.get(credentialKey(userName))) as Credential | undefined;
    if (!credential) return undefined;
    const { partnerId, userRole, passwordHash, isActive } = credential;
    const caller = async () =>
      isActive && (await isBranchActive(table, partnerId)) ? partnerUser(credential.userName, partnerId, userRole) : undefined;
    return { passwordHash, caller };
  }) satisfies FindPrincipal,
});

const isBranchActive = async (table: Table, partnerId: number): Promise<boolean> => {
  const partner = await table.get(partnerKey(partnerId));
  if (partner?.isActive !== true) return false;
  const ancestors = partner.ancestors as readonly number[];
  const found = await table.getAll(ancestors.map(partnerKey));
  return found.length === ancestors.length && found.every(({ isActive }) => isActive === true);
};
