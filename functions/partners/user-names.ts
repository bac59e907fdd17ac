import { type ApiCredential, type Credential, findUser, isApiCredential } from '../shared/auth/credential.ts';
import { formsOf } from '../shared/table/held-names.ts';
import { credentialKey, credentialPlaceKey, credentials, listed } from '../shared/table/keys.ts';
import { NameTaken } from '../shared/table/name-taken.ts';
import type { Table } from '../shared/table/table.ts';
import { type Item, put, type Write } from '../shared/table/transaction.ts';

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

// The list shows items apart: the index projects whole items, and no index may contain the hash.
const listItemOf = ({ passwordHash: _, ...shown }: ApiCredential): Item => {
  const { id, partnerId, createdAt = '' } = shown;
  return { ...shown, type: 'credential-place', ...listed(credentials(partnerId), createdAt, id) };
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
