import { apiUserName } from '../../shared/auth/api-user-name.ts';
import type { Credential } from '../../shared/auth/credential.ts';
import { lastUses, removeUse } from '../../shared/auth/last-use.ts';
import { Refusal } from '../../shared/contract/problems.ts';
import { allOf, anyOf, isAbsent, where } from '../../shared/table/condition.ts';
import { credentialKey, credentialPlaceKey, credentials } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { remove, type Write } from '../../shared/table/transaction.ts';
import { insertCredential } from '../user-names.ts';

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

/** Creates the store of a partner's API credentials. */
export const credentialStore = (table: Table, uses = lastUses(table)) => ({
  insert: (credential: Credential): Promise<void> => table.commit(insertCredential(credential)),

  /** Returns a page of a partner's API credentials, after the sort key `after`. */
  page: async (partnerId: number, limit: number, after: string | undefined) =>
    uses.withLastUses(await table.page({ list: credentials(partnerId), limit, after, keyOf: (id) => credentialPlaceKey(apiUserName(id)) })),
});
