import { apiUserName } from '../../shared/auth/api-user-name.ts';
import type { FindPrincipal } from '../../shared/auth/basic.ts';
import { type Caller, partnerUser } from '../../shared/contract/caller.ts';
import type { UserRole } from '../../shared/contract/permissions.ts';
import { Refusal } from '../../shared/contract/problems.ts';
import { allOf, anyOf, isAbsent, where } from '../../shared/table/condition.ts';
import { formsOf, isSameName } from '../../shared/table/held-names.ts';
import { credentialKey, credentialPlaceKey, credentials, type Key, listed, partnerKey } from '../../shared/table/keys.ts';
import { NameTaken } from '../../shared/table/name-taken.ts';
import type { Table } from '../../shared/table/table.ts';
import { type Item, put, remove, type Write } from '../../shared/table/transaction.ts';
import { lastUses, removeUse } from './last-use.ts';

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

/**
 * Returns the writes that claim a user name (409 when it is in use) and list an API credential on
 * its partner.
 */
export const insertCredential = (credential: Credential): readonly Write[] => {
  const { userName } = credential;
  const claim = put(credentialKey(userName), { ...credential, type: 'credential' }, (holder) => userNameTaken(userName, holder));
  if (!isApiCredential(credential)) return [claim];
  const listItem = put(credentialPlaceKey(userName), listItemOf(credential), () => new Error(`the place of ${userName} is taken`));
  return [{ ...claim, counts: ['Creates', 'credential'] }, listItem];
};

type ApiCredential = Credential & { readonly id: string };

const isApiCredential = (credential: Credential): credential is ApiCredential => credential.id !== undefined;

// The list shows items apart: the index projects whole items, and no index may contain the hash.
const listItemOf = ({ passwordHash: _, ...shown }: ApiCredential): Item => {
  const { id, partnerId, createdAt = '' } = shown;
  return { ...shown, type: 'credential-place', ...listed(credentials(partnerId), createdAt, id) };
};

/** Finds the credential with a user name, under today's key or an older one. */
export const findUser = async (table: Pick<Table, 'get'>, userName: string): Promise<(Credential & Key) | undefined> => {
  for (const form of formsOf(userName)) {
    const item = (await table.get(credentialKey(userName, form))) as (Credential & Key) | undefined;
    if (item && isSameName(item.userName, userName)) return item;
  }
  return undefined;
};

/**
 * Refuses a user name that somebody other than `contactId` has under an older key (409). A
 * condition on today's key would not find it.
 */
export const requireUserNameFree = async (table: Pick<Table, 'get'>, userName: string, contactId?: number): Promise<void> => {
  const holder = formsOf(userName).length > 1 ? await findUser(table, userName) : undefined;
  if (holder && (contactId === undefined || holder.contactId !== contactId)) throw userNameTaken(userName, { ...holder });
};

// Only the owner is taken from the credential in the way, because an error may be logged.
const userNameTaken = (userNameAsked: string, { partnerId, userName }: Item = {}): NameTaken =>
  new NameTaken(
    { code: 'user-name-taken', member: 'userName', detail: (spelling) => `The user name ${spelling} is taken.` },
    userNameAsked,
    {
      partnerId,
      userName,
    },
  );

/** Returns the writes that revoke an API credential of a partner. */
export const revoke = (partnerId: number, id: string): readonly Write[] => {
  const notFound = () => new Refusal('credential-not-found', `The partner has no credential ${id}.`);
  const own = allOf(where('partnerId', '=', partnerId), where('id', '=', id));
  // A credential of an earlier release is not listed.
  const listItem = anyOf(isAbsent(), where('id', '=', id));
  const userName = apiUserName(id);
  return [
    remove(credentialKey(userName), own, notFound),
    remove(credentialPlaceKey(userName), listItem, notFound),
    removeUse(userName, notFound),
  ];
};

/** Creates the store of users and of the partners they belong to. */
export const credentialStore = (table: Table, uses = lastUses(table)) => ({
  insert: (credential: Credential): Promise<void> => table.commit(insertCredential(credential)),

  /** Returns a page of a partner's API credentials, after the sort key `after`. */
  page: async (partnerId: number, limit: number, after: string | undefined) =>
    uses.withLastUses(await table.page({ list: credentials(partnerId), limit, after, keyOf: (id) => credentialPlaceKey(apiUserName(id)) })),

  /**
   * Reads a user, and on demand its partner and the ancestors. It is a caller only when all of them
   * are active.
   */
  principal: (async (userName) => {
    const credential = await findUser(table, userName);
    return (
      credential && {
        passwordHash: credential.passwordHash,
        isApiCredential: credential.id !== undefined,
        caller: () => signIn(table, credential, uses),
      }
    );
  }) satisfies FindPrincipal,
});

const signIn = async (
  table: Table,
  credential: Credential,
  uses: Pick<ReturnType<typeof lastUses>, 'recordUse'>,
): Promise<Caller | undefined> => {
  const { userName, partnerId, userRole, isActive, contactId } = credential;
  if (!isActive || !(await isBranchActive(table, partnerId))) return undefined;
  if (isApiCredential(credential)) await uses.recordUse(credential);
  return partnerUser(userName, partnerId, userRole, contactId);
};

const isBranchActive = async (table: Table, partnerId: number): Promise<boolean> => {
  const partner = await table.get(partnerKey(partnerId));
  if (partner?.isActive !== true) return false;
  const ancestors = partner.ancestors as readonly number[];
  const found = await table.getAll(ancestors.map(partnerKey));
  return found.length === ancestors.length && found.every(({ isActive }) => isActive === true);
};
