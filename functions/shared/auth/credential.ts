import { type Caller, partnerUser } from '../contract/caller.ts';
import type { UserRole } from '../contract/permissions.ts';
import { formsOf, isSameName } from '../table/held-names.ts';
import { credentialKey, type Key, partnerKey } from '../table/keys.ts';
import type { Table } from '../table/table.ts';
import type { FindPrincipal } from './basic.ts';
import { lastUses } from './last-use.ts';

/**
 * A stored sign-in: of a partner's contact (without a hash until it has set a password) or an API
 * credential.
 */
export interface Credential {
  readonly userName: string;
  readonly partnerId: number;
  readonly userRole: UserRole;
  readonly isActive: boolean;
  /** The contact it belongs to; absent on an API credential. */
  readonly contactId?: number;
  /** The id of an API credential. */
  readonly id?: string;
  readonly createdAt?: string;
  /**
   * RFC 3339: links to set a password that were issued by then are void, whatever happens to the
   * contact.
   */
  readonly linksVoidedAt?: string;
  /** A PHC string, which never leaves the table. */
  readonly passwordHash?: string;
}

export type ApiCredential = Credential & { readonly id: string };

export const isApiCredential = (credential: Credential): credential is ApiCredential => credential.id !== undefined;

/** Finds the credential with a user name, under today's key or an older one. */
export const findUser = async (table: Pick<Table, 'get'>, userName: string): Promise<(Credential & Key) | undefined> => {
  for (const form of formsOf(userName)) {
    const item = (await table.get(credentialKey(userName, form))) as (Credential & Key) | undefined;
    if (item && isSameName(item.userName, userName)) return item;
  }
  return undefined;
};

/**
 * Creates the function that reads a user, and on demand its partner and the ancestors. The user is
 * a caller only when all of them are active.
 */
export const findPrincipal =
  (table: Table, uses: Pick<ReturnType<typeof lastUses>, 'recordUse'> = lastUses(table)): FindPrincipal =>
  async (userName) => {
    const credential = await findUser(table, userName);
    return (
      credential && {
        passwordHash: credential.passwordHash,
        isApiCredential: credential.id !== undefined,
        caller: () => signIn(table, credential, uses),
      }
    );
  };

const signIn = async (
  table: Table,
  credential: Credential,
  uses: Pick<ReturnType<typeof lastUses>, 'recordUse'>,
): Promise<Caller | undefined> => {
  const { userName, partnerId, userRole, isActive, contactId } = credential;
  const ancestors = isActive ? await readActiveBranch(table, partnerId) : undefined;
  if (!ancestors) return undefined;
  if (isApiCredential(credential)) await uses.recordUse(credential);
  return { ...partnerUser(userName, partnerId, userRole, contactId), ancestors };
};

/** Returns the ancestors of a partner; `undefined` unless it and all of them are active. */
export const readActiveBranch = async (table: Table, partnerId: number): Promise<readonly number[] | undefined> => {
  const partner = await table.get(partnerKey(partnerId));
  if (partner?.isActive !== true) return undefined;
  const ancestors = partner.ancestors as readonly number[];
  const found = await table.getAll(ancestors.map(partnerKey));
  return found.length === ancestors.length && found.every(({ isActive }) => isActive === true) ? ancestors : undefined;
};
