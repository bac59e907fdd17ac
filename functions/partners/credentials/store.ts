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
import { forgetUse, lastUses } from './last-use.ts';

/** What signs in: a partner's contact (without a hash until it has set a password) or an API credential of a partner. */
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
  /** RFC 3339: links to set a password that were issued to a contact by then are good no more, whatever becomes of the contact. */
  readonly linksVoidedAt?: string;
  /** PHC string; never leaves the table. */
  readonly passwordHash?: string;
}

/** The writes that claim a user name and, of an API credential, place it on its partner's list; a user name in use is refused (409). */
export const insertCredential = (credential: Credential): readonly Write[] => {
  const { userName } = credential;
  const claim = put(credentialKey(userName), { ...credential, type: 'credential' }, (holder) => userNameTaken(userName, holder));
  if (!isApiCredential(credential)) return [claim];
  const place = put(credentialPlaceKey(userName), placeOf(credential), () => new Error(`the place of ${userName} is taken`));
  return [{ ...claim, counts: ['Creates', 'credential'] }, place];
};

type ApiCredential = Credential & { readonly id: string };

const isApiCredential = (credential: Credential): credential is ApiCredential => credential.id !== undefined;

// What the list shows is an item of its own: the index holds the whole item, and no index may hold the hash.
const placeOf = ({ passwordHash: _, ...shown }: ApiCredential): Item => {
  const { id, partnerId, createdAt = '' } = shown;
  return { ...shown, type: 'credential-place', ...listed(credentials(partnerId), createdAt, id) };
};

/** Finds who signs in under a name, wherever its key stands. */
export const findUser = async (table: Pick<Table, 'get'>, userName: string): Promise<(Credential & Key) | undefined> => {
  for (const form of formsOf(userName)) {
    const item = (await table.get(credentialKey(userName, form))) as (Credential & Key) | undefined;
    if (item && isSameName(item.userName, userName)) return item;
  }
  return undefined;
};

/** Refuses a user name that another than `contactId` holds under the key of before, where today's would not stand in the way (409). */
export const requireUserNameFree = async (table: Pick<Table, 'get'>, userName: string, contactId?: number): Promise<void> => {
  const holder = formsOf(userName).length > 1 ? await findUser(table, userName) : undefined;
  if (holder && (contactId === undefined || holder.contactId !== contactId)) throw userNameTaken(userName, { ...holder });
};

// Of the credential that stands in the way only what says whose it is: an error may be logged.
const userNameTaken = (asked: string, { partnerId, userName }: Item = {}): NameTaken =>
  new NameTaken({ code: 'user-name-taken', member: 'userName', detail: (spelling) => `The user name ${spelling} is taken.` }, asked, {
    partnerId,
    userName,
  });

/** The writes that revoke an API credential of a partner. */
export const revoke = (partnerId: number, id: string): readonly Write[] => {
  const notFound = () => new Refusal('credential-not-found', `The partner has no credential ${id}.`);
  const own = allOf(where('partnerId', '=', partnerId), where('id', '=', id));
  // One of an earlier release has no place.
  const place = anyOf(isAbsent(), where('id', '=', id));
  const userName = apiUserName(id);
  return [
    remove(credentialKey(userName), own, notFound),
    remove(credentialPlaceKey(userName), place, notFound),
    forgetUse(userName, notFound),
  ];
};

/** Who may sign in, and the partners they stand for. */
export const credentialStore = (table: Table, uses = lastUses(table)) => ({
  insert: (credential: Credential): Promise<void> => table.commit(insertCredential(credential)),

  /** A page of a partner's API credentials, after the sort key `after`. */
  page: async (partnerId: number, limit: number, after: string | undefined) =>
    uses.withLastUses(await table.page({ list: credentials(partnerId), limit, after, keyOf: (id) => credentialPlaceKey(apiUserName(id)) })),

  /** Reads a user, and on demand its partner and the partners above it: a caller only when all of them are active. */
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
  uses: Pick<ReturnType<typeof lastUses>, 'note'>,
): Promise<Caller | undefined> => {
  const { userName, partnerId, userRole, isActive, contactId } = credential;
  if (!isActive || !(await isBranchActive(table, partnerId))) return undefined;
  if (isApiCredential(credential)) await uses.note(credential);
  return partnerUser(userName, partnerId, userRole, contactId);
};

const isBranchActive = async (table: Table, partnerId: number): Promise<boolean> => {
  const partner = await table.get(partnerKey(partnerId));
  if (partner?.isActive !== true) return false;
  const ancestors = partner.ancestors as readonly number[];
  const found = await table.getAll(ancestors.map(partnerKey));
  return found.length === ancestors.length && found.every(({ isActive }) => isActive === true);
};
